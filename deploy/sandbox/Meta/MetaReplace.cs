using System.Globalization;
using Krewe.Sandbox.Calls;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Meta;

/// <summary>Replacing everybody in an audience, in one session of several batches.</summary>
/// <remarks>
/// The old members stay until the session closes. Time closes it too: then what has been
/// uploaded by the deadline is the audience, however little that is.
/// </remarks>
internal static class MetaReplace
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(90);

    public static Reply Upload(MetaCall call, Audience audience)
    {
        if (MetaSession.Read(call) is not { } sent)
        {
            call.Report("replace-without-session", call.Path);
            throw new MetaRefusalException(
                MetaErrors.Invalid("The parameter session is required"));
        }

        var payload = MetaPayload.Read(call);
        lock (audience.Gate)
        {
            Settle(audience, call.Now);
            var (session, staged) = Running(call, audience, sent);
            Stage(call, staged, payload);
            MetaSessions.Add(call, session, sent, payload);
            if (sent.IsLast)
            {
                Close(audience, call.Now);
            }

            return Answer(audience, session, payload);
        }
    }

    /// <summary>Closes a session whose time is over. Under the audience's gate.</summary>
    public static void Settle(Audience audience, DateTimeOffset now)
    {
        if (audience.Replace is { } running && now - running.Session.OpenedAt >= Window)
        {
            running.Session.TimedOut = true;
            Close(audience, running.Session.OpenedAt + Window);
        }
    }

    private static (UploadSession Session, MemberSet Staged) Running(
        MetaCall call, Audience audience, MetaSession sent)
    {
        if (audience.Replace is { } running)
        {
            var goesOn = running.Session.Id == sent.Id && sent.Sequence != 1;
            return goesOn
                ? running
                : throw new MetaRefusalException(MetaErrors.ReplaceRunning);
        }

        if (audience.Sessions.TryGetValue(sent.Id, out var known))
        {
            throw new MetaRefusalException(
                known.TimedOut ? MetaErrors.ReplaceTimedOut : MetaErrors.ReplaceFinished);
        }

        if (sent.Sequence != 1)
        {
            throw new MetaRefusalException(MetaErrors.ReplaceNotFirst);
        }

        var opened = (MetaSessions.Open(call, audience, sent, isReplace: true), new MemberSet());
        audience.Replace = opened;
        return opened;
    }

    private static void Stage(MetaCall call, MemberSet staged, MetaPayload payload)
    {
        var rowsEnd = call.AppliesHalf ? payload.Rows.Count / 2 : payload.Rows.Count;
        for (var row = 0; row < rowsEnd; row++)
        {
            if (payload.Rows[row] is { IsEmpty: false } parts)
            {
                staged.Add(parts);
            }
        }
    }

    private static void Close(Audience audience, DateTimeOffset at)
    {
        var (session, staged) = audience.Replace!.Value;
        session.ClosedAt = at;
        audience.Members = staged;
        audience.Received = session.Received;
        audience.Invalid = session.Invalid;
        audience.Replace = null;
        audience.ContentChanged(at);
    }

    private static Reply Answer(Audience audience, UploadSession session, MetaPayload payload)
    {
        var id = session.Id.ToString(CultureInfo.InvariantCulture);
        return MetaMembers.Answer(
            "audience_id", audience.Id, id, session.Received, session.Invalid, payload,
            audience.Account.Id);
    }
}

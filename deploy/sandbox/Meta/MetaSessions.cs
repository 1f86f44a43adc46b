using System.Globalization;
using System.Text.Json.Nodes;
using Krewe.Sandbox.Calls;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Meta;

/// <summary>Uploads in several batches, and how far they are.</summary>
internal static class MetaSessions
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>Counts a batch; sets take it twice without harm, counters do not.</summary>
    public static UploadSession Count(
        MetaCall call, Audience audience, MetaSession sent, MetaPayload payload)
    {
        var session = Open(call, audience, sent, isReplace: false);
        if (session.ClosedAt is not null && sent.Sequence > session.LastSequence)
        {
            call.Report("batch-after-last", call.Path);
        }

        Add(call, session, sent, payload);
        return session;
    }

    /// <summary>The session by that id, or a new one.</summary>
    public static UploadSession Open(
        MetaCall call, Audience audience, MetaSession sent, bool isReplace)
    {
        if (audience.Sessions.TryGetValue(sent.Id, out var known))
        {
            return known;
        }

        foreach (var old in audience.Sessions.Values.Where(s => s.TouchedAt < call.Now - Kept))
        {
            audience.Sessions.Remove(old.Id);
        }

        var session = new UploadSession(sent.Id, call.Now, isReplace);
        audience.Remember(session);
        return session;
    }

    public static void Add(
        MetaCall call, UploadSession session, MetaSession sent, MetaPayload payload)
    {
        var schema = payload.Schema.ToString();
        session.Schema ??= schema;
        if (session.Schema != schema)
        {
            call.Report("session-schema-changed", call.Path);
        }

        session.TouchedAt = call.Now;
        session.LastSequence = Math.Max(session.LastSequence, sent.Sequence);
        session.EstimatedTotal = sent.Estimated;
        session.Received += payload.Received;
        session.Invalid += payload.Invalid;
        session.Matched += Matched(call.World.Universe, payload);
        session.ClosedAt ??= sent.IsLast ? call.Now : null;
    }

    public static Reply Read(MetaCall call, Audience audience)
    {
        var wanted = call.Parameters.Text("session_id");
        var data = new JsonArray();
        lock (audience.Gate)
        {
            MetaReplace.Settle(audience, call.Now);
            foreach (var session in audience.Sessions.Values)
            {
                var id = session.Id.ToString(CultureInfo.InvariantCulture);
                if (wanted is null || wanted == id)
                {
                    data.Add(Show(session, id));
                }
            }
        }

        return Reply.Json(new JsonObject { ["data"] = data });
    }

    // Without known people everybody is taken for known.
    private static int Matched(Universe? universe, MetaPayload payload)
    {
        if (universe is null)
        {
            return payload.Received - payload.Invalid;
        }

        var matched = 0;
        for (var row = 0; row < payload.Rows.Count; row++)
        {
            matched += universe.Knows(payload.Rows[row]) ? 1 : 0;
        }

        return matched;
    }

    private static JsonObject Show(UploadSession session, string id)
    {
        var total = Math.Max(session.EstimatedTotal, session.Received);
        var isClosed = session.ClosedAt is not null;
        var shown = new JsonObject
        {
            ["session_id"] = id,
            ["start_time"] = session.OpenedAt.ToUnixTimeSeconds(),
            ["end_time"] = session.ClosedAt?.ToUnixTimeSeconds(),
            ["num_received"] = session.Received,
            ["num_matched"] = session.Matched,
            ["num_invalid_entries"] = session.Invalid,
            ["progress"] = isClosed || total == 0 ? 100 : 100 * session.Received / total,
            ["stage"] = session.TimedOut ? "timed_out" : isClosed ? "completed" : "uploading",
        };
        if (!isClosed)
        {
            shown.Remove("end_time");
        }

        return shown;
    }
}

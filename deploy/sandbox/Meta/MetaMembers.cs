using System.Globalization;
using System.Text.Json.Nodes;
using Krewe.Sandbox.Calls;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Meta;

/// <summary>Adding people to an audience and taking them out.</summary>
internal static class MetaMembers
{
    public static Reply Add(MetaCall call, Audience audience) => Change(call, audience, adds: true);

    public static Reply Remove(MetaCall call, Audience audience) =>
        Change(call, audience, adds: false);

    /// <summary>Takes people out of every audience of the account.</summary>
    public static Reply RemoveEverywhere(MetaCall call, AdAccount account)
    {
        var payload = MetaPayload.Read(call);
        foreach (var audience in account.Audiences.Values)
        {
            lock (audience.Gate)
            {
                Apply(call, audience, payload, adds: false);
            }
        }

        return Answer("account_id", account.Id, "0", payload.Received, payload.Invalid, payload);
    }

    /// <summary>The receipt that all member calls share.</summary>
    public static Reply Answer(
        string idName,
        string id,
        string sessionId,
        long received,
        long invalid,
        MetaPayload payload,
        string? accountId = null)
    {
        var samples = new JsonObject();
        foreach (var (row, value) in payload.Samples)
        {
            samples[row] = value;
        }

        var receipt = new JsonObject
        {
            [idName] = id,
            ["session_id"] = sessionId,
            ["num_received"] = received,
            ["num_invalid_entries"] = invalid,
            ["invalid_entry_samples"] = samples,
        };
        if (accountId is not null)
        {
            receipt["account_id"] = accountId;
        }

        return Reply.Json(receipt);
    }

    private static Reply Change(MetaCall call, Audience audience, bool adds)
    {
        var sent = MetaSession.Read(call);
        var payload = MetaPayload.Read(call);
        lock (audience.Gate)
        {
            MetaReplace.Settle(audience, call.Now);
            if (audience.Replace is not null)
            {
                throw new MetaRefusalException(MetaErrors.ReplaceRunning);
            }

            Apply(call, audience, payload, adds);
            var session = sent is { } known
                ? MetaSessions.Count(call, audience, known, payload)
                : null;
            return Answer(
                "audience_id",
                audience.Id,
                (session?.Id ?? 0).ToString(CultureInfo.InvariantCulture),
                session?.Received ?? payload.Received,
                session?.Invalid ?? payload.Invalid,
                payload);
        }
    }

    private static void Apply(MetaCall call, Audience audience, MetaPayload payload, bool adds)
    {
        var members = audience.Members;
        var rowsEnd = call.AppliesHalf ? payload.Rows.Count / 2 : payload.Rows.Count;
        for (var row = 0; row < rowsEnd; row++)
        {
            var parts = payload.Rows[row];
            if (parts.IsEmpty)
            {
                continue;
            }

            _ = adds ? (members.Add(parts) ? 1 : 0) : members.Remove(parts);
        }

        audience.Received += adds ? payload.Received : 0;
        audience.Invalid += adds ? payload.Invalid : 0;
        audience.ContentChanged(call.Now);
    }
}

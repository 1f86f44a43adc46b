using System.Text.Json.Nodes;
using Krewe.Sandbox.Calls;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Meta;

/// <summary>The call quota of an ad account and the header that tells how much is used.</summary>
internal static class MetaUsage
{
    private const int StandardCallsPerHour = 5_000;
    private const int AdvancedCallsPerHour = 190_000;
    private const int CallsForEachAudience = 40;
    private const int CallsPerHourMax = 700_000;
    private const int PercentMax = 100;

    public static void Count(MetaCall call, AdAccount account)
    {
        if (account.Calls.Count(call.Now) > Limit(account))
        {
            throw new MetaRefusalException(MetaErrors.RateLimited);
        }
    }

    public static int RegainMinutes(MetaCall call) =>
        AccountOf(call) is { } account
            ? account.Calls.MinutesUntilBelow(Limit(account), call.Now)
            : 0;

    /// <param name="call">The call that is answered.</param>
    /// <param name="reply">The answer to put the header on.</param>
    /// <param name="regainMinutes">More than 0 tells that the quota is used up.</param>
    public static Reply Stamp(MetaCall call, Reply reply, int regainMinutes)
    {
        reply.Headers["facebook-api-version"] = call.Version;
        if (AccountOf(call) is not { } account)
        {
            return reply;
        }

        var used = regainMinutes > 0
            ? PercentMax
            : (int)Math.Min(
                PercentMax, 100L * account.Calls.Current(call.Now) / Limit(account));
        var usage = new JsonObject
        {
            ["type"] = "custom_audience",
            ["call_count"] = used,
            ["total_cputime"] = used,
            ["total_time"] = used,
            ["estimated_time_to_regain_access"] = regainMinutes,
            ["ads_api_access_tier"] =
                account.IsAdvancedTier ? "advanced_access" : "standard_access",
        };
        reply.Headers["X-Business-Use-Case-Usage"] =
            new JsonObject { [account.BusinessId] = new JsonArray(usage) }.ToJsonString();
        return reply;
    }

    private static AdAccount? AccountOf(MetaCall call) =>
        call.AccountId is { } id ? call.World.Accounts.GetValueOrDefault(id) : null;

    private static int Limit(AdAccount account)
    {
        var byTier = account.IsAdvancedTier ? AdvancedCallsPerHour : StandardCallsPerHour;
        return account.CallsPerHour ?? Math.Min(
            CallsPerHourMax, byTier + (CallsForEachAudience * account.Audiences.Count));
    }
}

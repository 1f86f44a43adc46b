using System.Globalization;
using System.Text.Json.Nodes;
using Krewe.Sandbox.Calls;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Meta;

/// <summary>The person, their ad accounts and the terms of those.</summary>
internal static class MetaAccounts
{
    private const int ActiveStatus = 1;

    public static Reply Me(MetaAccess access) => Reply.Json(
        new JsonObject { ["id"] = access.User.Id, ["name"] = access.User.Name });

    public static Reply List(MetaCall call, MetaAccess access)
    {
        var fields = MetaFields.Read(call);
        var accounts = access.User.AccountIds
            .Select(id => call.World.Accounts.GetValueOrDefault(id))
            .OfType<AdAccount>()
            .OrderBy(NumberOf);
        return MetaPaging.Page(call, accounts, NumberOf, account => Show(account, fields));
    }

    public static Reply Read(MetaCall call, AdAccount account) =>
        Reply.Json(Show(account, MetaFields.Read(call)));

    public static Reply ReadTerms(AdAccount account)
    {
        var data = new JsonArray();
        if (account.TermsAccepted)
        {
            data.Add(new JsonObject { ["id"] = "1", ["type"] = "custom_audience_tos" });
        }

        return Reply.Json(new JsonObject { ["data"] = data });
    }

    public static Reply AcceptTerms(AdAccount account)
    {
        account.TermsAccepted = true;
        return Reply.Json(new JsonObject { ["success"] = true });
    }

    private static JsonObject Show(AdAccount account, IReadOnlyList<string> fields)
    {
        var shown = MetaFields.Pick(fields, "AdAccount", name => name switch
        {
            "id" => (true, "act_" + account.Id),
            "account_id" => (true, account.Id),
            "name" => (true, account.Name),
            "account_status" => (true, ActiveStatus),
            "currency" => (true, "USD"),
            "timezone_name" => (true, "America/Los_Angeles"),
            "business" => (true, new JsonObject { ["id"] = account.BusinessId }),
            "tos_accepted" => (true, Terms(account)),
            _ => (false, null),
        });
        shown["account_id"] ??= account.Id;
        return shown;
    }

    private static JsonObject Terms(AdAccount account) =>
        account.TermsAccepted ? new JsonObject { ["custom_audience_tos"] = 1 } : [];

    // An account that was seeded under a name sorts by the name's digest.
    private static long NumberOf(AdAccount account) =>
        long.TryParse(account.Id, CultureInfo.InvariantCulture, out var number)
            ? number
            : (long)(Digest.Of(System.Text.Encoding.UTF8.GetBytes(account.Id)).A >> 1);
}

using System.Globalization;
using System.Text.Json.Nodes;
using Krewe.Sandbox.Calls;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Meta;

/// <summary>Making, listing, changing and deleting audiences.</summary>
internal static class MetaAudiences
{
    public const int AudiencesMax = 500;
    private const string Subtype = "CUSTOM";

    private static readonly string[] Sources =
        ["USER_PROVIDED_ONLY", "PARTNER_PROVIDED_ONLY", "BOTH_USER_AND_PARTNER_PROVIDED"];

    private static readonly string[] SettingNames =
    [
        "customer_file_source", "retention_days", "opt_out_link", "is_value_based",
        "use_for_products", "audience_labels",
    ];

    public static Reply Create(MetaCall call, AdAccount account)
    {
        var name = call.Require("name");
        Check(call);
        lock (account.CreateGate)
        {
            var audience = Same(call, account, name) ?? Make(call, account, name);
            return Reply.Json(new JsonObject { ["id"] = audience.Id });
        }
    }

    public static Reply List(MetaCall call, AdAccount account)
    {
        var fields = MetaFields.Read(call);
        return MetaPaging.Page(
            call,
            account.Audiences.Values.OrderBy(NumberOf),
            NumberOf,
            audience => Show(call, audience, fields));
    }

    public static Reply Read(MetaCall call, Audience audience) =>
        Reply.Json(Show(call, audience, MetaFields.Read(call)));

    public static Reply Update(MetaCall call, Audience audience)
    {
        Check(call);
        lock (audience.Gate)
        {
            audience.Name = call.Parameters.Text("name") ?? audience.Name;
            Apply(call, audience);
            audience.UpdatedAt = call.Now;
        }

        return Reply.Json(new JsonObject { ["success"] = true, ["message"] = "" });
    }

    public static Reply Delete(MetaCall call, Audience audience)
    {
        audience.Account.Audiences.TryRemove(audience.Id, out _);
        call.World.Audiences.TryRemove(audience.Id, out _);
        return Reply.Json(new JsonObject { ["success"] = true });
    }

    private static void Check(MetaCall call)
    {
        if (call.Parameters.Text("subtype") is { } subtype && subtype != Subtype)
        {
            throw new MetaRefusalException(MetaErrors.Invalid(
                $"Param subtype must be {Subtype}: the sandbox makes no other audiences"));
        }

        if (call.Parameters.Text("customer_file_source") is { } source
            && !Sources.Contains(source, StringComparer.Ordinal))
        {
            throw new MetaRefusalException(MetaErrors.Invalid(
                $"Param customer_file_source must be one of {{{string.Join(", ", Sources)}}}"));
        }
    }

    private static Audience? Same(MetaCall call, AdAccount account, string name) =>
        call.Parameters.Flag("enable_fetch_or_create")
            ? account.Audiences.Values.FirstOrDefault(known => known.Name == name)
            : null;

    private static Audience Make(MetaCall call, AdAccount account, string name)
    {
        if (account.Audiences.Count >= AudiencesMax)
        {
            throw new MetaRefusalException(MetaErrors.TooManyAudiences);
        }

        if (!call.Parameters.Has("customer_file_source"))
        {
            call.Report("no-customer-file-source", call.Path);
        }

        var audience = new Audience(
            call.World.NextAudienceId(), account, call.Now, call.World.Options.PopulationLag)
        {
            Name = name,
        };
        Apply(call, audience);
        account.Audiences[audience.Id] = audience;
        call.World.Audiences[audience.Id] = audience;
        return audience;
    }

    private static void Apply(MetaCall call, Audience audience)
    {
        audience.Description = call.Parameters.Text("description") ?? audience.Description;
        foreach (var setting in SettingNames)
        {
            if (call.Parameters.Text(setting) is { } value)
            {
                audience.Settings[setting] = value;
            }
        }
    }

    private static JsonObject Show(MetaCall call, Audience audience, IReadOnlyList<string> fields)
    {
        lock (audience.Gate)
        {
            MetaReplace.Settle(audience, call.Now);
            return MetaFields.Pick(
                fields, "CustomAudience", name => Field(audience, name, call.Now));
        }
    }

    private static (bool Known, JsonNode? Value) Field(
        Audience audience, string name, DateTimeOffset now) =>
        name switch
        {
            "id" => (true, audience.Id),
            "account_id" => (true, audience.Account.Id),
            "name" => (true, audience.Name),
            "description" => (true, audience.Description),
            "subtype" => (true, Subtype),
            "approximate_count_lower_bound" => (true, MetaStatus.Bounds(audience, now).Lower),
            "approximate_count_upper_bound" => (true, MetaStatus.Bounds(audience, now).Upper),
            "delivery_status" => (true, MetaStatus.Delivery(audience, now)),
            "operation_status" => (true, MetaStatus.Operation(audience, now)),
            "time_created" => (true, audience.CreatedAt.ToUnixTimeSeconds()),
            "time_updated" => (true, audience.UpdatedAt.ToUnixTimeSeconds()),
            "time_content_updated" => (true, audience.ContentUpdatedAt.ToUnixTimeSeconds()),
            "permission_for_actions" => (true, Permissions()),
            "sharing_status" => (true, null),
            _ => (SettingNames.Contains(name, StringComparer.Ordinal), Setting(audience, name)),
        };

    private static JsonNode? Setting(Audience audience, string name) =>
        audience.Settings.TryGetValue(name, out var text)
            ? name == "retention_days"
                && int.TryParse(text, CultureInfo.InvariantCulture, out var days) ? days : text
            : null;

    private static JsonObject Permissions() => new()
    {
        ["can_edit"] = true,
        ["can_see_insight"] = true,
        ["can_share"] = true,
        ["subtype_supports_lookalike"] = true,
    };

    private static long NumberOf(Audience audience) =>
        long.Parse(audience.Id, CultureInfo.InvariantCulture);
}

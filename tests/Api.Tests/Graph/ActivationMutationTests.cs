using System.Text.Json.Nodes;
using Krewe.Domain.Access;
using Krewe.Domain.Governance;

namespace Krewe.Api.Tests.Graph;

/// <summary>Accounts, destinations and mappings, made and changed through the graph.</summary>
public sealed class ActivationMutationTests
{
    private static readonly string Acme = GraphCaller.Id("IntegratedAccount", "acme");
    private static readonly string Meta = GraphCaller.Id("Destination", 30);
    private static readonly string Mail = GraphCaller.Id("DataSource", 2);
    private static readonly string Crm = GraphCaller.Id("DataSource", 1);
    private static readonly string Buyers = GraphCaller.Id("Segment", 20);

    [Theory]
    [InlineData(
        "createAccount",
        "name: \"acme\", platform: \"meta\", adAccountId: \"1\", token: \"env:T\"",
        "NAME_TAKEN acme")]
    [InlineData(
        "createAccount",
        "name: \"b\", platform: \"facebook\", adAccountId: \"1\", token: \"EAAB\""
            + ", contactEmails: [\"nobody\"]",
        "INVALID_INPUT platform|INVALID_INPUT token|INVALID_INPUT contactEmails")]
    [InlineData(
        "createAccount",
        "name: \"b\", platform: \"meta\", adAccountId: \"act_1\", token: \"env:T\"",
        "INVALID_INPUT adAccountId")]
    [InlineData("deleteAccount", "id: \"{acme}\"", "INVALID_INPUT $.destinations[0].account")]
    [InlineData("updateAccount", "id: \"{none}\"", "NOT_FOUND {none}")]
    [InlineData(
        "selectAdvertiserAccount",
        "accountId: \"{none}\", externalId: \"1\"",
        "NOT_FOUND {none}")]
    [InlineData(
        "createDestination",
        "name: \"Meta\", accountId: \"{none}\", identifierDataSourceId: \"{crm}\""
            + ", marketingActions: [\"ads\"]",
        "INVALID_INPUT marketingActions|NOT_FOUND {none}|NAME_TAKEN Meta"
            + "|IDENTIFIER_NOT_ACCEPTED [\"email_sha256\"]")]
    [InlineData(
        "createDestination",
        "name: \"x\", accountId: \"{acme}\", identifierDataSourceId: \"{mail}\", "
            + "identityMappings: [{ source: \"2\", identifier: \"maid\" }]",
        "IDENTIFIER_NOT_ACCEPTED [\"email_sha256\"]")]
    [InlineData(
        "createDestination",
        "name: \"x\", accountId: \"{acme}\", identifierDataSourceId: \"{mail}\", "
            + "identityMappings: [{ source: \"1\", identifier: \"email_sha256\" }]",
        "INVALID_INPUT identityMappings")]
    [InlineData(
        "mapSegment",
        "segmentId: \"{segment 7}\", destinationId: \"{destination 7}\"",
        "NOT_FOUND {segment 7}|NOT_FOUND {destination 7}")]
    public async Task Mistakes_are_told_together_and_change_nothing(
        string mutation, string input, string errors)
    {
        await using var caller = await GraphCaller.StartAsync();
        var refusals = await caller.RefusalsAsync(mutation, WithIds(input));
        Assert.Equal(WithIds(errors), string.Join('|', refusals));
        Assert.EndsWith(" Refused", Assert.Single(caller.Host.Audit.Lines));
    }

    [Fact]
    public async Task Segment_that_may_not_be_sent_is_refused_with_the_way_that_its_data_takes()
    {
        await using var caller = await GraphCaller.StartAsync(Role.Steward);
        await caller.MutateAsync(
            "unmapSegment",
            $"segmentId: \"{Buyers}\", destinationId: \"{Meta}\"",
            "mapping { segment { name } }");
        await caller.MutateAsync(
            "updateDataSource",
            $"id: \"{Crm}\", exportControls: [CANNOT_BE_TIED_TO_PII]",
            "dataSource { version }");
        var errors = await caller.ErrorsAsync(
            "mapSegment", $"segmentId: \"{Buyers}\", destinationId: \"{Meta}\"");

        Assert.Equal(
            ["POLICY_VIOLATION", "EXPORT_CONTROL", "EXPORT_CONTROL"],
            errors.Select(Code).ToArray());
        var lineage = errors[0]!["violations"]![0]!["lineage"]!.AsArray();
        Assert.Equal(
            [
                "data source 1 \"CRM\"", "trait 10 \"Bought shoes\"", "segment 20 \"Buyers\"",
                "destination 30 \"Meta\"",
            ],
            lineage.Select(step => step!["name"]!.GetValue<string>())
                .Distinct(StringComparer.Ordinal)
                .ToArray());
        Assert.Equal("CANNOT_BE_TIED_TO_PII", errors[1]!["control"]!.GetValue<string>());
        Assert.Equal("MAY_ENABLE_COMBINATION_WITH_PII", errors[1]!["label"]!.GetValue<string>());
        Assert.Equal("data source 1 \"CRM\"", errors[1]!["subject"]!.GetValue<string>());
        Assert.Empty(caller.Workspace.Definition.Destinations[0].Mappings);
    }

    [Fact]
    public async Task Control_that_would_block_what_is_sent_is_refused_as_a_violation()
    {
        await using var caller = await GraphCaller.StartAsync(Role.Steward);
        var errors = await caller.ErrorsAsync(
            "updateDataSource", $"id: \"{Crm}\", exportControls: [CANNOT_BE_TIED_TO_PII]");

        Assert.Equal(["POLICY_VIOLATION"], errors.Select(Code).ToArray());
        Assert.Equal(
            ExportControls.None, caller.Workspace.Definition.DataSources[0].ExportControls);
    }

    [Fact]
    public async Task Days_in_the_wrong_order_are_refused_among_the_errors_of_the_answer()
    {
        await using var caller = await GraphCaller.StartAsync();
        var (code, message) = await caller.FaultAsync(
            "mapSegment",
            $"segmentId: \"{Buyers}\", destinationId: \"{Meta}\", "
            + "startsOn: \"2028-03-02T00:00:00Z\", endsOn: \"2028-03-01T00:00:00Z\"");

        Assert.Equal("INVALID_INPUT", code);
        Assert.Contains("2028-03-02 to 2028-03-01", message);
        Assert.EndsWith("segment.map mapping 20/30 Refused", caller.Host.Audit.Lines[0]);
    }

    [Fact]
    public async Task Segment_is_mapped_on_utc_days_and_mapping_it_again_changes_them()
    {
        await using var caller = await GraphCaller.StartAsync();
        var payload = await caller.MutateAsync(
            "mapSegment",
            $"segmentId: \"{Buyers}\", destinationId: \"{Meta}\", "
            + "startsOn: \"2028-03-01T01:00:00+02:00\"",
            "mapping { startsOn endsOn segment { name } destination { name } }");

        Assert.Equal(
            "{\"mapping\":{\"startsOn\":\"2028-02-29T00:00:00Z\",\"endsOn\":null,"
            + "\"segment\":{\"name\":\"Buyers\"},\"destination\":{\"name\":\"Meta\"}}}",
            payload.ToJsonString());
        var mapping = Assert.Single(caller.Workspace.Definition.Destinations[0].Mappings);
        Assert.Equal(new DateOnly(2028, 2, 29), mapping.Start);
    }

    [Fact]
    public async Task Segment_that_is_unmapped_is_not_found_to_be_mapped_again()
    {
        await using var caller = await GraphCaller.StartAsync();
        var input = $"segmentId: \"{Buyers}\", destinationId: \"{Meta}\"";
        await caller.MutateAsync("unmapSegment", input, "mapping { segment { id } }");

        Assert.Empty(caller.Workspace.Definition.Destinations[0].Mappings);
        Assert.Equal(
            [$"NOT_FOUND {Buyers}"], await caller.RefusalsAsync("unmapSegment", input));
    }

    [Fact]
    public async Task Account_and_destination_that_are_made_are_there_at_once()
    {
        await using var caller = await GraphCaller.StartAsync();
        await caller.MutateAsync(
            "createAccount",
            "name: \"North\", platform: \"meta\", adAccountId: \"77\", token: \"file:/run/t\"",
            "account { id }");
        var north = GraphCaller.Id("IntegratedAccount", "North");
        var payload = await caller.MutateAsync(
            "createDestination",
            $"name: \"North\", accountId: \"{north}\", identifierDataSourceId: \"{Mail}\"",
            "destination { destinationId exportLabels account { tokenPlace } identityMappings "
            + "{ identifier hash } }");

        Assert.Equal(
            "{\"destination\":{\"destinationId\":31,"
            + "\"exportLabels\":[\"MAY_ENABLE_COMBINATION_WITH_PII\"],"
            + "\"account\":{\"tokenPlace\":\"file:/run/t\"},"
            + "\"identityMappings\":[{\"identifier\":\"email_sha256\",\"hash\":false}]}}",
            payload.ToJsonString());
    }

    [Fact]
    public async Task Account_that_is_renamed_keeps_its_destinations()
    {
        await using var caller = await GraphCaller.StartAsync();
        await caller.MutateAsync(
            "updateAccount", $"id: \"{Acme}\", name: \"Acme Ltd\"", "account { id }");

        Assert.Equal("Acme Ltd", caller.Workspace.Definition.Destinations[0].Account);
    }

    [Fact]
    public async Task Advertiser_account_that_is_selected_is_the_one_that_is_sent_to()
    {
        await using var caller = await GraphCaller.StartAsync();
        var payload = await caller.MutateAsync(
            "selectAdvertiserAccount",
            $"accountId: \"{Acme}\", externalId: \"456\"",
            "account { selectedAdvertiserAccount { externalId } }");

        Assert.Equal(
            "{\"account\":{\"selectedAdvertiserAccount\":{\"externalId\":\"456\"}}}",
            payload.ToJsonString());
    }

    private static string Code(JsonNode? error) => error!["code"]!.GetValue<string>();

    private static string WithIds(string text) => text
        .Replace("{acme}", Acme, StringComparison.Ordinal)
        .Replace("{none}", GraphCaller.Id("IntegratedAccount", "none"), StringComparison.Ordinal)
        .Replace("{segment 7}", GraphCaller.Id("Segment", 7), StringComparison.Ordinal)
        .Replace("{destination 7}", GraphCaller.Id("Destination", 7), StringComparison.Ordinal)
        .Replace("{mail}", Mail, StringComparison.Ordinal)
        .Replace("{crm}", Crm, StringComparison.Ordinal);
}

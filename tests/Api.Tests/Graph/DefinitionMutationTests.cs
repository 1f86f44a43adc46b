using Krewe.Domain.Access;

namespace Krewe.Api.Tests.Graph;

/// <summary>Data sources, traits, merge rules and segments, made and changed through the
/// graph.</summary>
public sealed class DefinitionMutationTests
{
    private static readonly string Crm = GraphCaller.Id("DataSource", 1);
    private static readonly string Everybody = GraphCaller.Id("MergeRule", "Everybody");
    private static readonly string Buyers = GraphCaller.Id("Segment", 20);

    [Theory]
    [InlineData(
        "createDataSource",
        "name: \"x\", idType: PARTNER_ID",
        "INVALID_INPUT idType")]
    [InlineData(
        "createDataSource",
        "dataSourceId: 1, name: \"CRM\", idType: CROSS_DEVICE, retentionDays: 7",
        "NAME_TAKEN 1|NAME_TAKEN CRM|INVALID_INPUT retentionDays|INVALID_INPUT integrationCode")]
    [InlineData(
        "createDataSource",
        "dataSourceId: 4294967297, name: \"x\", idType: COOKIE"
            + ", hashLabel: EMAILS_SHA256_LOWERCASED",
        "INVALID_INPUT dataSourceId|INVALID_INPUT shareCrossDeviceIdsInPeopleBasedDestinations")]
    [InlineData(
        "createDataSource",
        "name: \"x\", idType: COOKIE, hashLabel: PHONES_SHA256_E164, integrationCode: \"crm\"",
        "INVALID_INPUT hashLabel|INVALID_INPUT integrationCode")]
    [InlineData(
        "createTrait",
        "name: \"Bought shoes\", kind: RULE_BASED, rule: \"page ==\", dataSourceId: \"{9}\"",
        "NOT_FOUND {9}|NAME_TAKEN Bought shoes|INVALID_EXPRESSION [{\"line\":1,\"column\":8}]")]
    [InlineData(
        "createTrait",
        "name: \"x\", kind: RULE_BASED, dataSourceId: \"{1}\", ttlDays: -1, folder: \"x\"",
        "INVALID_INPUT folder|INVALID_INPUT ttlDays|INVALID_INPUT rule")]
    [InlineData(
        "createMergeRule",
        "name: \"Everybody\", crossDeviceOption: NO_CROSS_DEVICE_PROFILE"
            + ", deviceOption: DEVICE_PROFILE",
        "NAME_TAKEN Everybody")]
    [InlineData(
        "createMergeRule",
        "name: \"A\", crossDeviceOption: ALL_CROSS_DEVICE_PROFILES, deviceOption: NO_DEVICE_PROFILE"
            + ", dataSourceIds: [\"{9}\"]",
        "NOT_FOUND {9}|LIMIT_REACHED 1")]
    [InlineData(
        "createMergeRule",
        "name: \"A\", crossDeviceOption: IDENTITY_GRAPH, deviceOption: DEVICE_PROFILE",
        "INVALID_INPUT deviceOption")]
    [InlineData(
        "createMergeRule",
        "name: \"A\", crossDeviceOption: NO_CROSS_DEVICE_PROFILE, deviceOption: NO_DEVICE_PROFILE"
            + ", attributeMerge: DATASET_PRECEDENCE",
        "INVALID_INPUT attributeMerge|INVALID_INPUT deviceOption")]
    [InlineData(
        "createSegment",
        "name: \"Buyers\", expression: \"10T AND 99T\", dataSourceId: \"{9}\"",
        "NOT_FOUND {9}|NAME_TAKEN Buyers|INVALID_EXPRESSION [{\"line\":1,\"column\":9}]")]
    [InlineData(
        "createSegment",
        "sid: 20, name: \"x\", expression: \"a == 1\", language: PQL, evaluation: BATCH"
            + ", dataSourceId: \"{1}\", mergeRuleId: \"{rule}\"",
        "INVALID_INPUT evaluation|INVALID_INPUT language|NAME_TAKEN 20|NOT_FOUND {rule}")]
    [InlineData(
        "updateSegment", "id: \"{segment 7}\", name: \"x\"", "NOT_FOUND {segment 7}")]
    [InlineData(
        "updateSegment", "id: \"{segment 20}\", ifVersion: 9", "VERSION_CONFLICT 1")]
    [InlineData(
        "updateTrait",
        "id: \"{trait 10}\", kind: ALGORITHMIC, rule: \"a == 1\"",
        "INVALID_INPUT rule")]
    [InlineData(
        "updateDataSource", "id: \"{1}\", name: \"Web\"", "INVALID_INPUT name")]
    [InlineData("deleteTrait", "id: \"{trait 10}\"", "INVALID_INPUT $.segments[0].rule")]
    [InlineData("deleteDataSource", "id: \"{20914}\"", "INVALID_INPUT id")]
    [InlineData("deleteMergeRule", "id: \"{rule}\"", "NOT_FOUND {rule}")]
    [InlineData("deleteSegment", "id: \"{segment 7}\"", "NOT_FOUND {segment 7}")]
    public async Task Mistakes_are_told_together_and_change_nothing(
        string mutation, string input, string errors)
    {
        await using var caller = await GraphCaller.StartAsync();
        var refusals = await caller.RefusalsAsync(mutation, WithIds(input));

        Assert.Equal(WithIds(errors), string.Join('|', refusals));
        Assert.EndsWith(" Refused", Assert.Single(caller.Host.Audit.Lines));
    }

    [Fact]
    public async Task Data_source_that_is_made_is_there_at_once_under_the_next_number()
    {
        await using var caller = await GraphCaller.StartAsync();
        var payload = await caller.MutateAsync(
            "createDataSource",
            "name: \"Loyalty\", integrationCode: \"loyal\", idType: CROSS_DEVICE",
            "dataSource { id dataSourceId namespace name idType inbound retentionDays version }");

        var id = GraphCaller.Id("DataSource", 4);
        Assert.Equal(
            $$$"""
            {"dataSource":{"id":"{{{id}}}","dataSourceId":4,"namespace":"loyalty_4",
            "name":"Loyalty","idType":"CROSS_DEVICE","inbound":true,"retentionDays":720,
            "version":2}}
            """.ReplaceLineEndings(""),
            payload.ToJsonString());
        var seen = await caller.QueryAsync($"{{ dataSource(id: \"{id}\") {{ name }} }}");
        Assert.Equal("Loyalty", seen["dataSource"]!["name"]!.GetValue<string>());
        Assert.Equal(["1 data-source.create data-source 4 Done"], caller.Host.Audit.Lines);
    }

    [Fact]
    public async Task Trait_and_segment_take_the_next_numbers_and_the_default_merge_rule()
    {
        await using var caller = await GraphCaller.StartAsync();
        await caller.MutateAsync(
            "createTrait",
            $"name: \"New\", kind: ONBOARDED, dataSourceId: \"{Crm}\"",
            "trait { sid }");
        var payload = await caller.MutateAsync(
            "createSegment",
            $"name: \"Newcomers\", expression: \"12T\", dataSourceId: \"{Crm}\"",
            "segment { sid expression status mergeRule { id } dataSource { name } }");

        Assert.Equal(
            "{\"segment\":{\"sid\":21,\"expression\":\"12T\",\"status\":\"ACTIVE\","
            + $"\"mergeRule\":{{\"id\":\"{Everybody}\"}},\"dataSource\":{{\"name\":\"CRM\"}}}}}}",
            payload.ToJsonString());
        Assert.Equal(12, caller.Workspace.Definition.Traits[^1].Id.Value);
    }

    [Fact]
    public async Task Update_changes_what_is_given_and_nothing_else()
    {
        await using var caller = await GraphCaller.StartAsync();
        await caller.MutateAsync(
            "updateSegment", $"id: \"{Buyers}\", description: \"Spend\"", "segment { sid }");
        var before = caller.Workspace.Definition.Segments[0];
        await caller.MutateAsync(
            "updateSegment",
            $"id: \"{Buyers}\", ifVersion: 2, status: PAUSED, description: null",
            "segment { sid version }");

        var after = caller.Workspace.Definition.Segments[0];
        Assert.Equal("Spend", before.Description);
        Assert.Equal(
            before with { Description = null, Status = Domain.Segments.SegmentStatus.Paused },
            after);
    }

    [Fact]
    public async Task Segment_that_is_deleted_takes_its_mappings_with_it()
    {
        await using var caller = await GraphCaller.StartAsync();
        var payload = await caller.MutateAsync(
            "deleteSegment", $"id: \"{Buyers}\"", "deletedId");

        Assert.Equal($"{{\"deletedId\":\"{Buyers}\"}}", payload.ToJsonString());
        Assert.Empty(caller.Workspace.Definition.Segments);
        Assert.Empty(caller.Workspace.Definition.Destinations[0].Mappings);
        Assert.Equal(["1 segment.delete segment 20 Done"], caller.Host.Audit.Lines);
    }

    [Fact]
    public async Task Merge_rule_that_becomes_the_default_is_the_only_one()
    {
        await using var caller = await GraphCaller.StartAsync();
        await caller.MutateAsync(
            "createMergeRule",
            "name: \"Devices\", crossDeviceOption: NO_CROSS_DEVICE_PROFILE, "
            + "deviceOption: DEVICE_PROFILE, isDefault: true",
            "mergeRule { name isDefault }");

        Assert.Equal(
            ["Devices"],
            caller.Workspace.Definition.MergeRules
                .Where(rule => rule.IsDefault)
                .Select(rule => rule.Name)
                .ToArray());
    }

    [Fact]
    public async Task Merge_rule_that_is_renamed_keeps_its_segments()
    {
        await using var caller = await GraphCaller.StartAsync();
        var payload = await caller.MutateAsync(
            "updateMergeRule", $"id: \"{Everybody}\", name: \"All\"", "mergeRule { id name }");

        Assert.Equal(
            GraphCaller.Id("MergeRule", "All"), payload["mergeRule"]!["id"]!.GetValue<string>());
        Assert.Equal("All", caller.Workspace.Definition.Segments[0].MergeRule);
    }

    [Fact]
    public async Task Whoever_may_not_define_changes_nothing_and_is_told_so()
    {
        await using var caller = await GraphCaller.StartAsync(Role.Reader);
        var (code, _) = await caller.FaultAsync("deleteSegment", $"id: \"{Buyers}\"");

        Assert.Equal("AUTH_NOT_AUTHORIZED", code);
        Assert.Single(caller.Workspace.Definition.Segments);
        Assert.Empty(caller.Host.Audit.Lines);
    }

    // {9} is the ID of data source 9, {segment 7} that of segment 7, {rule} that of no merge rule.
    private static string WithIds(string text) => text
        .Replace("{9}", GraphCaller.Id("DataSource", 9), StringComparison.Ordinal)
        .Replace("{1}", Crm, StringComparison.Ordinal)
        .Replace("{20914}", GraphCaller.Id("DataSource", 20914), StringComparison.Ordinal)
        .Replace("{rule}", GraphCaller.Id("MergeRule", "None"), StringComparison.Ordinal)
        .Replace("{segment 7}", GraphCaller.Id("Segment", 7), StringComparison.Ordinal)
        .Replace("{segment 20}", Buyers, StringComparison.Ordinal)
        .Replace("{trait 10}", GraphCaller.Id("Trait", 10), StringComparison.Ordinal);
}

using Krewe.Contracts.Onboarding;
using Krewe.Domain.Access;
using NSubstitute;

namespace Krewe.Api.Tests.Graph;

/// <summary>
/// Goal: nothing is changed through the graph that the audit log does not know of.
/// Method: call every mutation that the schema has, once, and look at what was written down. Who
/// adds a mutation adds a line.
/// </summary>
public sealed class MutationAuditTests
{
    private const string NotAvailable = "NOT_AVAILABLE";

    private static readonly string Crm = GraphCaller.Id("DataSource", 1);
    private static readonly string Web = GraphCaller.Id("DataSource", 3);
    private static readonly string Mail = GraphCaller.Id("DataSource", 2);
    private static readonly string Buyers = GraphCaller.Id("Segment", 20);
    private static readonly string Meta = GraphCaller.Id("Destination", 30);
    private static readonly string Acme = GraphCaller.Id("IntegratedAccount", "acme");

    private static readonly SortedDictionary<string, (string Input, string Line)> Table =
        new(StringComparer.Ordinal)
        {
            ["cancelJob"] = ($"id: \"{GraphCaller.Id("Job", 1)}\"", "job.cancel job 1 Refused"),
            ["connectAccount"] = ("platform: \"meta\"", "account.connect account  Refused"),
            ["createAccount"] = (
                "name: \"a\", platform: \"meta\", adAccountId: \"1\", token: \"env:T\"",
                "account.create account a Done"),
            ["createApiKey"] = ("name: \"Shop\", role: INGEST", "key.create key 2 Done"),
            ["createDataset"] = (
                "name: \"d\", schema: \"s\", primaryIdentity: \"CRM\", fields: []",
                "dataset.create dataset  Refused"),
            ["createDataSource"] = (
                "name: \"d\", idType: COOKIE", "data-source.create data-source 4 Done"),
            ["createDestination"] = (
                $"name: \"d\", accountId: \"{Acme}\", identifierDataSourceId: \"{Mail}\"",
                "destination.create destination 31 Done"),
            ["createMergeRule"] = (
                "name: \"M\", crossDeviceOption: NO_CROSS_DEVICE_PROFILE, "
                + "deviceOption: DEVICE_PROFILE",
                "merge-rule.create merge-rule M Done"),
            ["createPolicy"] = (
                "name: \"p\", marketingActions: [], labels: []", "policy.create policy  Refused"),
            ["createSegment"] = (
                $"name: \"s\", expression: \"10T\", dataSourceId: \"{Crm}\"",
                "segment.create segment 21 Done"),
            ["createTrait"] = (
                $"name: \"t\", kind: ONBOARDED, dataSourceId: \"{Crm}\"",
                "trait.create trait 12 Done"),
            ["deleteAccount"] = ($"id: \"{Acme}\"", "account.delete account acme Refused"),
            ["deleteDataSource"] = (
                $"id: \"{Crm}\"", "data-source.delete data-source 1 Refused"),
            ["deleteDestination"] = (
                $"id: \"{Meta}\"", "destination.delete destination 30 Done"),
            ["deleteMergeRule"] = (
                $"id: \"{GraphCaller.Id("MergeRule", "Everybody")}\"",
                "merge-rule.delete merge-rule Everybody Refused"),
            ["deleteProfile"] = (
                "by: { identity: { namespace: \"1\", value: \"c-1\" } }",
                "profile.delete profile  Refused"),
            ["deleteSegment"] = ($"id: \"{Buyers}\"", "segment.delete segment 20 Done"),
            ["deleteTrait"] = (
                $"id: \"{GraphCaller.Id("Trait", 11)}\"", "trait.delete trait 11 Done"),
            ["ingestEvents"] = ("events: []", "event.ingest profile  Done"),
            ["labelField"] = (
                $"datasetId: \"{GraphCaller.Id("Dataset", "d")}\", path: \"\", labels: []",
                "dataset.label dataset  Refused"),
            ["linkIdentities"] = (
                "from: { namespace: \"1\", value: \"c-1\" }, "
                + "to: { namespace: \"2\", value: \"e-1\" }",
                "identity.link profile  Refused"),
            ["mapSegment"] = (
                $"segmentId: \"{Buyers}\", destinationId: \"{Meta}\"",
                "segment.map mapping 20/30 Done"),
            ["renewAccount"] = ($"accountId: \"{Acme}\"", "account.renew account  Refused"),
            ["resumeDestination"] = (
                $"id: \"{Meta}\"", "destination.resume destination 30 Done"),
            ["revokeApiKey"] = (
                $"id: \"{GraphCaller.Id("ApiKey", 9)}\"", "key.revoke key 9 Refused"),
            ["selectAdvertiserAccount"] = (
                $"accountId: \"{Acme}\", externalId: \"7\"", "account.update account acme Done"),
            ["sendFile"] = ("fileName: \"x\", content: \"\"", "file.upload job  Refused"),
            ["setPolicyEnabled"] = (
                $"id: \"{GraphCaller.Id("Policy", "p")}\", enabled: true",
                "policy.enable policy  Refused"),
            ["setProfileOptOut"] = (
                "by: { identity: { namespace: \"1\", value: \"c-1\" } }, optedOut: true",
                "profile.opt-out profile  Refused"),
            ["unmapSegment"] = (
                $"segmentId: \"{Buyers}\", destinationId: \"{Meta}\"",
                "segment.unmap mapping 20/30 Done"),
            ["updateAccount"] = (
                $"id: \"{Acme}\", contactEmails: []", "account.update account acme Done"),
            ["updateDataSource"] = (
                $"id: \"{Web}\", name: \"Site\"", "data-source.update data-source 3 Done"),
            ["updateDestination"] = (
                $"id: \"{Meta}\", name: \"M\"", "destination.update destination 30 Done"),
            ["updateMergeRule"] = (
                $"id: \"{GraphCaller.Id("MergeRule", "Everybody")}\", description: \"All\"",
                "merge-rule.update merge-rule Everybody Done"),
            ["updateSegment"] = (
                $"id: \"{Buyers}\", status: PAUSED", "segment.update segment 20 Done"),
            ["updateTrait"] = (
                $"id: \"{GraphCaller.Id("Trait", 10)}\", ttlDays: 7", "trait.update trait 10 Done"),
            ["updateWorkspace"] = ("partnerId: 7", "workspace.update workspace  Done"),
        };

    [Fact]
    public async Task Every_mutation_is_written_down_with_what_came_of_it()
    {
        await using var caller = await GraphCaller.StartAsync(Role.Operator);
        caller.Host.Files.ReceiveAsync("", null!, default).ReturnsForAnyArgs(
            new InboundReceived(null, "No."));
        var shop = caller.Workspace.Definition;
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var mutation in await RootFieldTests.FieldsAsync(caller, "Mutation"))
        {
            caller.Workspace.Apply(shop);
            var before = caller.Host.Audit.Lines.Length;
            await caller.AnswerAsync(
                $"mutation {{ {mutation}(input: {{ {Table[mutation].Input} }}) "
                + "{ __typename } }");
            lines.Add(mutation, string.Join('|', caller.Host.Audit.Lines[before..]));
        }

        Assert.Equal(
            string.Join('\n', Table.Select(pair => $"{pair.Key}: 1 {pair.Value.Line}")),
            string.Join('\n', lines.Select(pair => $"{pair.Key}: {pair.Value}")));
    }

    [Fact]
    public async Task What_finds_no_room_has_failed_and_is_not_the_callers_doing()
    {
        await using var caller = await GraphCaller.StartAsync(Role.Operator);
        caller.Host.Intake.Room = 0;

        var (code, _) = await caller.FaultAsync(
            "linkIdentities",
            "from: { namespace: \"1\", value: \"c-1\" }, "
            + "to: { namespace: \"1\", value: \"c-2\" }");

        Assert.Equal("TRY_AGAIN", code);
        Assert.EndsWith("identity.link profile  Failed", Assert.Single(caller.Host.Audit.Lines));
    }

    [Theory]
    [InlineData("connectAccount", "createAccount")]
    [InlineData("renewAccount", "updateAccount")]
    [InlineData("createDataset", "createTrait")]
    [InlineData("labelField", "exportControls")]
    [InlineData("createPolicy", "exportControls")]
    [InlineData("setPolicyEnabled", "exportControls")]
    public async Task What_cannot_be_done_yet_says_so_and_what_to_do_instead(
        string mutation, string instead)
    {
        await using var caller = await GraphCaller.StartAsync(Role.Operator);
        var (code, message) = await caller.FaultAsync(mutation, Table[mutation].Input);

        Assert.Equal(NotAvailable, code);
        Assert.Contains(instead, message);
    }
}

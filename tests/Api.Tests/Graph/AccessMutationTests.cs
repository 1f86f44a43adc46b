using System.Text.Json.Nodes;
using Krewe.Contracts.Onboarding;
using Krewe.Domain.Access;
using NSubstitute;

namespace Krewe.Api.Tests.Graph;

/// <summary>Keys, the audit log, jobs and the workspace itself, through the graph.</summary>
public sealed class AccessMutationTests
{
    private static readonly string Job = GraphCaller.Id("Job", 1);

    [Fact]
    public async Task Key_that_is_refused_says_why()
    {
        await using var caller = await GraphCaller.StartAsync(Role.Operator);

        Assert.Equal(
            ["INVALID_INPUT name"],
            await caller.RefusalsAsync("createApiKey", "name: \"jo@example.com\", role: READER"));
        Assert.Equal(
            [$"NOT_FOUND {GraphCaller.Id("ApiKey", 9)}"],
            await caller.RefusalsAsync("revokeApiKey", $"id: \"{GraphCaller.Id("ApiKey", 9)}\""));
    }

    [Fact]
    public async Task Key_is_shown_once_listed_without_its_text_and_revoked()
    {
        await using var caller = await GraphCaller.StartAsync(Role.Operator);
        var made = await caller.MutateAsync(
            "createApiKey", "name: \"Shop\", role: INGEST", "apiKey { id role } secret");
        Assert.StartsWith("krewe_", made["secret"]!.GetValue<string>());
        Assert.Equal("INGEST", made["apiKey"]!["role"]!.GetValue<string>());

        var id = made["apiKey"]!["id"]!.GetValue<string>();
        var revoked = await caller.MutateAsync(
            "revokeApiKey", $"id: \"{id}\"", "apiKey { revokedAt }");
        Assert.NotNull(revoked["apiKey"]!["revokedAt"]);
        var listed = await caller.AnswerAsync("{ apiKeys { nodes { id name } } }");
        Assert.Equal(
            ["Test", "Shop"],
            listed["data"]!["apiKeys"]!["nodes"]!.AsArray()
                .Select(key => key!["name"]!.GetValue<string>())
                .ToArray());
        Assert.DoesNotContain("krewe_", listed.ToJsonString());
    }

    [Theory]
    [InlineData(Role.Steward, "{ apiKeys { nodes { id } } }")]
    [InlineData(Role.Marketer, "{ auditLog { nodes { number } } }")]
    public async Task Keys_and_the_log_are_shown_to_whoever_may_see_them(Role role, string query)
    {
        await using var caller = await GraphCaller.StartAsync(role);
        var answer = await caller.AnswerAsync(query);
        Assert.Equal(
            "AUTH_NOT_AUTHORIZED",
            answer["errors"]![0]!["extensions"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Log_shows_what_was_done_newest_first_and_page_by_page()
    {
        await using var caller = await GraphCaller.StartAsync(Role.Operator);
        await caller.MutateAsync("updateWorkspace", "partnerId: 7", "workspace { partnerId }");
        await caller.MutateAsync(
            "createDataSource", "name: \"d\", idType: COOKIE", "dataSource { id }");
        var first = await LogAsync(caller, "first: 1");
        Assert.Equal("data-source.create", Action(first));
        Assert.Equal("DONE", first["nodes"]![0]!["outcome"]!.GetValue<string>());
        Assert.Equal("4", first["nodes"]![0]!["subject"]!.GetValue<string>());
        Assert.True(first["pageInfo"]!["hasNextPage"]!.GetValue<bool>());

        var cursor = first["pageInfo"]!["endCursor"]!.GetValue<string>();
        var second = await LogAsync(caller, $"first: 1, after: \"{cursor}\"");
        Assert.Equal("workspace.update", Action(second));
        Assert.False(second["pageInfo"]!["hasNextPage"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Workspace_says_of_itself_what_it_was_told()
    {
        await using var caller = await GraphCaller.StartAsync();
        Assert.Equal(
            ["INVALID_INPUT partnerId"],
            await caller.RefusalsAsync("updateWorkspace", "partnerId: 0"));
        Assert.Equal(
            ["INVALID_INPUT $.mergeRules[0].crossDevice"],
            await caller.RefusalsAsync("updateWorkspace", "addOns: []"));
        Assert.Equal(
            ["VERSION_CONFLICT 1"],
            await caller.RefusalsAsync("updateWorkspace", "ifVersion: 9, partnerId: 7"));

        await caller.MutateAsync("updateWorkspace", "partnerId: 7", "workspace { version }");
        var seen = await caller.QueryAsync("{ workspace { partnerId addOns version } }");
        Assert.Equal(
            "{\"partnerId\":7,\"addOns\":[\"PEOPLE_BASED_DESTINATIONS\"],\"version\":2}",
            seen["workspace"]!.ToJsonString());
    }

    [Fact]
    public async Task Job_that_is_over_cannot_be_cancelled()
    {
        await using var caller = await GraphCaller.StartAsync(Role.Ingest);
        var grain = JobGrain(caller);
        grain.GetAsync(default).ReturnsForAnyArgs(Import(ImportStatus.Failed));

        Assert.Equal(
            ["JOB_FINISHED FAILED"], await caller.RefusalsAsync("cancelJob", $"id: \"{Job}\""));
        Assert.Equal(["1 job.cancel job 1 Refused"], caller.Host.Audit.Lines);
    }

    [Fact]
    public async Task Job_that_waits_is_cancelled()
    {
        await using var caller = await GraphCaller.StartAsync(Role.Ingest);
        JobGrain(caller).CancelAsync(default)
            .ReturnsForAnyArgs(Import(ImportStatus.Canceled));
        var payload = await caller.MutateAsync("cancelJob", $"id: \"{Job}\"", "job { status }");

        Assert.Equal("{\"job\":{\"status\":\"CANCELED\"}}", payload.ToJsonString());
        Assert.Equal(["1 job.cancel job 1 Done"], caller.Host.Audit.Lines);
    }

    private static IImportJobGrain JobGrain(GraphCaller caller)
    {
        var grain = Substitute.For<IImportJobGrain>();
        caller.Host.Grains.GetGrain<IImportJobGrain>("main/1").Returns(grain);
        return grain;
    }

    private static ImportJob Import(ImportStatus status) => new()
    {
        Id = 1,
        File = "ftp_dpm_1_1_1700000000.sync",
        SizeBytes = 1,
        Received = DateTimeOffset.UnixEpoch,
        Upload = 0,
        Status = status,
    };

    private static async Task<JsonNode> LogAsync(GraphCaller caller, string page)
    {
        var data = await caller.QueryAsync(
            $"{{ auditLog({page}) {{ nodes {{ action subject outcome }} "
            + "pageInfo { hasNextPage endCursor } } }");
        return data["auditLog"]!;
    }

    private static string Action(JsonNode log) => log["nodes"]![0]!["action"]!.GetValue<string>();
}

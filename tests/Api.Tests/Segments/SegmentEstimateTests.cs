using System.Text.Json;
using Krewe.Api.Segments;
using Krewe.Api.Tests.Access;
using Krewe.Contracts.Segments;
using Krewe.Domain.Access;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;

namespace Krewe.Api.Tests.Segments;

public sealed class SegmentEstimateTests
{
    private const string Door = "/v1/segments/estimate";

    private static readonly SegmentEstimate Estimate = new(
        new SampledFigure(12_345, 12_100, 12_590),
        new SampledFigure(345, 300, 390),
        new SampledFigure(9_000, 8_800, 9_200),
        20_480,
        5.0 / 256,
        new DateTimeOffset(2028, 2, 29, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Figures_are_answered_by_name()
    {
        await using var host = await StartAsync();

        var answer = await AskAsync(
            host, """{"rule": "101T AND NOT 102T", "mergeRule": "Current"}""");

        Assert.Equal(
            """
            {"total":{"estimate":12345,"low":12100,"high":12590},
            "realTime":{"estimate":345,"low":300,"high":390},
            "profiles":{"estimate":9000,"low":8800,"high":9200},
            "sampled":20480,"share":0.0195,"asOf":"2028-02-29T12:00:00+00:00"}
            """.ReplaceLineEndings(""),
            answer.Body);
        Assert.Equal(200, answer.Status);
        Assert.Equal(
            [new SegmentQuestion("101T AND NOT 102T", "Current", host.Workspace.Snapshot.Version)],
            host.Estimates.Questions);
    }

    [Fact]
    public async Task Merge_rule_may_be_left_out()
    {
        await using var host = await StartAsync();

        var answer = await AskAsync(host, """{"rule": "101T"}""");

        Assert.Equal(200, answer.Status);
        Assert.Null(host.Estimates.Questions[0].MergeRule);
    }

    [Fact]
    public async Task Every_mistake_of_a_rule_is_told_with_line_and_column()
    {
        await using var host = await StartAsync();

        var answer = await AskAsync(host, """{"rule": "101T AND 7T\nOR 8T"}""");

        Assert.Equal(400, answer.Status);
        using var body = JsonDocument.Parse(answer.Body);
        Assert.Equal(
            """
            [{"message":"trait 7T does not exist","line":1,"column":10},
            {"message":"trait 8T does not exist","line":2,"column":4}]
            """.ReplaceLineEndings(""),
            body.RootElement.GetProperty("problems").GetRawText());
        Assert.Equal(
            "rule, line 1, column 10: trait 7T does not exist\n"
            + "rule, line 2, column 4: trait 8T does not exist",
            body.RootElement.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Rule_that_cannot_be_read_is_refused_as_the_check_of_expressions_does()
    {
        await using var host = await StartAsync();

        var answer = await AskAsync(host, """{"rule": "101T AND (102T OR"}""");

        var expected = ExpressionCheckView.Of(
            "101T AND (102T OR", new Api.Graph.Definitions(host.Workspace.Snapshot));
        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(expected.Problems);
        using var body = JsonDocument.Parse(answer.Body);
        Assert.Equal(
            expected.Problems,
            body.RootElement.GetProperty("problems")
                .Deserialize<ExpressionProblemView[]>(ApiJson.ClientOptions));
    }

    [Fact]
    public async Task Merge_rule_that_is_not_there_is_named_with_those_that_are()
    {
        await using var host = await StartAsync();

        var answer = await AskAsync(host, """{"rule": "101T", "mergeRule": "Curent"}""");

        Assert.Equal(400, answer.Status);
        using var body = JsonDocument.Parse(answer.Body);
        Assert.Equal(
            "mergeRule: There is no merge rule \"Curent\". Name one of these: \"Current\", "
            + "\"Device\".",
            body.RootElement.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("{", "The body cannot be read.")]
    [InlineData("""{"rule": 5}""", "The body cannot be read.")]
    [InlineData("""{"mergeRule": "Current"}""", "The rule is missing.")]
    [InlineData("null", "The rule is missing.")]
    public async Task Body_that_asks_nothing_is_refused(string body, string starts)
    {
        await using var host = await StartAsync();

        var answer = await AskAsync(host, body);

        Assert.Equal(400, answer.Status);
        Assert.Contains($"\"detail\":\"{starts}", answer.Body, StringComparison.Ordinal);
        Assert.Empty(host.Estimates.Questions);
    }

    [Fact]
    public async Task Body_of_another_kind_is_refused()
    {
        await using var host = await StartAsync();
        var key = host.MakeKey(Role.Reader);

        var answer = await host.CallAsync("POST", Door, ApiHost.Here, request =>
        {
            request.Headers.Authorization = $"Bearer {key.Text}";
            request.ContentType = "text/plain";
            request.Body = new MemoryStream("""{"rule": "101T"}"""u8.ToArray());
        });

        Assert.Equal(415, answer.Status);
        Assert.Empty(host.Estimates.Questions);
    }

    // The longest rule there can be passes, each character escaped; one byte too many does not.
    [Fact]
    public async Task Body_that_is_longer_than_any_rule_is_refused()
    {
        await using var host = await StartAsync();
        var key = host.MakeKey(Role.Reader);
        var escaped = string.Concat(Enumerable.Repeat("\\u0020", (64 * 1024) - 4));

        var longest = await host.CallAsync(
            "POST", Door, key, $$"""{"rule": "101T{{escaped}}"}""");
        var longer = await host.CallAsync(
            "POST",
            Door,
            key,
            """{"rule": "101T"}""".PadRight(SegmentEstimateEndpoint.BytesMax + 1));

        Assert.Equal(200, longest.Status);
        Assert.Equal(413, longer.Status);
        Assert.Single(host.Estimates.Questions);
    }

    [Fact]
    public async Task Who_comes_when_too_many_wait_is_told_when_to_come_again()
    {
        await using var host = await StartAsync();
        host.Estimates.Reply = new SegmentEstimateReply.Busy(TimeSpan.FromSeconds(2.5));

        var answer = await AskAsync(host, """{"rule": "101T"}""");

        Assert.Equal((429, "3"), (answer.Status, answer.Headers.RetryAfter.ToString()));
    }

    [Theory]
    [InlineData(Role.Reader, 200)]
    [InlineData(Role.Marketer, 200)]
    [InlineData(Role.Ingest, 403)]
    [InlineData(Role.Operator, 200)]
    public async Task Estimates_are_for_those_who_may_read_definitions(Role role, int status)
    {
        await using var host = await StartAsync();

        Assert.Equal(status, (await AskAsync(host, """{"rule": "101T"}""", role)).Status);
        Assert.Equal(401, (await host.CallAsync("POST", Door, key: null, "{}")).Status);
        Assert.Empty(host.Audit.Lines);
    }

    private static async Task<ApiHost> StartAsync()
    {
        var host = await ApiHost.StartAsync();
        host.Estimates.Reply = new SegmentEstimateReply.Answered(Estimate);
        var reply = host.Workspace.Apply(new WorkspaceDefinition
        {
            DataSources =
            [
                new DataSource
                {
                    Id = new DataSourceId(1),
                    Name = "CRM",
                    IdType = IdType.CrossDevice,
                    IntegrationCode = "crm",
                },
            ],
            Traits = [Trait(101), Trait(102)],
            MergeRules =
            [
                new MergeRule
                {
                    Name = "Current",
                    CrossDevice = CrossDeviceOption.CurrentAuthenticatedProfiles,
                    DataSources = [new DataSourceId(1)],
                },
                new MergeRule
                {
                    Name = "Device",
                    CrossDevice = CrossDeviceOption.NoCrossDeviceProfile,
                    Device = DeviceOption.DeviceProfile,
                    IsDefault = true,
                },
            ],
        });
        Assert.Empty(reply.Faults);
        return host;
    }

    private static Task<Answer> AskAsync(ApiHost host, string body, Role role = Role.Reader) =>
        host.CallAsync("POST", Door, host.MakeKey(role), body);

    private static TraitDefinition Trait(int id) => new()
    {
        Id = new TraitId(id),
        Name = $"trait {id}",
        DataSource = new DataSourceId(1),
    };
}

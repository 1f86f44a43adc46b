using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Api.Tests.Access;
using Krewe.Domain.Access;
using Krewe.Domain.Workspaces;

namespace Krewe.Api.Tests.Graph;

/// <summary>A caller of the graph over HTTP, on definitions of a small shop.</summary>
internal sealed class GraphCaller : IAsyncDisposable
{
    private readonly ApiKeySecret _key;

    private GraphCaller(ApiHost host, Role role) =>
        (Host, _key) = (host, host.MakeKey(role));

    public ApiHost Host { get; }

    public FakeWorkspace Workspace => Host.Workspace;

    public static async Task<GraphCaller> StartAsync(
        Role role = Role.Marketer, string? file = null)
    {
        var host = await ApiHost.StartAsync();
        var parsed = WorkspaceFile.Load(
            Encoding.UTF8.GetBytes(file ?? ShopFile), WorkspaceRules.Default);
        Assert.False(parsed.IsRefused, string.Join('\n', parsed.Faults));
        Assert.Empty(host.Workspace.Apply(parsed.Definition!).Faults);
        return new GraphCaller(host, role);
    }

    /// <summary>Another caller of the same host, a second later: by then the new key is
    /// taken.</summary>
    public GraphCaller As(Role role)
    {
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        return new GraphCaller(Host, role);
    }

    /// <summary>The whole answer.</summary>
    public async Task<JsonNode> AnswerAsync(string document, object? variables = null)
    {
        var body = JsonSerializer.Serialize(new { query = document, variables });
        var answer = await Host.CallAsync("POST", "/graphql", _key, body);
        return JsonNode.Parse(answer.Body)!;
    }

    /// <summary>What a query gives, which has no errors.</summary>
    public async Task<JsonNode> QueryAsync(string document)
    {
        var answer = await AnswerAsync(document);
        Assert.True(answer["errors"] is null, answer.ToJsonString());
        return answer["data"]!;
    }

    /// <summary>The payload of a mutation that has no errors.</summary>
    /// <param name="name">The mutation.</param>
    /// <param name="input">Its input, as GraphQL writes it.</param>
    /// <param name="shown">What to show of the payload.</param>
    public async Task<JsonNode> MutateAsync(string name, string input, string shown)
    {
        var answer = await AnswerAsync(
            $"mutation {{ {name}(input: {{ {input} }}) {{ {shown} "
            + "errors { ... on UserError { code message } } } }");
        Assert.True(answer["errors"] is null, answer.ToJsonString());
        var payload = answer["data"]![name]!.AsObject();
        Assert.True(payload["errors"] is null, payload.ToJsonString());
        payload.Remove("errors");
        return payload;
    }

    /// <summary>The errors of the payload of a mutation that is refused and changes nothing, each
    /// as <c>CODE what</c>.</summary>
    public async Task<string[]> RefusalsAsync(string name, string input)
    {
        var before = Workspace.Snapshot.Version;
        var errors = await ErrorsAsync(name, input);
        Assert.Equal(before, Workspace.Snapshot.Version);
        return
        [
            .. errors.Select(error => string.Join(' ', error!.AsObject()
                .Where(member => member.Key is not "message")
                .Select(member => Text(member.Value)))),
        ];
    }

    /// <summary>The errors of the payload of a mutation, with everything that they say.</summary>
    public async Task<JsonArray> ErrorsAsync(string name, string input)
    {
        var union = $"{char.ToUpperInvariant(name[0])}{name[1..]}Error";
        var kinds = await QueryAsync(
            $"{{ __type(name: \"{union}\") {{ possibleTypes {{ name }} }} }}");
        var details = kinds["__type"]!["possibleTypes"]!.AsArray()
            .Select(kind => kind!["name"]!.GetValue<string>())
            .Select(kind => $"... on {kind} {{ {Details[kind]} }}");
        var answer = await AnswerAsync(
            $"mutation {{ {name}(input: {{ {input} }}) {{ errors {{ "
            + $"... on UserError {{ code message }} {string.Join(' ', details)} }} }} }}");
        Assert.True(answer["errors"] is null, answer.ToJsonString());
        return answer["data"]![name]!["errors"]?.AsArray() ?? [];
    }

    /// <summary>The error that stands in the place of an answer.</summary>
    public async Task<(string Code, string Message)> FaultAsync(
        string name, string input, string shown = "__typename")
    {
        var answer = await AnswerAsync(
            $"mutation {{ {name}(input: {{ {input} }}) {{ {shown} }} }}");
        var error = answer["errors"]![0]!;
        return (
            error["extensions"]?["code"]?.GetValue<string>() ?? "",
            error["message"]!.GetValue<string>());
    }

    /// <summary>An ID as the graph gives it out.</summary>
    public static string Id(string type, object key) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{type}:{key}"));

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private static string Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : node?.ToJsonString() ?? "null";

    private static readonly Dictionary<string, string> Details = new(StringComparer.Ordinal)
    {
        ["InvalidInputError"] = "field",
        ["NotFoundError"] = "id",
        ["NameTakenError"] = "name",
        ["VersionConflictError"] = "currentVersion",
        ["InvalidExpressionError"] = "problems { line column }",
        ["LimitError"] = "limit",
        ["PolicyViolationError"] =
            "violations { policy { id } lineage { kind name detail } }",
        ["ExportControlError"] = "control label subject",
        ["AccountNotConnectedError"] = "status",
        ["IdentifierNotAcceptedError"] = "accepted",
        ["PartnerIdNotLinkableError"] = "namespace",
        ["JobFinishedError"] = "status",
    };

    private const string ShopFile =
        """
        {
          "addOns": ["peopleBasedDestinations"],
          "dataSources": [
            {"id": 1, "name": "CRM", "integrationCode": "crm", "idType": "crossDevice",
             "inbound": true},
            {"id": 2, "name": "Hashed e-mails", "integrationCode": "mail",
             "idType": "crossDevice", "outbound": true,
             "shareInPeopleBasedDestinations": "Emails(SHA256, lowercased)"},
            {"id": 3, "name": "Web", "idType": "cookie"}
          ],
          "traits": [
            {"id": 10, "name": "Bought shoes", "dataSource": 1},
            {"id": 11, "name": "Looked at shoes", "dataSource": 3, "type": "ruleBased",
             "rule": "page == \"shoes\""}
          ],
          "mergeRules": [
            {"name": "Everybody", "crossDevice": "allCrossDeviceProfiles", "default": true,
             "dataSources": [1, 2]}
          ],
          "segments": [
            {"id": 20, "name": "Buyers", "dataSource": 1, "rule": "10T"}
          ],
          "accounts": [
            {"name": "acme", "platform": "meta", "adAccountId": "123", "token": "env:TOKEN",
             "contacts": ["ops@example.com"]}
          ],
          "destinations": [
            {"id": 30, "name": "Meta", "account": "acme", "dataSource": 2,
             "mappings": [{"segment": 20}]}
          ]
        }
        """;
}

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

    /// <summary>Another caller of the same host.</summary>
    public GraphCaller As(Role role) => new(Host, role);

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

    /// <summary>The payload of a mutation.</summary>
    /// <param name="name">The mutation.</param>
    /// <param name="input">Its input, as GraphQL writes it.</param>
    /// <param name="shown">What to show of the payload besides its errors.</param>
    public async Task<JsonNode> MutateAsync(string name, string input, string shown)
    {
        var answer = await AnswerAsync(Document(name, input, shown));
        Assert.True(answer["errors"] is null, answer.ToJsonString());
        return answer["data"]![name]!;
    }

    /// <summary>The errors of the payload of a mutation that is refused, each as
    /// <c>CODE what</c>.</summary>
    public async Task<string[]> RefusalsAsync(string name, string input)
    {
        var before = Workspace.Snapshot.Version;
        var payload = await MutateAsync(name, input, Detail);
        Assert.Equal(before, Workspace.Snapshot.Version);
        return
        [
            .. payload["errors"]!.AsArray().Select(error => string.Join(' ', error!.AsObject()
                .Where(member => member.Key is not ("__typename" or "message"))
                .Select(member => Text(member.Value)))),
        ];
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

    private static string Document(string name, string input, string shown) =>
        $"mutation {{ {name}(input: {{ {input} }}) "
        + (shown == Detail ? $"{{ {Detail} }} }}" : $"{{ {shown} errors {{ __typename }} }} }}");

    private const string Detail =
        """
        errors {
          __typename
          ... on UserError { code message }
          ... on InvalidInputError { field }
          ... on NotFoundError { id }
          ... on NameTakenError { name }
          ... on VersionConflictError { currentVersion }
          ... on InvalidExpressionError { problems { line column } }
          ... on LimitError { limit }
          ... on PolicyViolationError { violations { message } }
          ... on ExportControlError { control label subject }
          ... on IdentifierNotAcceptedError { accepted }
        }
        """;

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

using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Krewe.Silo.Tests.Support;

/// <summary>Asks the graph as an app does.</summary>
internal sealed class GraphClient : IDisposable
{
    private const string Next = "event: next";
    private const string Data = "data: ";

    private readonly HttpClient _http;

    public GraphClient(Uri address, string? key)
    {
#pragma warning disable RS0030 // One client for a test, as apps have one.
        _http = new HttpClient { BaseAddress = new Uri(address, "graphql") };
#pragma warning restore RS0030
        _http.DefaultRequestHeaders.Authorization =
            key is null ? null : new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>The whole answer, as it came.</summary>
    public async Task<string> AnswerAsync(string query, object? variables = null)
    {
        using var response = await _http.PostAsJsonAsync("", new { query, variables });
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>The data of an answer without errors.</summary>
    public async Task<JsonNode> AskAsync(string query, object? variables = null)
    {
        var answer = JsonNode.Parse(await AnswerAsync(query, variables))!;
        Assert.True(answer["errors"] is null, answer.ToJsonString());
        return answer["data"]!;
    }

    /// <summary>The code of the first error.</summary>
    public async Task<string?> FaultAsync(string query, object? variables = null) =>
        JsonNode.Parse(await AnswerAsync(query, variables))!
            ["errors"]?[0]?["extensions"]?["code"]?.GetValue<string>();

    /// <summary>The events of a subscription, by server-sent events. The subscription is open when
    /// this returns.</summary>
    public async Task<GraphEvents> SubscribeAsync(string query)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "")
        {
            Content = JsonContent.Create(new { query }),
        };
        request.Headers.Accept.ParseAdd("text/event-stream");
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        return new GraphEvents(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>Asserts that JSON says the same, however it is laid out.</summary>
    public static void AssertSame(string expected, JsonNode? actual) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), actual?.ToJsonString());

    public void Dispose() => _http.Dispose();

    /// <summary>What comes over one subscription.</summary>
    internal sealed class GraphEvents(HttpResponseMessage response, Stream content) : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        private readonly StreamReader _lines = new(content);

        /// <summary>The next answer; null: the subscription has ended.</summary>
        public async Task<JsonNode?> NextAsync()
        {
            var isNext = false;
            while (await _lines.ReadLineAsync().WaitAsync(Patience, TimeProvider.System)
                is { } line)
            {
                if (isNext && line.StartsWith(Data, StringComparison.Ordinal))
                {
                    return JsonNode.Parse(line[Data.Length..]);
                }

                isNext = line == Next;
            }

            return null;
        }

        public void Dispose()
        {
            _lines.Dispose();
            response.Dispose();
        }
    }
}

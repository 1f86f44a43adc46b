using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Krewe.Benchmarks;

/// <summary>
/// While others load the silo, one new person after another realizes the traits of a segment of
/// their own, and the graph's feed tells of it: so each wait is that of one known event.
/// </summary>
internal sealed class QualificationProbe(Uri address, string key, PlatformProbe platform)
    : IDisposable
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(30);

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler());
    private Stream? _feed;
    private StreamReader? _lines;

    /// <summary>Subscribes to the segment that is named so.</summary>
    public async Task OpenAsync(string segment)
    {
        using var found = await SendAsync(
            "query Q($name: String) { segments(first: 1, nameContains: $name) { nodes { id } } }",
            new { name = segment },
            "application/json");
        var answer = await found.Content.ReadFromJsonAsync<JsonNode>();
        var id = answer!["data"]!["segments"]!["nodes"]![0]!["id"]!.GetValue<string>();
        var feed = await SendAsync(
            "subscription S($id: ID!) { segmentQualified(segmentId: $id) { profileId } }",
            new { id },
            "text/event-stream");
        _feed = await feed.Content.ReadAsStreamAsync();
        _lines = new StreamReader(_feed);
    }

    /// <summary>Waits from request to qualification, one after another, in milliseconds.</summary>
    public async Task<double[]> MeasureAsync(
        int pair, int firstPerson, string run, TimeSpan duration)
    {
        var waits = new List<double>();
        using var http = new RawHttp();
        await http.ConnectAsync(address);
        var request = new EventRequest(run, key);
        var clock = Stopwatch.StartNew();
        for (var number = 0; clock.Elapsed < duration; number++)
        {
            var one = new LiveEvent(-1 - number, firstPerson + number, pair);
            await http.AskAsync(
                request.Identify(one.Person, PlatformProbe.EmailOf(one.Person)));
            var sent = request.One(one);
            var began = Stopwatch.GetTimestamp();
            platform.Expect(one.Person);
            await http.AskAsync(sent);
            await NextAsync();
            waits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return [.. waits];
    }

    public void Dispose()
    {
        _lines?.Dispose();
        _feed?.Dispose();
        _client.Dispose();
    }

    private async Task NextAsync()
    {
        using var late = new CancellationTokenSource(WaitMax, TimeProvider.System);
        while (await _lines!.ReadLineAsync(late.Token) is { } line)
        {
            if (line.Contains("segmentQualified", StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new IOException("The feed ended.");
    }

    private async Task<HttpResponseMessage> SendAsync(
        string query, object variables, string accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/graphql"))
        {
            Content = JsonContent.Create(new { query, variables }),
            Headers = { { "X-Api-Key", key }, { "Accept", accepted } },
        };
        var answer = await _client.SendAsync(request, CancellationToken.None);
        return answer.EnsureSuccessStatusCode();
    }
}

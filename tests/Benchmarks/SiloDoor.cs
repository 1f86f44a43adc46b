using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Krewe.Silo;

namespace Krewe.Benchmarks;

/// <summary>The doors of a silo in this process, for the owner of its data.</summary>
internal sealed class SiloDoor(Uri address, string key) : IDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler());
    private int _jobs;

    public static SiloSettings Settings(string folder) => new()
    {
        DataDirectory = Path.Combine(folder, "data"),
        Urls = "http://127.0.0.1:0",
        IsQuiet = true,
    };

    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, path))
        {
            Content = content,
            Headers = { { "X-Api-Key", key } },
        };
        using var answer = await _client.SendAsync(request, CancellationToken.None);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        }

        return await answer.Content.ReadFromJsonAsync<JsonNode>();
    }

    /// <summary>Sends a file and waits until all of its rows are stored.</summary>
    public async Task ImportAsync(string file, int rows)
    {
        await using (var content = File.OpenRead(file))
        {
            using var body = new StreamContent(content);
            await SendAsync(HttpMethod.Put, $"/v1/inbound/{Path.GetFileName(file)}", body);
        }

        await WaitAsync($"/v1/jobs/{++_jobs}", rows);
    }

    public void Dispose() => _client.Dispose();

    private async Task WaitAsync(string job, int rows)
    {
        while (true)
        {
            var state = await SendAsync(HttpMethod.Get, job, content: null);
            if (state!["status"]!.GetValue<string>() is "done" or "failed")
            {
                var stored = state["receipt"]!["counters"]!["stored"]!.GetValue<long>();
                if (stored != rows)
                {
                    throw new InvalidOperationException($"{stored} rows stored of {rows}.");
                }

                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}

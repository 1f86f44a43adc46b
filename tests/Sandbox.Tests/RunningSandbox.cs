using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;

namespace Krewe.Sandbox.Tests;

/// <summary>A sandbox on a free port, its clock standing still, and a client of it.</summary>
internal sealed class RunningSandbox : IAsyncDisposable
{
    public const string Token = "sandbox-token";

    private readonly WebApplication _app;

    private RunningSandbox(WebApplication app)
    {
        _app = app;
        Client = new HttpClient(
            new SocketsHttpHandler { AllowAutoRedirect = false }, disposeHandler: true)
        {
            BaseAddress = new Uri(app.Urls.Single()),
        };
    }

    /// <summary>Sends no token by itself.</summary>
    public HttpClient Client { get; }

    public static async Task<RunningSandbox> StartAsync()
    {
        var options = new SandboxOptions { Urls = "http://127.0.0.1:0", LogToConsole = false };
        var app = SandboxHost.Create(options, new FixedTime());
        await app.StartAsync();
        return new RunningSandbox(app);
    }

    public static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, string? token = Token)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization =
            token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await Client.SendAsync(request);
    }

    public async Task<JsonNode> CallAsync(
        HttpMethod method, string path, JsonNode? body = null, string? token = Token)
    {
        using var response = await SendAsync(method, path, Json(body), token);
        var text = await response.Content.ReadAsStringAsync();
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public Task<JsonNode> GetAsync(string path) => CallAsync(HttpMethod.Get, path);

    public Task<JsonNode> PostAsync(string path, JsonNode body) =>
        CallAsync(HttpMethod.Post, path, body);

    public async Task ControlAsync(string path, string json)
    {
        using var response = await SendAsync(
            HttpMethod.Post, "/__sandbox/" + path, Json(JsonNode.Parse(json)), token: null);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<string> CreateAudienceAsync(string account = "act_1", string name = "People")
    {
        var created = await PostAsync($"/v24.0/{account}/customaudiences", new JsonObject
        {
            ["name"] = name,
            ["subtype"] = "CUSTOM",
            ["customer_file_source"] = "USER_PROVIDED_ONLY",
        });
        return created["id"]!.GetValue<string>();
    }

    public async Task<string[]> MembersAsync(string audience)
    {
        var lines = await Client.GetStringAsync(
            $"/__sandbox/audiences/{audience}/members?format=lines");
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order()];
    }

    public async Task<IReadOnlyDictionary<string, long>> ViolationsAsync()
    {
        var violations = await GetAsync("/__sandbox/violations");
        return violations["byKind"].Deserialize<Dictionary<string, long>>()!;
    }

    /// <summary>The body with what differs from run to run made plain.</summary>
    public static async Task<string> GoldenAsync(HttpResponseMessage response) =>
        $"{(int)response.StatusCode} " + Regex.Replace(
            await response.Content.ReadAsStringAsync(),
            "\"fbtrace_id\":\"A[A-Za-z0-9]{22}\"",
            "\"fbtrace_id\":\"…\"",
            RegexOptions.None,
            TimeSpan.FromSeconds(1));

    public static JsonObject Upload(params string[] hashes) => new()
    {
        ["payload"] = new JsonObject
        {
            ["schema"] = "EMAIL_SHA256",
            ["data"] = new JsonArray([.. hashes.Select(hash => (JsonNode)hash)]),
        },
    };

    public static JsonObject Upload(long session, int sequence, bool isLast, params string[] hashes)
    {
        var upload = Upload(hashes);
        upload["session"] = new JsonObject
        {
            ["session_id"] = session,
            ["batch_seq"] = sequence,
            ["last_batch_flag"] = isLast,
        };
        return upload;
    }

    private static StringContent? Json(JsonNode? body) => body is null
        ? null
        : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() =>
            new(2026, 11, 2, 10, 0, 0, TimeSpan.Zero);
    }
}

using System.Text.Json;
using Krewe.Sandbox;
using Krewe.Silo.Demo;
using Microsoft.AspNetCore.Builder;

namespace Krewe.Silo.Tests.Support;

/// <summary>A sandbox ad platform in this process.</summary>
internal sealed class TestPlatform : IAsyncDisposable
{
    public const string FirstToken = "test-token";

    private readonly WebApplication _sandbox;
    private readonly HttpClient _control;

    private TestPlatform(WebApplication sandbox)
    {
        _sandbox = sandbox;
        Address = new Uri(sandbox.Urls.First());
        View = new PlatformView(Address);
        _control = new HttpClient(new SocketsHttpHandler())
        {
            BaseAddress = new Uri(Address, "__sandbox/"),
        };
    }

    public Uri Address { get; }

    public PlatformView View { get; }

    public static async Task<TestPlatform> StartAsync()
    {
        var sandbox = SandboxHost.Create(new SandboxOptions
        {
            Urls = SiloSettings.AnyFreeUrl,
            Token = FirstToken,
            LogToConsole = false,
        });
        await sandbox.StartAsync();
        return new TestPlatform(sandbox);
    }

    /// <summary>Plants faults: see the sandbox's README.</summary>
    public Task FailAsync(string faults) => PostAsync("faults", faults);

    /// <summary>How often it was called.</summary>
    public async Task<long> CountCallsAsync()
    {
        using var requests = JsonDocument.Parse(await _control.GetStringAsync("requests"));
        return requests.RootElement.GetProperty("next").GetInt64();
    }

    public Task ExpireTokenAsync() => PostAsync("tokens/default/expire", "{}");

    public Task AddTokenAsync(string token) =>
        PostAsync("tokens", $$"""{ "id": "{{token}}", "value": "{{token}}" }""");

    /// <summary>Takes a member out of every audience of account 1, as its owner could by
    /// hand.</summary>
    public static async Task LoseAsync(Uri address, string token, string email)
    {
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address };
        using var request = new HttpRequestMessage(
            HttpMethod.Delete, "v24.0/act_1/usersofanyaudience")
        {
            Content = new StringContent(
                $$$"""{"payload":{"schema":["EMAIL"],"data":[["{{{email}}}"]]}}""",
                mediaType: new("application/json")),
        };
        request.Headers.Authorization = new("Bearer", token);
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        View.Dispose();
        _control.Dispose();
        await _sandbox.DisposeAsync();
    }

    private async Task PostAsync(string path, string json)
    {
        using var content = new StringContent(json, null, "application/json");
        using var response = await _control.PostAsync(path, content);
        Assert.True(
            response.IsSuccessStatusCode,
            $"{path}: {await response.Content.ReadAsStringAsync()}");
    }
}

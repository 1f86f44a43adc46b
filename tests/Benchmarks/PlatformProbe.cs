using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Krewe.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Krewe.Benchmarks;

/// <summary>The sandbox ad platform behind a door that notes when it is told of somebody.</summary>
internal sealed class PlatformProbe : IAsyncDisposable
{
    public const string TokenVariable = "KREWE_BENCHMARK_TOKEN";

    private const string Token = "benchmark";

    private readonly WebApplication _sandbox;
    private readonly WebApplication _door;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler());
    private readonly ConcurrentDictionary<string, long> _awaited = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<double> _waits = [];

    private PlatformProbe()
    {
        Environment.SetEnvironmentVariable(TokenVariable, Token);
        _sandbox = SandboxHost.Create(new SandboxOptions
        {
            Urls = "http://127.0.0.1:0",
            Token = Token,
            LogToConsole = false,
        });
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _door = builder.Build();
        _door.Run(PassAsync);
    }

    /// <summary>Where the platform answers.</summary>
    public Uri Address => new(_door.Urls.First());

    public static async Task<PlatformProbe> StartAsync()
    {
        var probe = new PlatformProbe();
        await probe._sandbox.StartAsync();
        await probe._door.StartAsync();
        return probe;
    }

    /// <summary>An address that only one person has.</summary>
    public static string EmailOf(int person) =>
        string.Create(CultureInfo.InvariantCulture, $"person{person}@example.com");

    /// <summary>Somebody joins now.</summary>
    public void Expect(int person)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(EmailOf(person)));
        _awaited[Convert.ToHexStringLower(hash)] = Stopwatch.GetTimestamp();
    }

    /// <summary>The waits since the last time, in milliseconds, and who is still awaited.</summary>
    public (double[] Waits, int Awaited) Take()
    {
        var waits = new List<double>();
        while (_waits.TryDequeue(out var wait))
        {
            waits.Add(wait);
        }

        return ([.. waits], _awaited.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await _door.DisposeAsync();
        await _sandbox.DisposeAsync();
        _client.Dispose();
    }

    private async Task PassAsync(HttpContext call)
    {
        using var content = new MemoryStream();
        await call.Request.Body.CopyToAsync(content, call.RequestAborted);
        Note(Encoding.UTF8.GetString(content.ToArray()));
        content.Position = 0;
        var target = new Uri(
            new Uri(_sandbox.Urls.First()), call.Request.Path + call.Request.QueryString);
        using var request = new HttpRequestMessage(new HttpMethod(call.Request.Method), target)
        {
            Content = new StreamContent(content),
        };
        if (call.Request.ContentType is { } type)
        {
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        request.Headers.TryAddWithoutValidation(
            "Authorization", call.Request.Headers.Authorization.ToString());
        using var answer = await _client.SendAsync(request, call.RequestAborted);
        call.Response.StatusCode = (int)answer.StatusCode;
        call.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(call.Response.Body, call.RequestAborted);
    }

    private void Note(string told)
    {
        foreach (var (hash, began) in _awaited)
        {
            if (told.Contains(hash, StringComparison.Ordinal) && _awaited.TryRemove(hash, out _))
            {
                _waits.Enqueue(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }
    }
}

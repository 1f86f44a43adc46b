using Krewe.Grains.Activation.Meta;
using Krewe.Grains.Activation.Platforms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Krewe.Grains.Tests.Activation.Meta;

/// <summary>
/// Goal: no token and no hash leaves by any door but the request.
/// Method: a real server that repeats all it gets in every text of its answers, that cuts
/// connections and that talks nonsense; every line of every logger at every level is kept.
/// </summary>
public sealed class MetaSecrecyTests
{
    [Fact]
    public async Task Nothing_but_the_request_holds_the_token_or_a_hash()
    {
        using var log = new CapturedLog();
        await using var server = await StartAsync();
        await using var provider = Provider(server, log);
        Assert.True(provider.GetRequiredService<IAudiencePlatforms>()
            .TryGet("meta", out var platform));

        var told = new List<string>();
        for (var call = 0; call < 12; call++)
        {
            var batch = MetaBench.Batch(
                call % 2 == 0 ? MemberChange.Add : MemberChange.Remove, MetaBench.Mary);
            var sent = await platform.SendAsync(
                MetaBench.Connection, MetaBench.Audience, batch, default);
            told.AddRange([$"{sent}", $"{batch}", $"{MetaBench.Connection}"]);
        }

        Assert.True(log.Lines.Count >= 12, "nothing was logged, so nothing was tested");
        Assert.Contains(told, line => line.StartsWith("BatchReceipt", StringComparison.Ordinal));
        Assert.Contains(told, line => line.Contains("no answer", StringComparison.Ordinal));
        foreach (var line in told.Concat(log.Lines))
        {
            Assert.DoesNotContain(MetaBench.Secret, line, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(MetaBench.Mary, line, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Token_and_hash_have_no_text()
    {
        Assert.Equal("***", $"{new AccessToken("abc")}");
        Assert.Equal("***", $"{MetaBench.Hash(MetaBench.Mary)}");
        Assert.Equal(
            "PlatformConnection { AdAccountId = act_1, Token = *** }", $"{MetaBench.Connection}");
        Assert.DoesNotContain(
            MetaBench.Secret,
            System.Text.Json.JsonSerializer.Serialize(MetaBench.Connection),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\r\nX-Evil: 1")]
    [InlineData("é")]
    public void Token_refuses_what_no_header_may_hold(string value) =>
        Assert.Throws<ArgumentException>(() => new AccessToken(value));

    [Fact]
    public void Tokens_of_one_value_are_one() =>
        Assert.Equal(new AccessToken("abc"), new AccessToken("abc"));

    [Fact]
    public void Fingerprint_tells_tokens_apart_and_shows_none()
    {
        var shown = new AccessToken("abc").Fingerprint;

        Assert.Equal(new AccessToken("abc").Fingerprint, shown);
        Assert.False(
            string.Equals(new AccessToken("abd").Fingerprint, shown, StringComparison.Ordinal));
        Assert.Equal("ba7816bf8f01cfea", shown);
    }

    private static ServiceProvider Provider(WebApplication server, CapturedLog log)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Platforms:Meta:BaseAddress"] = server.Urls.Single(),
            }).Build();
        return new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log))
            .AddMetaPlatform(configuration)
            .BuildServiceProvider();
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var calls = 0;
        server.Run(context => AnswerAsync(context, Interlocked.Increment(ref calls)));
        await server.StartAsync();
        return server;
    }

    /// <summary>Repeats the token and the body wherever an answer has room for text.</summary>
    private static async Task AnswerAsync(HttpContext context, int call)
    {
        using var reader = new StreamReader(context.Request.Body);
        var heard = await reader.ReadToEndAsync()
            + context.Request.Headers.Authorization + context.Request.Path;
        var echo = System.Text.Json.JsonSerializer.Serialize(heard);
        var (status, body) = (call % 6) switch
        {
            1 => (200, $$$"""{"num_received":1,"invalid_entry_samples":[{{{echo}}}]}"""),
            2 => (400, $$$"""
                {"error":{"code":190,"message":{{{echo}}},"fbtrace_id":{{{echo}}},
                "error_user_msg":{{{echo}}}}}
                """),
            3 => (502, $"<html>{heard}</html>"),
            4 => (200, $$$"""{"num_received":{{{echo}}}}"""),
            5 => (400, $$$"""{"error":{"code":100,"error_data":{{{echo}}},"type":{{{echo}}}}}"""),
            _ => (0, ""),
        };
        if (status == 0)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
    }
}

using System.Net;
using System.Text;
using Krewe.Domain.Access;
using Microsoft.AspNetCore.Http;

namespace Krewe.Api.Tests.Access;

/// <summary>Who is let in, and how a refusal reads.</summary>
public sealed class CallerTests
{
    private const string Door = "/v1/keys";

    [Fact]
    public async Task Caller_without_a_key_is_told_how_to_send_one()
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await host.CallAsync("GET", Door);

        Assert.Equal(401, answer.Status);
        Assert.Equal("Bearer realm=\"krewe\"", answer.Headers.WWWAuthenticate);
        Assert.Contains("This needs an API key. Send one as ", answer.Body);
    }

    [Theory]
    [InlineData("Bearer nonsense")]
    [InlineData("Bearer krewe_short")]
    [InlineData("Basic !!!")]
    [InlineData("Basic bm9uc2Vuc2U6")]
    [InlineData("Digest x")]
    [InlineData("Bearer")]
    [InlineData("krewe_")]
    public async Task Caller_with_what_is_no_key_is_refused(string authorization)
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await host.CallAsync(
            "GET", Door, ApiHost.Here, request => request.Headers.Authorization = authorization);
        Assert.Equal(401, answer.Status);
    }

    [Fact]
    public async Task Caller_with_a_key_that_nobody_made_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await host.CallAsync("GET", Door, ApiHost.NewSecret());

        Assert.Equal(401, answer.Status);
        Assert.Equal(
            "Bearer realm=\"krewe\", error=\"invalid_token\"", answer.Headers.WWWAuthenticate);
        Assert.Contains("The API key is unknown or revoked.", answer.Body);
    }

    [Fact]
    public async Task Caller_whose_role_lacks_the_permission_is_told_which_and_what_to_do()
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await host.CallAsync("GET", Door, host.MakeKey(Role.Steward));

        Assert.Equal(403, answer.Status);
        Assert.Contains(
            "This needs the permission ManageKeys, which the role steward does not have. Use a key "
            + "of the role operator; an operator makes one with: keys create --role operator",
            answer.Body);
    }

    [Fact]
    public async Task Key_is_taken_in_every_way_of_sending_it()
    {
        await using var host = await ApiHost.StartAsync();
        var key = host.MakeKey(Role.Operator).Text;
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:"));
        (string Header, string Value)[] ways =
        [
            ("Authorization", $"Bearer {key}"), ("Authorization", $"bearer {key}"),
            ("Authorization", $"Basic {basic}"), ("X-Api-Key", key),
        ];
        foreach (var (header, value) in ways)
        {
            var answer = await host.CallAsync(
                "GET", Door, ApiHost.Elsewhere, request => request.Headers[header] = value);
            Assert.True(answer.Status == 200, $"{header}: {answer.Status}");
        }
    }

    [Fact]
    public async Task Owner_of_the_data_folder_is_an_operator_from_this_machine_only()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(200, await FromAsync(ApiHost.Here));
        Assert.Equal(401, await FromAsync(ApiHost.Elsewhere));
        Assert.Equal(401, await FromAsync(ApiHost.Here, "X-Forwarded-For"));

        async Task<int> FromAsync(IPAddress from, string? header = null) =>
            (await host.CallAsync("GET", Door, from, request =>
            {
                request.Headers.Authorization = $"Bearer {host.Owner.Text}";
                if (header is not null)
                {
                    request.Headers[header] = "192.0.2.7";
                }
            })).Status;
    }

    [Theory]
    [InlineData("Production", "127.0.0.1", "127.0.0.1", null, 401)]
    [InlineData("Development", "192.0.2.7", "127.0.0.1", null, 401)]
    [InlineData("Development", "127.0.0.1", "evil.example", null, 401)]
    [InlineData("Development", "127.0.0.1", "127.0.0.1", "https://evil.example", 403)]
    [InlineData("Development", "127.0.0.1", "127.0.0.1", "null", 403)]
    [InlineData("Development", "127.0.0.1", "127.0.0.1", "http://localhost:3000", 200)]
    [InlineData("Development", "127.0.0.1", "127.0.0.1", null, 200)]
    [InlineData("Development", "::1", "localhost", null, 200)]
    [InlineData("Development", "::ffff:127.0.0.1", "[::1]", null, 200)]
    public async Task Caller_needs_no_key_only_in_development_and_on_this_machine(
        string environment, string from, string host, string? origin, int status)
    {
        await using var api = await ApiHost.StartAsync(environment);
        var answer = await api.CallAsync("GET", Door, IPAddress.Parse(from), request =>
        {
            request.Host = new HostString(host, 8080);
            if (origin is not null)
            {
                request.Headers.Origin = origin;
            }
        });
        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Key_that_is_wrong_is_refused_in_development_too()
    {
        await using var host = await ApiHost.StartAsync("Development");
        Assert.Equal(401, (await host.CallAsync("GET", Door, ApiHost.NewSecret())).Status);
        var other = await host.CallAsync(
            "GET", Door, ApiHost.Here, request => request.Headers["X-Api-Key"] = "write-key-1");
        Assert.Equal(200, other.Status);
    }

    [Theory]
    [InlineData("127.0.0.1", null, 200)]
    [InlineData("127.0.0.1", "Forwarded", 401)]
    [InlineData("192.0.2.7", null, 401)]
    public async Task Figures_are_open_to_this_machine_only(
        string from, string? header, int status)
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await host.CallAsync("GET", "/figures", IPAddress.Parse(from), request =>
        {
            if (header is not null)
            {
                request.Headers[header] = "for=192.0.2.7";
            }
        });
        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Key_is_in_no_line_of_the_log_and_in_no_answer()
    {
        await using var host = await ApiHost.StartAsync();
        var unknown = ApiHost.NewSecret();
        var reader = host.MakeKey(Role.Reader);
        var bodies = new List<string>();
        foreach (var key in new[] { unknown, reader, host.Owner })
        {
            bodies.Add((await host.CallAsync("GET", Door, key)).Body);
            bodies.Add((await host.CallAsync("PUT", "/v1/workspace", key, "{")).Body);
            bodies.Add((await host.CallAsync("POST", "/v1/keys", key, "{")).Body);
        }

        var made = await host.CallAsync(
            "POST", Door, host.Owner, """{"name":"Shop","role":"ingest"}""");
        Assert.Contains("krewe_", made.Body);
        host.Keys.IsBroken = true;
        host.Time.Advance(TimeSpan.FromMinutes(1));
        bodies.Add((await host.CallAsync("GET", Door, reader)).Body);

        Assert.NotEmpty(host.Log.Lines);
        Assert.All(host.Log.Lines.Concat(bodies), line =>
        {
            Assert.DoesNotContain("krewe_", line);
            Assert.DoesNotContain(reader.Digest.ToHex(), line, StringComparison.OrdinalIgnoreCase);
        });
    }
}

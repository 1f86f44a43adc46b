using Krewe.Domain.Access;

namespace Krewe.Api.Tests.Access;

/// <summary>What a silo knows of keys that are made and revoked at others.</summary>
public sealed class ApiKeyDirectoryTests
{
    private const string Door = "/v1/keys";
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task Nobody_is_let_in_while_the_keys_cannot_be_asked_for()
    {
        await using var host = await ApiHost.StartAsync();
        var key = host.MakeKey(Role.Operator);
        Assert.Equal(200, await CallAsync(host, key));

        host.Keys.IsBroken = true;
        Assert.Equal(200, await CallAsync(host, key));
        host.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(500, await CallAsync(host, key));

        host.Keys.IsBroken = false;
        Assert.Equal(200, await CallAsync(host, key));
    }

    [Fact]
    public async Task Key_that_was_revoked_elsewhere_is_refused_within_five_seconds()
    {
        await using var host = await ApiHost.StartAsync();
        var key = host.MakeKey(Role.Operator);
        Assert.Equal(200, await CallAsync(host, key));
        host.Keys.Ring = host.Keys.Ring.Revoke(new ApiKeyId(1), host.Time.GetUtcNow()).Ring;

        host.Time.Advance(TimeSpan.FromSeconds(5) - Moment);
        Assert.Equal(200, await CallAsync(host, key));
        host.Time.Advance(Moment);
        Assert.Equal(401, await CallAsync(host, key));
    }

    [Fact]
    public async Task Key_that_was_revoked_here_is_refused_at_once()
    {
        await using var host = await ApiHost.StartAsync();
        var key = host.MakeKey(Role.Reader);
        Assert.Equal(403, await CallAsync(host, key));

        var revoked = await host.CallAsync("DELETE", "/v1/keys/1", host.Owner);

        Assert.Equal(200, revoked.Status);
        Assert.Equal(401, await CallAsync(host, key));
    }

    [Fact]
    public async Task Key_that_was_made_elsewhere_is_taken_within_a_second()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(401, await CallAsync(host, ApiHost.NewSecret()));
        var key = host.MakeKey(Role.Operator);
        Assert.Equal(401, await CallAsync(host, key));

        host.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(200, await CallAsync(host, key));
    }

    [Fact]
    public async Task Wrong_keys_cost_one_question_a_second_however_many_they_are()
    {
        await using var host = await ApiHost.StartAsync();
        for (var number = 0; number < 200; number++)
        {
            Assert.Equal(401, await CallAsync(host, ApiHost.NewSecret()));
            host.Time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(host.Keys.Questions, 2, 3);
    }

    [Fact]
    public async Task Use_is_noted_once_a_day_and_keeps_nobody_out()
    {
        await using var host = await ApiHost.StartAsync();
        var key = host.MakeKey(Role.Operator);
        await CallAsync(host, key);
        await CallAsync(host, key);
        Assert.Equal(1, host.Keys.Uses);
        Assert.Equal(new DateOnly(2028, 2, 29), host.Keys.Ring.Keys[0].LastUsed);

        host.Time.Advance(TimeSpan.FromSeconds(12 * 3_600 - 1));
        await CallAsync(host, key);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        host.Keys.IsBroken = true;
        Assert.Equal(200, await CallAsync(host, key));
        Assert.Equal(2, host.Keys.Uses);
    }

    private static async Task<int> CallAsync(ApiHost host, ApiKeySecret key) =>
        (await host.CallAsync("GET", Door, key)).Status;
}

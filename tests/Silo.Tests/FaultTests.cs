using Krewe.Silo.Demo;
using Krewe.Silo.Tests.Support;

namespace Krewe.Silo.Tests;

/// <summary>Whatever the platform does meanwhile, it ends up with the members.</summary>
public sealed class FaultTests
{
    private static readonly string First = DemoFiles.People[0].Customer;
    private static readonly string Second = DemoFiles.People[1].Customer;

    [Theory]
    [InlineData(
        """[{"match":{"path":"/users"},"action":{"error":"meta.80003","regainMinutes":0},"""
        + "\"times\":3}]")]
    [InlineData("""[{"match":{"path":"/users"},"action":{"status":503},"times":4}]""")]
    [InlineData("""[{"match":{"path":"/users"},"action":"halfApply","times":3}]""")]
    [InlineData("""[{"match":{"path":"/users"},"action":"dropAfterApply","times":3}]""")]
    [InlineData("""[{"match":{"path":"/users"},"action":"dropBeforeApply","times":3}]""")]
    [InlineData("""[{"match":{"path":"/users"},"action":"truncate","times":3}]""")]
    [InlineData("""[{"match":{"path":"/users"},"action":"garbage","times":3}]""")]
    public async Task Audiences_equal_the_members_after_calls_that_failed(string faults)
    {
        await using var stage = await Stage.OpenAsync();
        await stage.Platform.FailAsync(faults);
        await stage.SendAsync("sync", $"{Second}\td_unsid=45678,d_sid=12345,d_sid=23456");
        await stage.SendAsync("overwrite", $"{First}\td_sid=45678");
        await stage.ExpectAsync((1, [0, 1, 2]), (2, [1]), (3, [0]), (4, [2]), (5, [2]));
    }

    [Fact]
    public async Task Destination_pauses_when_the_token_expires_and_goes_on_with_a_new_one()
    {
        await using var stage = await Stage.OpenAsync();
        await stage.Platform.ExpireTokenAsync();
        await stage.SendAsync("sync", $"{Second}\td_unsid=45678");
        await stage.UntilPausedAsync(isPaused: true);

        await stage.Platform.AddTokenAsync("renewed-token");
        await File.WriteAllTextAsync(stage.TokenFile, "renewed-token");
        await stage.ExpectAsync((1, [0, 2]), (2, [0]), (3, []), (4, [2]), (5, [2]));
        await stage.UntilPausedAsync(isPaused: false);
    }
}

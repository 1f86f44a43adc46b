using Krewe.Silo.Commands;
using Krewe.Silo.Demo;
using Krewe.Silo.Tests.Support;

namespace Krewe.Silo.Tests;

/// <summary>Customers who are not seen for long are forgotten, and leave the audiences.</summary>
public sealed class RetentionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Customer_who_is_not_seen_leaves_everything_and_one_who_is_stays()
    {
        await using var stage = await Stage.OpenAsync();
        await stage.ApplyAsync(it => it["dataSources"]![0]!["retentionDays"] = 30);
        await stage.RestartAsync(new ShiftedTime(TimeSpan.FromDays(6)));
        await stage.SendAsync("sync", $"{DemoFiles.People[0].Customer}\td_sid=12345");

        await stage.RestartAsync(new ShiftedTime(TimeSpan.FromDays(31)));

        await stage.ExpectAsync((1, [0]), (2, [0]), (3, []), (4, []), (5, []));
        await SiloWaits.UntilAsync(
            async () => await stage.Silo.GetRetentionAsync(None)
                is { IsRunning: false, Began: not null },
            Patience,
            None);
        var progress = await stage.Silo.GetRetentionAsync(None);
        Assert.Equal((2L, 2L), (progress.ForgottenInWalk, progress.Forgotten));
        await Assert.ThrowsAsync<CommandFailedException>(() =>
            stage.Silo.GetProfileAsync(999_999, DemoFiles.People[1].Customer, None));
    }

    private static CancellationToken None => CancellationToken.None;
}

using Krewe.Contracts.Profiles;
using Krewe.Domain.Identity;

namespace Krewe.Grains.Tests.Profiles;

/// <summary>Profiles are looked at when they are due, whatever fails on the way.</summary>
public sealed class DueGrainTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Profile_that_could_not_be_looked_at_is_looked_at_a_minute_later()
    {
        await using var silo = await DueSilo.StartAsync(failures: 1);
        var due = silo.Time.GetUtcNow() + (10 * Minute);
        await silo.AddAsync(due, Profile(1));

        await silo.PassAsync(12);

        Assert.Equal((Profile(1), due + Minute), Assert.Single(silo.Looks));
        Assert.Equal(0, silo.Storage.Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    public async Task Crash_between_the_wake_and_the_end_loses_nobody(int faultEvery)
    {
        await using var silo = await DueSilo.StartAsync();
        var noon = silo.Time.GetUtcNow();
        var profiles = Enumerable.Range(0, 5).Select(Profile).ToArray();
        foreach (var profile in profiles)
        {
            await silo.AddAsync(
                new DueProfile(profile, (noon + (10 * Minute)).ToUnixTimeSeconds()),
                new DueProfile(profile, (noon + (20 * Minute)).ToUnixTimeSeconds()));
        }

        silo.Storage.FaultEvery = faultEvery;
        await silo.PassAsync(25);
        silo.Storage.FaultEvery = 0;
        await silo.PassAsync(5);

        Assert.All(profiles, profile => Assert.Contains(
            silo.Looks, look => look.Profile == profile && look.At >= noon + (20 * Minute)));
        Assert.DoesNotContain(silo.Looks, look => look.At < noon + (10 * Minute));
        Assert.Equal(0, silo.Storage.Count);
    }

    [Fact]
    public async Task Profile_is_looked_at_when_it_is_due_and_forgotten()
    {
        await using var silo = await DueSilo.StartAsync();
        var due = silo.Time.GetUtcNow() + (40 * Minute);
        await silo.AddAsync(due, Profile(1));

        await silo.PassAsync(45);

        Assert.Equal((Profile(1), due), Assert.Single(silo.Looks));
        Assert.Equal(0, silo.Storage.Count);
    }

    [Fact]
    public async Task Profile_that_is_due_again_is_looked_at_again_also_within_the_hour()
    {
        await using var silo = await DueSilo.StartAsync();
        var noon = silo.Time.GetUtcNow();
        silo.DueNext[Profile(1)] = noon + (40 * Minute);
        silo.DueNext[Profile(2)] = noon + (90 * Minute);
        await silo.AddAsync(noon + (10 * Minute), Profile(1));
        await silo.AddAsync(noon + (10 * Minute), Profile(2));

        await silo.PassAsync(95);

        Assert.Equal(
            [
                (Profile(1), noon + (10 * Minute)),
                (Profile(1), noon + (40 * Minute)),
                (Profile(2), noon + (10 * Minute)),
                (Profile(2), noon + (90 * Minute)),
            ],
            silo.Looks.Order());
        Assert.Equal(0, silo.Storage.Count);
    }

    [Fact]
    public async Task Many_profiles_in_many_pages_are_each_looked_at_once_at_their_time()
    {
        await using var silo = await DueSilo.StartAsync();
        var noon = silo.Time.GetUtcNow();
        for (var page = 0; page < 3; page++)
        {
            await silo.AddAsync([.. Enumerable.Range(page * 700, 700).Select(index =>
                new DueProfile(Profile(index), (noon + DueAfter(index)).ToUnixTimeSeconds()))]);
        }

        await silo.PassAsync(42);

        Assert.Equal(
            Enumerable.Range(0, 2_100).Select(index => (Profile(index), noon + DueAfter(index)))
                .Order(),
            silo.Looks.Order());
        Assert.Equal(0, silo.Storage.Count);

        static TimeSpan DueAfter(int index) => (index % 2 == 0 ? 10 : 40) * Minute;
    }

    [Fact]
    public async Task Profile_that_is_due_in_months_is_not_looked_at_on_the_way()
    {
        await using var silo = await DueSilo.StartAsync();
        var due = silo.Time.GetUtcNow() + TimeSpan.FromDays(120);
        await silo.AddAsync(due, Profile(1));
        for (var step = 0; step < 6; step++)
        {
            silo.Time.Sleep(TimeSpan.FromDays(20));
            await silo.SettleAsync(due); // The wakes on the way have their turn.
        }

        Assert.Equal((Profile(1), due), Assert.Single(silo.Looks));
        Assert.Equal(0, silo.Storage.Count);
    }

    private static IdentityKey Profile(int index) => new(
        new DataSourceId(10), IdentityValue.Parse($"c{index:D5}"));
}

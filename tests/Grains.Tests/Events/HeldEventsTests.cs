using Krewe.Contracts.Events;
using Krewe.Domain.Identity;
using Krewe.Grains.Events;
using Krewe.Tests.Support;

namespace Krewe.Grains.Tests.Events;

/// <summary>A profile that never takes its events: nobody else waits for it, and nothing is
/// lost.</summary>
public sealed class HeldEventsTests
{
    private const int Home = 1;
    private const int Shoes = 2;

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // Time must not run away from what is at work in it: calls have deadlines.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private static readonly IdentityKey Ann = IntakeCatalog.Customer(1);

    private static readonly IdentityKey Bob = Enumerable.Range(2, 1_000)
        .Select(IntakeCatalog.Customer)
        .First(identity => IntakeParts.Of(identity) == IntakeParts.Of(Ann));

    private static readonly IntakeOptions Options = new()
    {
        HeldAfter = 3,
        RetryWaitMin = TimeSpan.FromMilliseconds(1),
        RetryWaitMax = TimeSpan.FromMilliseconds(2),
    };

    [Fact]
    public async Task Others_go_on_when_a_profile_has_failed_again_and_again()
    {
        var calls = 0;
        await using var silo = await StartAsync(Options);
        Break(silo, () => calls++);

        await SendAsync(silo, Ann, Home, 1);
        await SendAsync(silo, Bob, Home, 2);
        await SendAsync(silo, Ann, Shoes, 3);

        Assert.Equal(1, await silo.CountOf(Bob, Home));
        Assert.Equal(3, calls);
        Assert.Equal((0, 2), await StandingAsync(silo));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_set_aside_is_applied_once_and_in_order_when_the_profile_is_well(
        bool dies)
    {
        var time = new ManualTimeProvider();
        await using var silo = await StartAsync(Options, time);
        Break(silo);
        await SendAsync(silo, Ann, Home, 1, time);
        await SendAsync(silo, Ann, Shoes, 2, time);
        await SendAsync(silo, Ann, Home, 3, time);

        silo.Observing = null;
        if (dies)
        {
            await silo.CrashAsync();
        }

        var repeats = await silo.Part(Ann).AcceptAsync(
            IntakeCatalog.Events(Ann, Home, 1, 3), 1, None);

        // A new process tries at once, and has no reminder here; one that goes on waits for its
        // own.
        await SettleAsync(silo, time, dies ? TimeSpan.Zero : TimeSpan.FromSeconds(1));
        await SendAsync(silo, Ann, Home, 4, time);
        Assert.Equal([true, true], repeats.Repeated.AsEnumerable());
        Assert.Equal(3, await silo.CountOf(Ann, Home));
        Assert.Equal(1, await silo.CountOf(Ann, Shoes));
    }

    [Fact]
    public async Task A_part_waits_and_refuses_when_there_is_no_room_to_set_more_aside()
    {
        await using var silo = await StartAsync(Options with { HeldMax = 2, WaitingMax = 2 });
        Break(silo);
        await SendAsync(silo, Ann, Home, 1);
        await SendAsync(silo, Ann, Home, 2);

        var part = silo.Part(Ann);
        var third = await part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 3), 1, None);
        using var patience = new CancellationTokenSource();
        var waiting = part.WaitAsync(third.Page, patience.Token);
        await part.AcceptAsync(IntakeCatalog.Events(Bob, Home, 4), 1, None);
        var refused = await part.AcceptAsync(IntakeCatalog.Events(Bob, Home, 5), 1, None);
        Assert.False(refused.IsAccepted);
        Assert.False(waiting.IsCompleted);
        Assert.Equal((2, 2), await StandingAsync(silo));
        await patience.CancelAsync();

        // A restart is what an operator does once the cause is mended.
        silo.Observing = null;
        await silo.CrashAsync();
        await SettleAsync(silo, time: null, TimeSpan.Zero);

        Assert.Equal(3, await silo.CountOf(Ann, Home));
        Assert.Equal(1, await silo.CountOf(Bob, Home));
    }

    [Fact]
    public async Task The_reminder_stays_as_long_as_something_is_set_aside()
    {
        var time = new ManualTimeProvider();
        await using var silo = await StartAsync(Options, time);
        Break(silo);
        await SendAsync(silo, Ann, Home, 1, time);
        for (var minute = 1; minute <= 5; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await silo.UntilTicksAsync(Ann, minute);
        }

        Assert.Equal((0, 1), await StandingAsync(silo));
    }

    private static void Break(IntakeSilo silo, Action? called = null) =>
        silo.Observing = identity =>
        {
            if (identity == Ann)
            {
                called?.Invoke();
                throw new FormatException("The stored profile is damaged.");
            }
        };

    private static async Task SendAsync(
        IntakeSilo silo, IdentityKey identity, int trait, ulong id, ManualTimeProvider? time = null)
    {
        var part = silo.Part(identity);
        var reply = await part.AcceptAsync(IntakeCatalog.Events(identity, trait, id), 1, None);
        var waiting = part.WaitAsync(reply.Page, None).WaitAsync(Limit);
        while (!waiting.IsCompleted)
        {
            time?.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Delay(Pause, TimeProvider.System, None);
        }

        await waiting;
    }

    private static async Task SettleAsync(
        IntakeSilo silo, ManualTimeProvider? time, TimeSpan step)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (await StandingAsync(silo) is not (0, 0))
        {
            limit.Token.ThrowIfCancellationRequested();
            time?.Advance(step);
            await Task.Delay(Pause, TimeProvider.System, None);
        }
    }

    private static async Task<(int Waiting, int Held)> StandingAsync(IntakeSilo silo)
    {
        var status = await silo.Part(Ann).GetStatusAsync(None);
        return (status.Waiting, status.Held);
    }

    private static async Task<IntakeSilo> StartAsync(
        IntakeOptions options, TimeProvider? time = null)
    {
        var silo = new IntakeSilo(options, time);
        await silo.StartAsync();
        return silo;
    }
}

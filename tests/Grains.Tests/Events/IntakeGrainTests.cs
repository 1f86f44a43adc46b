using System.Collections.Immutable;
using Krewe.Contracts.Events;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Grains.Events;
using Krewe.Tests.Support;

namespace Krewe.Grains.Tests.Events;

public sealed class IntakeGrainTests
{
    private const int Home = 1;

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly IdentityKey Ann = IntakeCatalog.Customer(1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Events_count_once_when_the_write_of_their_page_fails(bool before)
    {
        await using var silo = await StartAsync();
        silo.Disk.FailNext = ("intake-page", before);
        var events = IntakeCatalog.Events(Ann, Home, 1, 2, 3);

        await Assert.ThrowsAnyAsync<Exception>(
            () => silo.Part(Ann).AcceptAsync(events, 1, None));
        var second = await RetryAsync(silo, events);
        await silo.SettleAsync();

        Assert.Equal(before ? 0 : 3, second.Repeated.Count(isRepeat => isRepeat));
        Assert.Equal(3, await silo.CountOf(Ann, Home));
    }

    [Fact]
    public async Task Everybody_is_told_who_waits_for_a_page_that_is_not_written()
    {
        await using var silo = await StartAsync();
        var gate = new TaskCompletionSource();
        silo.Disk.Gate = ("intake-page", gate.Task);
        silo.Disk.FailNext = ("intake-page", Before: true);
        var part = silo.Part(Ann);

        var calls = new[]
        {
            part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 1), 1, None),
            part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 1), 1, None),
            part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 2), 1, None),
        };
        await part.GetStatusAsync(None);
        gate.SetResult();

        await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(calls).WaitAsync(Limit));
        Assert.All(calls, call => Assert.True(call.IsFaulted));

        await RetryAsync(silo, IntakeCatalog.Events(Ann, Home, 1, 2));
        await silo.SettleAsync();
        Assert.Equal(2, await silo.CountOf(Ann, Home));
    }

    [Fact]
    public async Task Who_waits_is_told_when_the_part_goes_away()
    {
        // With so little room, how far it is is written down after each page.
        await using var silo = await StartAsync(new IntakeOptions
        {
            WaitingMax = 8,
            RetryWaitMin = TimeSpan.FromMilliseconds(1),
        });
        var part = silo.Part(Ann);
        var isWaitedFor = false;
        silo.Observing = _ =>
        {
            if (!Volatile.Read(ref isWaitedFor))
            {
                throw new IOException("The profile cannot be read.");
            }
        };

        var reply = await part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 1), 1, None);
        var waiting = part.WaitAsync(reply.Page, None);
        await part.GetStatusAsync(None);
        silo.Disk.FailNext = ("intake", Before: true);
        Volatile.Write(ref isWaitedFor, value: true);

        await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(waiting).WaitAsync(Limit));
        await silo.SettleAsync();
        Assert.Equal(1, await silo.CountOf(Ann, Home));
    }

    [Fact]
    public async Task A_page_that_nobody_accepted_cannot_be_waited_for()
    {
        await using var silo = await StartAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => silo.Part(Ann).WaitAsync(1, None));
        await silo.Part(Ann).WaitAsync(0, None);
    }

    [Fact]
    public async Task Profiles_that_fail_hold_nobody_else_up_and_are_tried_again()
    {
        await using var silo = await StartAsync(new IntakeOptions
        {
            RetryWaitMin = TimeSpan.FromMilliseconds(1),
        });
        var bob = Neighbour();
        var bobIsDone = new TaskCompletionSource();
        var failures = 0;
        silo.Observing = identity =>
        {
            if (identity == Ann && Interlocked.Increment(ref failures) <= 3)
            {
                throw new IOException("The profile cannot be read.");
            }

            if (identity == bob)
            {
                bobIsDone.TrySetResult();
            }
        };

        var reply = await silo.Part(Ann).AcceptAsync(
            [IntakeCatalog.Event(1, Ann, Home), IntakeCatalog.Event(2, bob, Home)], 1, None);
        await silo.Part(Ann).WaitAsync(reply.Page, None).WaitAsync(Limit);

        Assert.Equal(4, failures);
        Assert.Equal(1, await silo.CountOf(Ann, Home));
        Assert.Equal(1, await silo.CountOf(bob, Home));
    }

    [Fact]
    public async Task A_full_journal_refuses_and_takes_in_again_when_it_is_worked_off()
    {
        await using var silo = await StartAsync(new IntakeOptions
        {
            WaitingMax = 3,
            RetryWaitMin = TimeSpan.FromMilliseconds(1),
            RetryWaitMax = TimeSpan.FromMilliseconds(2),
        });
        var isDown = true;
        silo.Observing = _ =>
        {
            if (Volatile.Read(ref isDown))
            {
                throw new IOException("The profile cannot be read.");
            }
        };
        var part = silo.Part(Ann);

        var first = await part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 1, 2), 1, None);
        var refused = await part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 3, 4), 1, None);
        var repeat = await part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 1, 2), 1, None);
        var status = await part.GetStatusAsync(None);
        Volatile.Write(ref isDown, false);
        await part.WaitAsync(first.Page, None).WaitAsync(Limit);
        var second = await part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 3, 4), 1, None);
        await part.WaitAsync(second.Page, None).WaitAsync(Limit);

        Assert.False(refused.IsAccepted);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.RetryAfter);
        Assert.True(repeat.IsAccepted);
        Assert.Equal([true, true], repeat.Repeated.AsEnumerable());
        Assert.Equal(2, status.Waiting);
        Assert.True(second.IsAccepted);
        Assert.Equal(4, await silo.CountOf(Ann, Home));
    }

    [Fact]
    public async Task Repeats_are_known_within_a_batch_before_it_and_after_it_is_applied()
    {
        await using var silo = await StartAsync();
        var part = silo.Part(Ann);

        var known = await part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 1), 1, None);
        var batch = await part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 1, 2, 3, 3), 1, None);
        await part.WaitAsync(batch.Page, None).WaitAsync(Limit);
        var late = await part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 3), 1, None);

        Assert.Empty(known.Repeated);
        Assert.Equal([true, false, false, true], batch.Repeated.AsEnumerable());
        Assert.Equal([true], late.Repeated.AsEnumerable());
        Assert.Equal(3, await silo.CountOf(Ann, Home));
    }

    [Fact]
    public async Task Two_callers_with_the_same_event_count_once()
    {
        await using var silo = await StartAsync();
        var gate = new TaskCompletionSource();
        silo.Disk.Gate = ("intake-page", gate.Task);
        var part = silo.Part(Ann);

        var calls = Enumerable.Range(0, 8)
            .Select(_ => part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 7), 1, None))
            .ToArray();
        gate.SetResult();
        var replies = await Task.WhenAll(calls).WaitAsync(Limit);
        await silo.SettleAsync();

        Assert.Equal(7, replies.Count(reply => reply.Repeated.Any(isRepeat => isRepeat)));
        Assert.All(replies, reply => Assert.Equal(1, reply.Page));
        Assert.Equal(1, await silo.CountOf(Ann, Home));
    }

    [Fact]
    public async Task Ids_and_what_waits_outlive_the_process()
    {
        await using var silo = await StartAsync(new IntakeOptions
        {
            RetryWaitMin = TimeSpan.FromMilliseconds(1),
        });
        var done = IntakeCatalog.Events(Ann, Home, [.. Enumerable.Range(1, 600)
            .Select(id => (ulong)id)]);
        foreach (var some in done.Chunk(2))
        {
            await silo.Part(Ann).AcceptAsync([.. some], 1, None);
        }

        await silo.SettleAsync();
        silo.Observing = _ => throw new IOException("The profile cannot be read.");
        await silo.Part(Ann).AcceptAsync(IntakeCatalog.Events(Ann, Home, 601), 1, None);
        silo.Observing = null;
        await silo.CrashAsync();

        var again = await silo.Part(Ann).AcceptAsync(
            [.. done, .. IntakeCatalog.Events(Ann, Home, 601, 602)], 1, None);
        await silo.SettleAsync();

        Assert.Equal([.. Enumerable.Repeat(true, 601), false], again.Repeated.ToArray());
        Assert.Equal(602, await silo.CountOf(Ann, Home));
        Assert.InRange(silo.Disk.CountOf("intake-page"), 1, 300);
    }

    [Fact]
    public async Task Ids_are_forgotten_after_a_day_and_not_before()
    {
        var time = new ShiftedTime();
        await using var silo = await StartAsync(time: time);
        var part = silo.Part(Ann);

        await part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 1), 1, None);
        await silo.SettleAsync();
        time.Shift(TimeSpan.FromHours(23.9));
        var sameDay = await part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 1), 1, None);
        time.Shift(TimeSpan.FromHours(0.4));
        var nextDay = await part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 1), 1, None);
        await silo.SettleAsync();

        Assert.Equal([true], sameDay.Repeated.AsEnumerable());
        Assert.Empty(nextDay.Repeated);
        Assert.Equal(2, await silo.CountOf(Ann, Home));
    }

    [Fact]
    public async Task A_reminder_comes_until_a_minute_has_passed_in_which_nothing_happened()
    {
        var time = new ManualTimeProvider();
        await using var silo = await StartAsync(time: time);
        var part = silo.Part(Ann);

        await part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 1), 1, None);
        await part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 2), 1, None);
        var ticks = await MinutesAsync(silo, time, 6);
        await part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 3), 1, None);
        var ticksAgain = await MinutesAsync(silo, time, 6);

        Assert.Equal([1, 2, 2, 2, 2, 2], ticks);
        Assert.Equal([3, 4, 4, 4, 4, 4], ticksAgain);
        Assert.Equal(3, await silo.CountOf(Ann, Home));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(6, 0)]
    public async Task Nothing_is_applied_again_by_a_successor_once_there_was_a_rest(
        int minutes, int calls)
    {
        var time = new ManualTimeProvider();
        await using var silo = await StartAsync(time: time);
        await silo.Part(Ann).AcceptAsync(IntakeCatalog.Events(Ann, Home, 1), 1, None);
        time.Advance(TimeSpan.FromSeconds(1));
        await silo.SettleAsync();
        await MinutesAsync(silo, time, minutes);

        var called = 0;
        silo.Observing = _ => Interlocked.Increment(ref called);
        await silo.CrashAsync();
        await silo.Part(Ann).GetStatusAsync(None);
        time.Advance(TimeSpan.FromSeconds(1));
        await silo.SettleAsync();

        Assert.Equal(calls, Volatile.Read(ref called));
        Assert.Equal(1, await silo.CountOf(Ann, Home));
    }
    [Fact]
    public async Task How_far_a_part_is_is_written_once_at_a_time_also_when_events_come_at_rest()
    {
        // With so little room, how far it is is also written down when two are worked off.
        var time = new ManualTimeProvider();
        await using var silo = await StartAsync(new IntakeOptions { WaitingMax = 16 }, time);
        var part = silo.Part(Ann);
        await part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 1), 1, None);
        time.Advance(TimeSpan.FromSeconds(1));
        await silo.SettleAsync();
        var gate = new TaskCompletionSource();
        silo.Disk.Gate = ("intake", gate.Task);
        await TickAsync(silo, time, 1);
        await TickAsync(silo, time, 2);

        var reply = await part.AcceptAsync(IntakeCatalog.Events(Ann, Home, 2, 3), 1, None);
        var waiting = part.WaitAsync(reply.Page, None);
        time.Advance(TimeSpan.FromSeconds(1));
        for (var turn = 0; turn < 1_000; turn++)
        {
            await Task.Yield();
            await silo.CountOf(Ann, Home);
        }

        var writes = silo.Disk.Held;
        gate.SetResult();
        await waiting.WaitAsync(Limit);

        Assert.Equal(1, writes);
        Assert.Equal(3, await silo.CountOf(Ann, Home));
    }

    private static Task TickAsync(IntakeSilo silo, ManualTimeProvider time, int count)
    {
        time.Advance(TimeSpan.FromMinutes(1));
        return silo.UntilTicksAsync(Ann, count);
    }

    private static async Task<int[]> MinutesAsync(
        IntakeSilo silo, ManualTimeProvider time, int minutes)
    {
        var ticks = new int[minutes];
        for (var minute = 0; minute < minutes; minute++)
        {
            // A call that is on its way while the minute passes would be given up.
            time.Advance(TimeSpan.Zero);
            await silo.SettleAsync();
            time.Advance(TimeSpan.FromMinutes(1));
            ticks[minute] = await silo.TicksAsync(Ann);
        }

        return ticks;
    }

    private static async Task<IntakeSilo> StartAsync(
        IntakeOptions? options = null, TimeProvider? time = null)
    {
        var silo = new IntakeSilo(options, time);
        await silo.StartAsync();
        return silo;
    }

    // An activation that is on its way out may still answer, and says so.
    private static async Task<IntakeReply> RetryAsync(
        IntakeSilo silo, ImmutableArray<LiveEvent> events)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await silo.Part(Ann).AcceptAsync(events, 1, None);
            }
            catch (InvalidOperationException) when (attempt < 10)
            {
                continue;
            }
        }
    }

    private static IdentityKey Neighbour() => Enumerable.Range(2, 1_000)
        .Select(IntakeCatalog.Customer)
        .First(identity => IntakeParts.Of(identity) == IntakeParts.Of(Ann));
}

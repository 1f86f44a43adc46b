using System.Collections.Immutable;
using System.Text;
using Krewe.Contracts.Events;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Traits;
using Krewe.Grains.Events;

namespace Krewe.Grains.Tests.Events;

public sealed class EventIntakeTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly IdentityKey Ann = IntakeCatalog.Customer(1);

    [Fact]
    public async Task Who_waits_too_long_is_told_that_the_event_was_taken_in()
    {
        await using var silo = await StartAsync(new IntakeOptions
        {
            AppliedWaitMax = TimeSpan.FromMilliseconds(50),
        });
        silo.Observing = _ => throw new IOException("The profile cannot be read.");

        var verdict = Assert.Single(await AcceptAsync(silo, isAwaited: true, Incoming(1, Ann)));

        Assert.Equal(EventOutcome.Accepted, verdict.Outcome);
        Assert.Null(verdict.Profile);
    }

    [Fact]
    public async Task Events_of_a_full_part_are_refused_and_those_of_others_taken_in()
    {
        await using var silo = await StartAsync(new IntakeOptions { WaitingMax = 1 });
        silo.Observing = identity =>
        {
            if (identity == Ann)
            {
                throw new IOException("The profile cannot be read.");
            }
        };
        var bob = Enumerable.Range(2, 100)
            .Select(IntakeCatalog.Customer)
            .First(identity => IntakeParts.Of(identity) != IntakeParts.Of(Ann));
        await AcceptAsync(silo, isAwaited: false, Incoming(1, Ann));

        var verdicts = await AcceptAsync(
            silo, isAwaited: false, Incoming(2, Ann), Incoming(3, bob), Incoming(4, Ann));

        Assert.Equal(
            [EventOutcome.Refused, EventOutcome.Accepted, EventOutcome.Refused],
            verdicts.Select(verdict => verdict.Outcome));
        Assert.Equal(TimeSpan.FromSeconds(1), verdicts[0].RetryAfter);
    }

    [Fact]
    public async Task Traits_are_realized_by_rule_and_by_number_and_each_once()
    {
        await using var silo = await StartAsync();

        var verdict = Assert.Single(await AcceptAsync(
            silo,
            isAwaited: true,
            Incoming(1, Ann, ("page", "home")) with
            {
                Traits = [new TraitId(4), new TraitId(1), new TraitId(5), new TraitId(99)],
            }));
        var cart = Assert.Single(await AcceptAsync(
            silo, isAwaited: true, Incoming(2, Ann, ("page", "cart"), ("price", "11"))));
        var again = Assert.Single(await AcceptAsync(
            silo, isAwaited: true, Incoming(2, Ann, ("page", "cart"), ("price", "11"))));

        Assert.Equal([1, 3, 4, 6], verdict.Realized.Select(trait => trait.Value));
        Assert.Equal([1, 2], verdict.Segments.Select(segment => segment.Value));
        Assert.Equal(Ann, verdict.Profile);
        Assert.Equal([2], cart.Realized.Select(trait => trait.Value));
        Assert.Equal([1, 2, 3], cart.Segments.Select(segment => segment.Value));
        Assert.Equal(EventOutcome.Repeated, again.Outcome);
        Assert.Equal(cart.Realized.AsEnumerable(), again.Realized.AsEnumerable());
        Assert.Equal(cart.Segments.AsEnumerable(), again.Segments.AsEnumerable());
        Assert.Equal(1, await silo.CountOf(Ann, 2));
    }

    [Fact]
    public async Task Only_traits_of_the_target_are_realized()
    {
        await using var silo = await StartAsync();

        var verdict = Assert.Single(await AcceptAsync(
            silo,
            isAwaited: false,
            Incoming(1, Ann, ("page", "home")) with { Target = IntakeCatalog.Devices }));

        Assert.Equal([6], verdict.Realized.Select(trait => trait.Value));
    }

    [Fact]
    public async Task An_event_of_the_future_counts_as_of_now()
    {
        await using var silo = await StartAsync();
        var now = silo.Time.GetUtcNow();

        await AcceptAsync(
            silo,
            isAwaited: true,
            Incoming(1, Ann, ("page", "home")) with { At = now.AddYears(1) });

        var profile = await silo.ProfileOf(Ann);
        Assert.InRange(
            profile.Fragments[0].Traits[0].Last,
            now.ToUnixTimeSeconds(),
            now.AddMinutes(5).ToUnixTimeSeconds());
    }

    [Fact]
    public async Task A_profile_that_is_kept_elsewhere_is_followed()
    {
        await using var silo = await StartAsync();
        var device = IntakeCatalog.Device(1);
        var linked = Incoming(1, device) with
        {
            Identities =
            [
                new DeclaredIdentity(device, AuthenticationState.Unknown),
                new DeclaredIdentity(Ann, AuthenticationState.Authenticated),
            ],
        };
        await AcceptAsync(silo, isAwaited: true, Incoming(2, Ann, ("page", "home")));

        var verdict = Assert.Single(await AcceptAsync(silo, isAwaited: true, linked));
        var later = Assert.Single(await AcceptAsync(silo, isAwaited: true, Incoming(3, device)));

        Assert.Equal([1, 2], verdict.Segments.Select(segment => segment.Value));
        Assert.Equal(verdict.Profile, later.Profile);
    }

    [Fact]
    public async Task Opting_out_is_told_and_ends_memberships()
    {
        await using var silo = await StartAsync();
        await AcceptAsync(silo, isAwaited: true, Incoming(1, Ann, ("page", "home")));

        var verdict = Assert.Single(await AcceptAsync(
            silo, isAwaited: true, Incoming(2, Ann) with { Kind = LiveEventKind.OptOut }));

        Assert.True(verdict.IsOptedOut);
        Assert.Empty(verdict.Segments);
    }

    private static async Task<IntakeSilo> StartAsync(IntakeOptions? options = null)
    {
        var silo = new IntakeSilo(options);
        await silo.StartAsync();
        return silo;
    }

    private static Task<ImmutableArray<EventVerdict>> AcceptAsync(
        IntakeSilo silo, bool isAwaited, params IncomingEvent[] events) =>
        silo.Events.AcceptAsync(WorkspaceId.Main, events, isAwaited, None);

    private static IncomingEvent Incoming(
        ulong id, IdentityKey identity, params (string Key, string Value)[] signals)
    {
        var buffer = new SignalBuffer();
        foreach (var (key, value) in signals)
        {
            buffer.Add(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value));
        }

        return new IncomingEvent
        {
            Id = id,
            At = DateTimeOffset.UnixEpoch.AddYears(50),
            Identities = [new DeclaredIdentity(identity, AuthenticationState.Authenticated)],
            Signals = buffer,
        };
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Krewe.Contracts.Events;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Grains.Events;

namespace Krewe.Grains.Tests.Events;

/// <summary>One run from a seed, and what must hold after it.</summary>
internal sealed class IntakeSimulation : IAsyncDisposable
{
    private const int Senders = 4;
    private const int RoundsMax = 600;
    private const long Noon = 1_780_056_000;

    private readonly int _seed;
    private readonly Random _random;
    private readonly IntakeSilo _silo;
    private readonly List<LiveEvent> _events = [];
    private readonly Queue<ImmutableArray<LiveEvent>>[] _unsent;
    private readonly ConcurrentDictionary<ulong, int> _repeated = [];

    public IntakeSimulation(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _silo = new IntakeSilo(new IntakeOptions
        {
            PageEventsMax = _random.Next(1, 10),
            WaitingMax = _random.Next(5, 60),
            AppliedTogetherMax = _random.Next(1, 40),
            RememberedMax = 6_400,
            RetryWaitMin = TimeSpan.FromMilliseconds(1),
            RetryWaitMax = TimeSpan.FromMilliseconds(2),
            HeldAfter = _random.Next(1, 4),
            HeldMax = _random.Next(30),
        });
        _unsent = [.. Enumerable.Range(0, Senders).Select(Batches)];
    }

    public int Crashes { get; private set; }

    public async Task GoAsync()
    {
        await _silo.StartAsync();
        for (var round = 0; _unsent.Any(batches => batches.Count > 0); round++)
        {
            Assert.True(round < RoundsMax, Say("events are never taken in"));
            _silo.Disk.FailFrom(_random.Next(), oneIn: 25);
            _silo.Disk.DieAfter(_random.Next(150));
            Break(Everybody().ElementAt(_random.Next(20) % 7), isBroken: _random.Next(3) == 0);
            await Task.WhenAll(_unsent.Select(SendAsync));
            if (_random.Next(3) == 0 && _silo.Observing is null)
            {
                using var limit = new CancellationTokenSource();
                await _silo.Disk.UntilDeathAsync(_silo.SettleAsync(limit.Token));
                await limit.CancelAsync();
            }

            await _silo.CrashAsync();
            Crashes++;
        }

        // What is set aside is tried again by whoever comes after.
        _silo.Observing = null;
        await _silo.CrashAsync();
        await _silo.SettleAsync();
        await _silo.UntilNothingIsHeldAsync();
    }

    // Its profile takes nothing in this round.
    private void Break(IdentityKey broken, bool isBroken) =>
        _silo.Observing = !isBroken ? null : identity =>
        {
            if (identity == broken)
            {
                throw new FormatException("The stored profile is damaged.");
            }
        };

    /// <summary>Each event was applied once: what profiles hold is what the events say.</summary>
    public async Task CheckAsync()
    {
        foreach (var identity in Everybody())
        {
            var profile = await _silo.ProfileOf(identity);
            var place = profile.IndexOf(identity);
            var held = place < 0
                ? "nothing"
                : Say(profile.Fragments[place]);
            Assert.True(Meant(identity) == held, Say(
                $"{identity} holds {held}, not {Meant(identity)}"));
            var links = LinksOf(profile, identity);
            Assert.True(LinksOf(identity).SetEquals(links), Say(
                $"{identity} is linked to {string.Join(' ', links)}, not to "
                + string.Join(' ', LinksOf(identity))));
        }
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    // A batch that is not taken in is sent again in the next round, and now and then also one that
    // was.
    private async Task SendAsync(Queue<ImmutableArray<LiveEvent>> batches)
    {
        while (batches.TryPeek(out var batch))
        {
            try
            {
                if (!await SendAsync(batch))
                {
                    return;
                }
            }
            catch (Exception fault) when (fault is not Xunit.Sdk.XunitException)
            {
                return;
            }

            batches.Dequeue();
            if (batch[0].Id % 10 == 0 && _repeated.TryAdd(batch[0].Id, 0))
            {
                batches.Enqueue(batch);
            }
        }
    }

    private async Task<bool> SendAsync(ImmutableArray<LiveEvent> batch)
    {
        foreach (var part in batch.GroupBy(one =>
            IntakeParts.Of(one.Identities[0].Identity)))
        {
            var reply = await _silo.Part(part.Key).AcceptAsync(
                [.. part], 1, CancellationToken.None);
            if (!reply.IsAccepted)
            {
                return false;
            }
        }

        return true;
    }

    private Queue<ImmutableArray<LiveEvent>> Batches(int sender)
    {
        var batches = new Queue<ImmutableArray<LiveEvent>>();
        for (var number = 0; number < 25; number++)
        {
            var batch = Enumerable.Range(0, _random.Next(1, 6)).Select(_ => NewEvent()).ToList();
            _events.AddRange(batch);
            batch.AddRange(batch.Where(_ => _random.Next(10) == 0).ToArray());
            batches.Enqueue([.. batch]);
        }

        return batches;
    }

    private LiveEvent NewEvent()
    {
        var device = IntakeCatalog.Device(_random.Next(4));
        var customer = IntakeCatalog.Customer(_random.Next(3));
        var isLogin = _random.Next(6) == 0;
        var first = isLogin || _random.Next(2) == 0 ? device : customer;
        var traits = Enumerable.Range(1, 3).Where(_ => _random.Next(3) == 0).ToArray();
        var id = (ulong)_random.NextInt64(long.MaxValue);
        var happened = IntakeCatalog.Event(id, first, traits);
        return happened with
        {
            At = Noon + (_random.Next(5) * 86_400),
            Identities = isLogin
                ? happened.Identities.Add(
                    new DeclaredIdentity(customer, AuthenticationState.Authenticated))
                : happened.Identities,
        };
    }

    private static IEnumerable<IdentityKey> Everybody() =>
    [
        .. Enumerable.Range(0, 4).Select(IntakeCatalog.Device),
        .. Enumerable.Range(0, 3).Select(IntakeCatalog.Customer),
    ];

    private string Meant(IdentityKey identity)
    {
        if (!_events.Any(one => one.Identities.Any(declared => declared.Identity == identity)))
        {
            return "nothing";
        }

        var traits = _events
            .Where(one => one.Identities[^1].Identity == identity)
            .SelectMany(one => one.Traits, (one, trait) => (Trait: trait.Value, one.At))
            .GroupBy(pair => pair.Trait)
            .OrderBy(group => group.Key)
            .ToArray();
        var segments = Segments(identity, [.. traits.Select(group => group.Key)]);
        return Say(
            traits.Select(group => Say(
                group.Key,
                group.Count(),
                group.Min(one => one.At),
                group.Max(one => one.At))),
            segments);
    }

    private static IEnumerable<int> Segments(IdentityKey identity, HashSet<int> held)
    {
        var isCustomer = identity.Source == IntakeCatalog.Customers;
        return Enumerable.Range(1, 3).Where(segment => isCustomer && segment switch
        {
            1 => held.Contains(1),
            2 => held.Contains(2) || held.Contains(3),
            _ => held.Contains(1) && held.Contains(2),
        });
    }

    private HashSet<IdentityKey> LinksOf(IdentityKey identity) => _events
        .Where(one => one.Identities.Length > 1
            && one.Identities.Any(declared => declared.Identity == identity))
        .SelectMany(one => one.Identities.Select(declared => declared.Identity))
        .Where(other => other != identity)
        .ToHashSet();

    private static HashSet<IdentityKey> LinksOf(Profile profile, IdentityKey identity)
    {
        var place = profile.IndexOf(identity);
        return profile.Links
            .Select(link => place < 0 ? -1 : link.OtherEnd(place))
            .Where(other => other >= 0)
            .Select(other => profile.Fragments[other].Identity)
            .ToHashSet();
    }

    private static string Say(Fragment fragment)
    {
        var traits = fragment.Traits.Select(held => Say(
            held.Trait.Value, held.Total, held.First, held.Last));
        return Say(traits, fragment.Memberships.Select(member => member.Segment.Value));
    }

    private static string Say(IEnumerable<string> traits, IEnumerable<int> segments) =>
        $"{string.Join(' ', traits)} in {string.Join(' ', segments)}";

    private static string Say(int trait, int total, long first, long last) => string.Create(
        CultureInfo.InvariantCulture, $"{trait}x{total}({first - Noon}-{last - Noon})");

    private string Say(string what) =>
        string.Create(CultureInfo.InvariantCulture, $"seed {_seed}: {what}");
}

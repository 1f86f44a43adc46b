using System.Collections.Immutable;
using Krewe.Contracts.Profiles;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Traits;

namespace Krewe.Grains.Tests.Profiles;

/// <summary>Files from a seed, as chunks of calls to profiles, and what they mean.</summary>
internal sealed class SimulatedFiles(SimulatedWorld world, SimulatedModel model, int emails)
{
    private readonly Dictionary<IdentityKey, int> _readers = [];
    private ulong _uploads;
    private long _pages;

    /// <summary>A file that one reader takes in: some chunks of calls, in order.</summary>
    public List<List<SimulatedCall>> Next(int reader, int readers)
    {
        var upload = ++_uploads;
        var kind = world.Random.Next(3);
        var links = kind == 0;
        var overwrites = !links && world.Random.Next(2) == 0;
        var chunks = new List<List<SimulatedCall>>();
        var line = 1;
        for (var chunk = world.Random.Next(1, 4); chunk > 0; chunk--)
        {
            var calls = new List<SimulatedCall>();
            var users = new HashSet<IdentityKey>();
            for (var user = world.Random.Next(1, 5); user > 0; user--)
            {
                var identity = kind == 1 ? Of(SimulatedCatalog.Customers, 6) : AnyIdentity();
                if (!IsMine(identity, reader, readers) || !users.Add(identity))
                {
                    continue;
                }

                var last = line + world.Random.Next(3);
                var stamp = new ImportStamp(upload, 1, line, last);
                line = last + 1;
                calls.Add(kind switch
                {
                    0 => Link(identity, stamp),
                    1 => Onboard(identity, stamp, overwrites),
                    _ => Observe(identity),
                });
            }

            chunks.Add(calls);
        }

        return chunks;
    }

    /// <summary>Some opt out and in again, told in another order now and then.</summary>
    /// <remarks>Who has no device goes alone: who has would take the last one along, and which that
    /// is depends on who came first.</remarks>
    public IEnumerable<SimulatedCall> Choices(int reader, int readers)
    {
        var identity = AnyIdentity();
        for (var choice = world.Random.Next(10); choice > 0; choice--)
        {
            identity = world.Random.Next(2) == 0 ? identity : AnyIdentity();
            if (!IsMine(identity, reader, readers) || HasDevice(identity))
            {
                continue;
            }

            var kind = world.Random.Next(2) == 0 ? LiveEventKind.OptIn : LiveEventKind.OptOut;
            var at = (world.Now / 1_000_000) - world.Random.Next(3);
            model.Choose(identity, kind, at);
            _pages++;
            var batch = new EventBatch
            {
                Identity = identity,
                Page = _pages,
                Events = [Choice(identity, kind, at)],
                CatalogVersion = world.Catalog.Version,
            };
            yield return new SimulatedCall(
                identity, (grain, token) => grain.ObserveAsync(batch, token));
        }
    }

    private bool HasDevice(IdentityKey identity) =>
        identity.Source != SimulatedCatalog.Devices
        && model.Links.Any(link =>
            (link.One == identity && link.Other.Source == SimulatedCatalog.Devices)
            || (link.Other == identity && link.One.Source == SimulatedCatalog.Devices));

    private LiveEvent Choice(IdentityKey identity, LiveEventKind kind, long at) => new()
    {
        Id = (ulong)world.Random.NextInt64(),
        At = at,
        Identities = [new DeclaredIdentity(identity, AuthenticationState.Unknown)],
        Traits = [],
        Kind = kind,
    };

    private bool IsMine(IdentityKey identity, int reader, int readers)
    {
        if (!_readers.TryGetValue(identity, out var known))
        {
            _readers.Add(identity, known = world.Random.Next(readers));
        }

        return known == reader;
    }

    private SimulatedCall Link(IdentityKey identity, ImportStamp stamp)
    {
        var others = Enumerable.Range(0, world.Random.Next(1, 4)).Select(_ => AnyIdentity());
        var batch = new LinkBatch
        {
            Identity = identity,
            Stamp = stamp,
            Others = [.. others.Where(other => other != identity)],
            CatalogVersion = world.Catalog.Version,
            At = world.Now / 1_000_000,
        };
        model.Link(identity, batch.Others);
        return new SimulatedCall(identity, (grain, token) => grain.LinkAsync(batch, token));
    }

    private SimulatedCall Onboard(IdentityKey identity, ImportStamp stamp, bool overwrites)
    {
        var operations = Enumerable.Range(0, stamp.LastLine - stamp.FirstLine + 1)
            .Select(_ => new TraitOperation(
                new TraitId(world.Random.Next(1, 5)), overwrites || world.Random.Next(3) != 0))
            .ToImmutableArray();
        var batch = new OnboardingBatch
        {
            Identity = identity,
            Stamp = stamp,
            At = world.Now / 1_000_000,
            Overwrites = overwrites,
            Operations = operations,
            LineEnds = [.. Enumerable.Range(1, operations.Length)],
            CatalogVersion = world.Catalog.Version,
        };
        model.Onboard(batch);
        return new SimulatedCall(identity, (grain, token) => grain.OnboardAsync(batch, token));
    }

    // Pages of the journal are numbered on, so a later batch for an identity has a later page.
    private SimulatedCall Observe(IdentityKey identity)
    {
        _pages++;
        var batch = new EventBatch
        {
            Identity = identity,
            Page = _pages,
            Events = [.. Enumerable.Range(0, world.Random.Next(1, 4)).Select(_ => Event(identity))],
            CatalogVersion = world.Catalog.Version,
        };
        foreach (var happened in batch.Events)
        {
            model.Observe(happened, world.Catalog);
        }

        return new SimulatedCall(identity, (grain, token) => grain.ObserveAsync(batch, token));
    }

    private LiveEvent Event(IdentityKey identity) => new()
    {
        Id = (ulong)world.Random.NextInt64(),
        At = (world.Now / 1_000_000) - world.Random.Next(3 * 86_400),
        Identities =
        [
            .. Enumerable.Range(0, world.Random.Next(3))
                .Select(_ => AnyIdentity())
                .Prepend(identity)
                .Distinct()
                .Select(one => new DeclaredIdentity(
                    one, (AuthenticationState)world.Random.Next(3))),
        ],
        Traits =
        [
            .. Enumerable.Range(5, 2)
                .Where(_ => world.Random.Next(2) == 0)
                .Select(trait => new TraitId(trait)),
        ],
    };

    // Devices, customers, shared e-mails, a chained program: few of each, so that they meet.
    private IdentityKey AnyIdentity() => world.Random.Next(8) switch
    {
        0 or 1 or 2 => Of(SimulatedCatalog.Customers, 6),
        3 or 4 or 5 => Of(SimulatedCatalog.Emails, emails),
        6 => Of(SimulatedCatalog.Devices, 4),
        _ => Of(SimulatedCatalog.Loyalty, 3),
    };

    private IdentityKey Of(DataSourceId source, int count) => new(
        source, IdentityValue.Parse($"v{world.Random.Next(count)}"));
}

/// <summary>One call to the profile of an identity.</summary>
internal sealed record SimulatedCall(
    IdentityKey Identity,
    Func<IProfileGrain, CancellationToken, ValueTask<ProfileReply>> Call);

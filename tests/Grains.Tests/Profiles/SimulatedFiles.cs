using System.Collections.Immutable;
using Krewe.Contracts.Profiles;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Traits;

namespace Krewe.Grains.Tests.Profiles;

/// <summary>Files from a seed, as chunks of calls to profiles, and what they mean.</summary>
internal sealed class SimulatedFiles(SimulatedWorld world, SimulatedModel model, int emails)
{
    private readonly Dictionary<IdentityKey, int> _readers = [];
    private ulong _uploads;

    /// <summary>A file that one reader takes in: some chunks of calls, in order.</summary>
    public List<List<SimulatedCall>> Next(int reader, int readers)
    {
        var upload = ++_uploads;
        var links = world.Random.Next(2) == 0;
        var overwrites = !links && world.Random.Next(2) == 0;
        var chunks = new List<List<SimulatedCall>>();
        var line = 1;
        for (var chunk = world.Random.Next(1, 4); chunk > 0; chunk--)
        {
            var calls = new List<SimulatedCall>();
            var users = new HashSet<IdentityKey>();
            for (var user = world.Random.Next(1, 5); user > 0; user--)
            {
                var identity = links ? AnyIdentity() : Of(SimulatedCatalog.Customers, 6);
                if (!IsMine(identity, reader, readers) || !users.Add(identity))
                {
                    continue;
                }

                var last = line + world.Random.Next(3);
                var stamp = new ImportStamp(upload, 1, line, last);
                line = last + 1;
                calls.Add(links ? Link(identity, stamp) : Onboard(identity, stamp, overwrites));
            }

            chunks.Add(calls);
        }

        return chunks;
    }

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

using System.Collections.Immutable;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Traits;

namespace Krewe.Grains.Tests.Profiles;

/// <summary>What files and events mean, worked out slowly: one graph, one table of
/// traits.</summary>
internal sealed class SimulatedModel
{
    private readonly Dictionary<IdentityKey, ulong> _uploads = [];
    private readonly List<(IdentityKey Owner, TraitId Trait, long At)> _realized = [];
    private readonly Dictionary<IdentityKey, long> _chosen = [];

    public Dictionary<IdentityKey, SortedDictionary<int, long>> Traits { get; } = [];

    public HashSet<(IdentityKey One, IdentityKey Other)> Links { get; } = [];

    public HashSet<IdentityKey> LoggedIn { get; } = [];

    public HashSet<IdentityKey> Known { get; } = [];

    public HashSet<IdentityKey> OptedOut { get; } = [];

    public void Link(IdentityKey identity, ImmutableArray<IdentityKey> others)
    {
        foreach (var other in others)
        {
            Links.Add(Pair(identity, other));
            Known.Add(identity);
            Known.Add(other);
        }
    }

    public void Observe(LiveEvent happened, Catalog catalog)
    {
        var named = happened.Identities.Select(one => one.Identity).ToArray();
        var devices = named.Where(one => IsDevice(one, catalog)).ToArray();
        var people = happened.Identities
            .Where(one => !IsDevice(one.Identity, catalog))
            .OrderByDescending(one => one.State == AuthenticationState.Authenticated)
            .ThenBy(one => one.Identity.Source == SimulatedCatalog.Emails)
            .ToArray();
        foreach (var device in devices)
        {
            Link(device, [.. people.Select(one => one.Identity)]);
        }

        Link(people.FirstOrDefault().Identity, [.. people.Skip(1).Select(one => one.Identity)]);
        Link(devices.FirstOrDefault(), [.. devices.Skip(1)]);
        LoggedIn.UnionWith(people
            .Where(one => one.State == AuthenticationState.Authenticated)
            .Select(one => one.Identity));
        Known.UnionWith(named);
        var owner = people.Length > 0 && people[0].State == AuthenticationState.Authenticated
            ? people[0].Identity
            : devices.Append(named[0]).First();
        foreach (var trait in happened.Traits)
        {
            _realized.Add((owner, trait, happened.At));
        }
    }

    /// <summary>Somebody opts out, or in again; what was said last stands, however late it
    /// comes.</summary>
    public void Choose(IdentityKey identity, LiveEventKind kind, long at)
    {
        Known.Add(identity);
        if (at < _chosen.GetValueOrDefault(identity))
        {
            return;
        }

        _chosen[identity] = at;
        if (kind == LiveEventKind.OptOut)
        {
            OptedOut.Add(identity);
        }
        else
        {
            OptedOut.Remove(identity);
        }
    }

    public void Onboard(OnboardingBatch batch)
    {
        if (!Traits.TryGetValue(batch.Identity, out var held))
        {
            Traits.Add(batch.Identity, held = []);
            Known.Add(batch.Identity);
        }

        var isFirst = _uploads.GetValueOrDefault(batch.Identity) != batch.Stamp.Upload;
        _uploads[batch.Identity] = batch.Stamp.Upload;
        if (batch.Overwrites && isFirst)
        {
            held.Clear();
        }

        foreach (var operation in batch.Operations)
        {
            if (operation.Adds)
            {
                held[operation.Trait.Value] = batch.At;
            }
            else
            {
                held.Remove(operation.Trait.Value);
            }
        }
    }

    public static (IdentityKey One, IdentityKey Other) Pair(IdentityKey one, IdentityKey other) =>
        one < other ? (one, other) : (other, one);

    /// <summary>The traits that an identity holds at an instant.</summary>
    public IEnumerable<TraitQualification> HeldBy(
        IdentityKey identity, Catalog catalog, long now) =>
        Onboarded(identity, catalog, now)
            .Concat(_realized
                .Where(one => one.Owner == identity)
                .GroupBy(one => one.Trait, one => one.At)
                .Select(Realized))
            .OrderBy(held => held.Trait);

    /// <summary>What destinations should hold, by links that are given.</summary>
    public HashSet<Claim> Wanted(List<SimulatedLink> links, Catalog catalog, long now)
    {
        var contexts = new SimulatedContexts(this, links, catalog);
        var wanted = new HashSet<Claim>();
        foreach (var segment in catalog.Segments)
        {
            foreach (var context in contexts.Of(segment.MergeRule))
            {
                var held = context
                    .SelectMany(one => HeldBy(one, catalog, now))
                    .GroupBy(one => one.Trait)
                    .OrderBy(same => same.Key)
                    .Select(same => same.Aggregate(
                        (one, other) => TraitUnion.Merge(one, other)))
                    .ToArray();
                if (!segment.Program.Evaluate(held, now, out _))
                {
                    continue;
                }

                wanted.UnionWith(
                    from member in context
                    from sending in segment.Mappings
                    from identifier in contexts.Reach(member, sending.Identifiers)
                    select new Claim(
                        sending.Destination,
                        segment.Definition.Id,
                        member.StableHashCode(),
                        identifier));
            }
        }

        return wanted;
    }

    private IEnumerable<TraitQualification> Onboarded(
        IdentityKey identity, Catalog catalog, long now) =>
        Traits.TryGetValue(identity, out var held)
            ? held
                .Where(pair => catalog.FindTrait(new TraitId(pair.Key)) is { } trait
                    && TraitTtl.ExpiryOf(pair.Value, trait.TtlDays) > now)
                .Select(pair => TraitQualification.Once(new TraitId(pair.Key), pair.Value))
            : [];

    private static TraitQualification Realized(IGrouping<TraitId, long> at) => new(
        at.Key,
        at.Min(),
        at.Max(),
        at.Count(),
        [
            .. at.GroupBy(UtcDay.Of)
                .OrderBy(day => day.Key)
                .Select(day => new DayCount(day.Key, day.Count())),
        ]);

    private static bool IsDevice(IdentityKey identity, Catalog catalog) =>
        catalog.IsDevice(identity.Source);
}

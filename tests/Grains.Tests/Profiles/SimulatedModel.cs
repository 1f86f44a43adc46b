using System.Collections.Immutable;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Traits;

namespace Krewe.Grains.Tests.Profiles;

/// <summary>What the files mean, worked out slowly: one graph, one table of traits.</summary>
internal sealed class SimulatedModel
{
    private readonly Dictionary<IdentityKey, ulong> _uploads = [];

    public Dictionary<IdentityKey, SortedDictionary<int, long>> Traits { get; } = [];

    public HashSet<(IdentityKey One, IdentityKey Other)> Links { get; } = [];

    public void Link(IdentityKey identity, ImmutableArray<IdentityKey> others)
    {
        foreach (var other in others)
        {
            Links.Add(Pair(identity, other));
        }
    }

    public void Onboard(OnboardingBatch batch)
    {
        if (!Traits.TryGetValue(batch.Identity, out var held))
        {
            Traits.Add(batch.Identity, held = []);
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
    public TraitQualification[] HeldBy(IdentityKey identity, Catalog catalog, long now) =>
        Traits.TryGetValue(identity, out var held)
            ? [.. held
                .Where(pair => catalog.FindTrait(new TraitId(pair.Key)) is { } trait
                    && TraitTtl.ExpiryOf(pair.Value, trait.TtlDays) > now)
                .Select(pair => TraitQualification.Once(new TraitId(pair.Key), pair.Value))]
            : [];

    /// <summary>What destinations should hold, by links that are given.</summary>
    public HashSet<Claim> Wanted(
        HashSet<(IdentityKey One, IdentityKey Other)> links, Catalog catalog, long now)
    {
        var wanted = new HashSet<Claim>();
        foreach (var member in Traits.Keys)
        {
            var held = HeldBy(member, catalog, now);
            foreach (var segment in catalog.Segments)
            {
                if (!segment.ReadsAlone(member.Source)
                    || !segment.Program.Evaluate(held, now, out _))
                {
                    continue;
                }

                foreach (var sending in segment.Mappings)
                {
                    wanted.UnionWith(Reach(member, sending.Identifiers, links)
                        .Select(identifier => new Claim(
                            sending.Destination,
                            segment.Definition.Id,
                            member.StableHashCode(),
                            identifier)));
                }
            }
        }

        return wanted;
    }

    private static HashSet<IdentityKey> Reach(
        IdentityKey member,
        DataSourceId identifiers,
        HashSet<(IdentityKey One, IdentityKey Other)> links)
    {
        var seen = new HashSet<IdentityKey> { member };
        for (var before = 0; before != seen.Count;)
        {
            before = seen.Count;
            foreach (var (one, other) in links)
            {
                if (seen.Contains(one) && Passes(one))
                {
                    seen.Add(other);
                }

                if (seen.Contains(other) && Passes(other))
                {
                    seen.Add(one);
                }
            }
        }

        return [.. seen.Where(reached => reached.Source == identifiers)];

        bool Passes(IdentityKey at) =>
            at == member || (at.Source != identifiers && at.Source != member.Source);
    }
}

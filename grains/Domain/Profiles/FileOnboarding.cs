using System.Collections.Immutable;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Profiles;

/// <summary>Applies the lines of a trait file to the fragment of their user.</summary>
/// <remarks>
/// <para>Shape: an overwriting file takes, with the first line for a user, every trait that it may
/// grant, and each line then adds; a trait that it adds again was not removed. Other files add and
/// remove line by line.</para>
/// <para>Errors: a batch that was applied before changes nothing and comes to what it came to
/// then.</para>
/// <para>Source: Audience Manager, "Inbound data file contents" and the inbound FAQ, read
/// 2026-11.</para>
/// </remarks>
internal static class FileOnboarding
{
    /// <summary>The fragment after the batch, or the very same if it was applied before.</summary>
    public static Fragment Apply(
        Fragment fragment,
        OnboardingBatch batch,
        ImportMatch match,
        Catalog catalog,
        out ImportOutcome outcome)
    {
        var marker = fragment.Import;
        if (marker is not null && marker.Covers(batch.Stamp))
        {
            outcome = marker.Outcome;
            return fragment;
        }

        var known = marker?.Stamp.Upload == batch.Stamp.Upload ? marker : null;
        var before = known?.Lines ?? 0;
        var taken = Math.Min(batch.LineEnds.Length, ImportMarker.LinesMax - before);
        var end = taken == 0 ? 0 : batch.LineEnds[taken - 1];
        var operations = TakesIn(fragment, batch) ? batch.Operations.AsSpan()[..end] : [];
        var work = new TraitWork(fragment.Traits);
        var cleared = known?.Cleared ?? [];
        if (batch.Overwrites && before == 0 && taken > 0)
        {
            cleared = work.TakeOwned(batch.Target, catalog);
        }

        var removed = batch.Overwrites && before == 0 ? cleared.Length : 0;
        var left = cleared.IsEmpty ? null : cleared.ToBuilder();
        foreach (var operation in operations)
        {
            if (operation.Adds)
            {
                work.Add(operation.Trait, batch.At);
                removed -= left?.Remove(operation.Trait) == true ? 1 : 0;
            }
            else if (work.Remove(operation.Trait))
            {
                removed++;
            }
        }

        outcome = new ImportOutcome(taken, removed, LinksDropped: 0, match);
        var next = ImportMarker.Next(marker, batch.Stamp, outcome);
        return fragment with
        {
            Traits = work.ToImmutable(),
            Import = left is null ? next : next with { Cleared = left.DrainToImmutable() },
        };
    }

    // Lines of who opted out, and of a file that is older than an erasure, are taken and forgotten.
    private static bool TakesIn(Fragment fragment, OnboardingBatch batch) =>
        !fragment.IsOptedOut && !fragment.IsErasedSince(batch.At);

    /// <summary>The traits of a fragment while a batch is applied, ordered by trait.</summary>
    private struct TraitWork(ImmutableArray<TraitQualification> held)
    {
        private readonly ImmutableArray<TraitQualification> _held = held;
        private List<TraitQualification>? _changed;

        public ImmutableArray<TraitId> TakeOwned(Identity.DataSourceId? target, Catalog catalog)
        {
            var taken = ImmutableArray.CreateBuilder<TraitId>();
            foreach (var qualification in _held)
            {
                if (catalog.FindTrait(qualification.Trait) is { Type: TraitType.Onboarded } trait
                    && (target is null || trait.DataSource == target))
                {
                    taken.Add(qualification.Trait);
                }
            }

            foreach (var trait in taken)
            {
                Remove(trait);
            }

            return taken.DrainToImmutable();
        }

        public void Add(TraitId trait, long at)
        {
            var index = Find(trait);
            if (index < 0)
            {
                Changed().Insert(~index, TraitQualification.Once(trait, at));
                return;
            }

            var known = At(index);
            if (known.Last < at)
            {
                Changed()[index] = known with { Last = at };
            }
        }

        public bool Remove(TraitId trait)
        {
            var index = Find(trait);
            if (index >= 0)
            {
                Changed().RemoveAt(index);
            }

            return index >= 0;
        }

        public readonly ImmutableArray<TraitQualification> ToImmutable() =>
            _changed is null ? _held : [.. _changed];

        private List<TraitQualification> Changed() => _changed ??= [.. _held];

        private readonly TraitQualification At(int index) =>
            _changed is null ? _held[index] : _changed[index];

        private readonly int Find(TraitId trait)
        {
            var low = 0;
            var high = (_changed?.Count ?? _held.Length) - 1;
            while (low <= high)
            {
                var middle = (low + high) >>> 1;
                var order = At(middle).Trait.CompareTo(trait);
                if (order == 0)
                {
                    return middle;
                }

                (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
            }

            return ~low;
        }
    }
}

using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Krewe.Contracts.Segments;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Grains.Segments;

/// <summary>Counts who holds each trait while profiles are walked. Memory grows with the traits
/// that are held, never with profiles.</summary>
/// <remarks>An identity is one fragment of one profile, so nothing has to be remembered from one
/// fragment to the next. Not thread safe.</remarks>
internal sealed class TraitTally(Catalog catalog, DateTimeOffset now)
{
    private readonly long _now = now.ToUnixTimeSeconds();
    private readonly Dictionary<TraitId, Count> _counts = [];

    // Of the fragment at hand: when the first trait of each folder was given.
    private readonly Dictionary<TraitId, long> _folders = [];

    public void Add(Fragment fragment)
    {
        var isCross = !catalog.IsDevice(fragment.Identity.Source);
        _folders.Clear();
        foreach (var held in fragment.Traits)
        {
            if (catalog.FindTrait(held.Trait) is { } trait
                && TraitTtl.ExpiryOf(held.Last, trait.TtlDays) > _now)
            {
                Add(held, trait.Type == TraitType.RuleBased, isCross);
            }
        }

        foreach (var (folder, first) in _folders)
        {
            Of(folder, isCross).AddHolder(first, _now);
        }
    }

    public ImmutableDictionary<TraitId, TraitFigures> Finish() =>
        _counts.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.ToFigures());

    private void Add(in TraitQualification held, bool isCounted, bool isCross)
    {
        var kind = Of(held.Trait, isCross);
        kind.AddHolder(held.First, _now);
        Realize(kind, held, isCounted);
        foreach (var folder in catalog.FoldersOf(held.Trait))
        {
            ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(
                _folders, folder, out var isKnown);
            first = isKnown ? Math.Min(first, held.First) : held.First;
            Realize(Of(folder, isCross), held, isCounted);
        }
    }

    // Only rule-based traits are realized again and again.
    private void Realize(Kind kind, in TraitQualification held, bool isCounted)
    {
        if (isCounted)
        {
            kind.AddRealizations(held, _now);
        }
    }

    private Kind Of(TraitId trait, bool isCross)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, trait, out _);
        count ??= new Count();
        return isCross ? count.CrossDevice : count.Device;
    }

    private sealed class Count
    {
        public Kind Device { get; } = new();

        public Kind CrossDevice { get; } = new();

        public TraitFigures ToFigures() => new(Device.ToCount(), CrossDevice.ToCount());
    }

    private sealed class Kind
    {
        private readonly long[] _unique = new long[TraitFigures.IntervalDays.Length];
        private readonly long[] _realizations = new long[TraitFigures.IntervalDays.Length];
        private long _holding;

        public void AddHolder(long first, long now)
        {
            _holding++;
            var days = UtcDay.Of(now) - (long)UtcDay.Of(first);
            for (var index = 0; index < _unique.Length; index++)
            {
                _unique[index] += days < TraitFigures.IntervalDays[index] ? 1 : 0;
            }
        }

        public void AddRealizations(in TraitQualification held, long now)
        {
            for (var index = 0; index < _realizations.Length; index++)
            {
                _realizations[index] += Realizations.Within(
                    held, TraitFigures.IntervalDays[index], now);
            }
        }

        public TraitCount ToCount() => _holding == 0
            ? TraitCount.None
            : new TraitCount(_holding, [.. _unique], [.. _realizations]);
    }
}

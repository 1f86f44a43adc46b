using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Krewe.Contracts.Events;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Traits;

namespace Krewe.Grains.Events;

/// <summary>Which traits live events realize under one version of the definitions.</summary>
/// <remarks>Built once for a catalog and shared by any number of threads.</remarks>
internal sealed class EventTraits
{
    /// <summary>Traits that one event realizes at most; those with the lowest numbers
    /// count.</summary>
    public const int RealizedMax = 1_000;

    private static readonly ConditionalWeakTable<Catalog, EventTraits> Known = [];

    private readonly Catalog _catalog;
    private readonly SignalIndex _index;
    private readonly int _ruled;

    private EventTraits(Catalog catalog)
    {
        var traits = catalog.Definition.Traits
            .Where(trait => trait.Type == TraitType.RuleBased)
            .ToArray();
        _catalog = catalog;
        _ruled = traits.Length;
        _index = SignalIndex.Build(traits);
    }

    public static EventTraits Of(Catalog catalog) =>
        Known.GetValue(catalog, static catalog => new EventTraits(catalog));

    /// <summary>The traits that an event realizes, ascending, each once.</summary>
    public ImmutableArray<TraitId> Realized(IncomingEvent incoming)
    {
        if (incoming.Traits.IsEmpty && incoming.Signals is not { Count: > 0 })
        {
            return [];
        }

        var room = ArrayPool<TraitId>.Shared.Rent(_ruled + incoming.Traits.Length);
        try
        {
            var count = Match(incoming, room);
            foreach (var trait in incoming.Traits)
            {
                room[count++] = trait;
            }

            return Keep(room.AsSpan(0, count), incoming.Target);
        }
        finally
        {
            ArrayPool<TraitId>.Shared.Return(room);
        }
    }

    // There is room for every trait that has a rule, so nothing is lost.
    private int Match(IncomingEvent incoming, TraitId[] room) =>
        incoming.Signals is { Count: > 0 } signals && _ruled > 0
            ? _index.MatchLine(signals.Text, signals.Signals, room.AsSpan(0, _ruled), out _)
            : 0;

    private ImmutableArray<TraitId> Keep(Span<TraitId> traits, DataSourceId? target)
    {
        traits.Sort();
        var kept = 0;
        foreach (var trait in traits)
        {
            var isAgain = kept > 0 && traits[kept - 1] == trait;
            if (!isAgain && kept < RealizedMax && IsRealizable(trait, target))
            {
                traits[kept++] = trait;
            }
        }

        return [.. traits[..kept]];
    }

    private bool IsRealizable(TraitId id, DataSourceId? target) =>
        _catalog.FindTrait(id) is { Type: not TraitType.Folder } trait
        && (target is null || trait.DataSource == target);
}

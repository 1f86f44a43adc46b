using System.Buffers;
using System.Collections.Immutable;
using Krewe.Contracts.Events;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Traits;

namespace Krewe.Grains.Events;

/// <summary>Which traits live events realize: those whose rules their signals meet, and those that
/// they name.</summary>
internal static class EventTraits
{
    /// <summary>Traits that one event realizes at most; those with the lowest numbers
    /// count.</summary>
    public const int RealizedMax = 1_000;

    private const int TypicalMax = 256;

    /// <summary>The traits that an event realizes, ascending, each once.</summary>
    public static ImmutableArray<TraitId> Realized(IncomingEvent incoming, Catalog catalog)
    {
        if (incoming.Traits.IsEmpty && incoming.Signals is not { Count: > 0 })
        {
            return [];
        }

        // Few rules are met by one event; where there are more, there is room for all of them.
        return Realized(incoming, catalog, TypicalMax)
            ?? Realized(incoming, catalog, catalog.Definition.Traits.Length)
            ?? throw new InvalidOperationException("More traits were met than there are.");
    }

    private static ImmutableArray<TraitId>? Realized(
        IncomingEvent incoming, Catalog catalog, int metMax)
    {
        var room = ArrayPool<TraitId>.Shared.Rent(metMax + incoming.Traits.Length);
        try
        {
            var count = Match(incoming, catalog, room.AsSpan(0, metMax));
            if (count < 0)
            {
                return null;
            }

            foreach (var trait in incoming.Traits)
            {
                room[count++] = trait;
            }

            return Keep(room.AsSpan(0, count), incoming.Target, catalog);
        }
        finally
        {
            ArrayPool<TraitId>.Shared.Return(room);
        }
    }

    private static int Match(IncomingEvent incoming, Catalog catalog, Span<TraitId> room) =>
        incoming.Signals is { Count: > 0 } signals
            ? catalog.EventTraits.MatchLine(signals.Text, signals.Signals, room, out _)
            : 0;

    private static ImmutableArray<TraitId> Keep(
        Span<TraitId> traits, DataSourceId? target, Catalog catalog)
    {
        traits.Sort();
        var kept = 0;
        foreach (var trait in traits)
        {
            var isAgain = kept > 0 && traits[kept - 1] == trait;
            if (!isAgain && kept < RealizedMax && IsRealizable(trait, target, catalog))
            {
                traits[kept++] = trait;
            }
        }

        return [.. traits[..kept]];
    }

    private static bool IsRealizable(TraitId id, DataSourceId? target, Catalog catalog) =>
        catalog.FindTrait(id) is { Type: not TraitType.Folder } trait
        && (target is null || trait.DataSource == target);
}

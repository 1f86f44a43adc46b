using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Catalogs;

/// <summary>A merge rule and the active segments that are decided by it.</summary>
public sealed class CompiledMergeRule
{
    private readonly Dictionary<TraitId, ImmutableArray<int>> _readers;

    private CompiledMergeRule(MergeRule rule, ImmutableArray<CompiledSegment> segments)
    {
        Rule = rule;
        Segments = segments;
        _readers = ReadersOf(segments);
    }

    /// <summary>Which fragments are read together.</summary>
    public MergeRule Rule { get; }

    /// <summary>The active segments that are decided by it.</summary>
    public ImmutableArray<CompiledSegment> Segments { get; }

    /// <summary>Where in <see cref="Segments"/> those are whose rule reads a trait, by name or by
    /// its folder.</summary>
    public ImmutableArray<int> Reading(TraitId trait) =>
        _readers.TryGetValue(trait, out var readers) ? readers : [];

    /// <summary>Whether the rule reads the IDs of a data source.</summary>
    public bool Reads(DataSourceId source) => Rule.DataSources.Contains(source);

    /// <summary>The merge rules that decide any of the segments.</summary>
    internal static ImmutableArray<CompiledMergeRule> Of(
        IEnumerable<CompiledSegment> segments) =>
    [
        .. segments
            .Where(segment => segment.IsActive)
            .GroupBy(segment => segment.MergeRule.Name, StringComparer.Ordinal)
            .Select(group => new CompiledMergeRule(group.First().MergeRule, [.. group])),
    ];

    private static Dictionary<TraitId, ImmutableArray<int>> ReadersOf(
        ImmutableArray<CompiledSegment> segments)
    {
        var gathered = new Dictionary<TraitId, List<int>>();
        for (var place = 0; place < segments.Length; place++)
        {
            foreach (var trait in segments[place].Traits)
            {
                ref var readers = ref CollectionsMarshal.GetValueRefOrAddDefault(
                    gathered, trait, out _);
                (readers ??= new List<int>(1)).Add(place);
            }
        }

        return gathered.ToDictionary(pair => pair.Key, pair => pair.Value.ToImmutableArray());
    }
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Catalogs;

/// <summary>A merge rule and the active segments that are decided by it.</summary>
public sealed class CompiledMergeRule
{
    private static readonly ImmutableArray<int> NoSegments = [];

    private readonly FrozenDictionary<TraitId, ImmutableArray<int>> _readers;

    private CompiledMergeRule(MergeRule rule, ImmutableArray<CompiledSegment> segments)
    {
        Rule = rule;
        Segments = segments;
        _readers = segments
            .SelectMany((segment, place) => segment.Traits.Select(trait => (trait, place)))
            .GroupBy(pair => pair.trait, pair => pair.place)
            .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray());
    }

    /// <summary>Which fragments are read together.</summary>
    public MergeRule Rule { get; }

    /// <summary>The active segments that are decided by it.</summary>
    public ImmutableArray<CompiledSegment> Segments { get; }

    /// <summary>Where in <see cref="Segments"/> those are whose rule names a trait.</summary>
    public ImmutableArray<int> Reading(TraitId trait) =>
        _readers.GetValueOrDefault(trait, NoSegments);

    /// <summary>Whether the rule reads the IDs of a data source.</summary>
    public bool Reads(DataSourceId source)
    {
        foreach (var read in Rule.DataSources)
        {
            if (read == source)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The merge rules that decide any of the segments.</summary>
    internal static ImmutableArray<CompiledMergeRule> Of(
        IEnumerable<CompiledSegment> segments) =>
    [
        .. segments
            .Where(segment => segment.IsActive)
            .GroupBy(segment => segment.MergeRule.Name, StringComparer.Ordinal)
            .Select(group => new CompiledMergeRule(group.First().MergeRule, [.. group])),
    ];
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Catalogs;

/// <summary>Compiled segments, found by number and by merge rule.</summary>
internal sealed class SegmentIndex
{
    private readonly FrozenDictionary<SegmentId, CompiledSegment> _byId;
    private readonly Dictionary<TraitId, int> _daysAsked = [];

    public SegmentIndex(ImmutableArray<CompiledSegment> segments)
    {
        Segments = segments;
        HasMappings = segments.Any(segment => !segment.Mappings.IsEmpty);
        _byId = segments.ToFrozenDictionary(segment => segment.Definition.Id);
        MergeRules = CompiledMergeRule.Of(segments);
        ReadsLogins = MergeRules.Any(rule =>
            rule.Rule.CrossDevice == CrossDeviceOption.CurrentAuthenticatedProfiles);
        foreach (var (trait, days) in segments.SelectMany(segment => segment.Windows))
        {
            _daysAsked[trait] = Math.Max(days, _daysAsked.GetValueOrDefault(trait));
        }
    }

    public ImmutableArray<CompiledSegment> Segments { get; }

    /// <summary>The merge rules that decide active segments, which are found there by what they
    /// read.</summary>
    public ImmutableArray<CompiledMergeRule> MergeRules { get; }

    public bool HasMappings { get; }

    public bool ReadsLogins { get; }

    public CompiledSegment? Find(SegmentId id) => _byId.GetValueOrDefault(id);

    public int DaysAsked(TraitId trait, int otherwise) =>
        _daysAsked.GetValueOrDefault(trait, otherwise);

    /// <summary>This one if it is of the very same segments, else a new one.</summary>
    public SegmentIndex With(ImmutableArray<CompiledSegment> segments) =>
        segments.AsSpan().SequenceEqual(Segments.AsSpan()) ? this : new SegmentIndex(segments);
}

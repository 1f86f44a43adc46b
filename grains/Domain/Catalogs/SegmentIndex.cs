using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Catalogs;

/// <summary>Compiled segments, found by number and by what they read.</summary>
internal sealed class SegmentIndex
{
    private readonly FrozenDictionary<SegmentId, CompiledSegment> _byId;
    private readonly Dictionary<TraitId, ImmutableArray<CompiledSegment>> _readers;
    private readonly Dictionary<TraitId, int> _daysAsked = [];

    public SegmentIndex(ImmutableArray<CompiledSegment> segments)
    {
        Segments = segments;
        HasMappings = segments.Any(segment => !segment.Mappings.IsEmpty);
        _byId = segments.ToFrozenDictionary(segment => segment.Definition.Id);
        _readers = ReadersOf(segments);
        foreach (var (trait, days) in segments.SelectMany(segment => segment.Windows))
        {
            _daysAsked[trait] = Math.Max(days, _daysAsked.GetValueOrDefault(trait));
        }
    }

    public ImmutableArray<CompiledSegment> Segments { get; }

    public bool HasMappings { get; }

    public CompiledSegment? Find(SegmentId id) => _byId.GetValueOrDefault(id);

    public int DaysAsked(TraitId trait, int otherwise) =>
        _daysAsked.GetValueOrDefault(trait, otherwise);

    public ImmutableArray<CompiledSegment> Reading(TraitId trait) =>
        _readers.TryGetValue(trait, out var segments) ? segments : [];

    /// <summary>This one if it is of the very same segments, else a new one.</summary>
    public SegmentIndex With(ImmutableArray<CompiledSegment> segments) =>
        segments.AsSpan().SequenceEqual(Segments.AsSpan()) ? this : new SegmentIndex(segments);

    private static Dictionary<TraitId, ImmutableArray<CompiledSegment>> ReadersOf(
        ImmutableArray<CompiledSegment> segments)
    {
        var gathered = new Dictionary<TraitId, List<CompiledSegment>>();
        foreach (var segment in segments)
        {
            foreach (var trait in segment.Traits)
            {
                ref var readers = ref CollectionsMarshal.GetValueRefOrAddDefault(
                    gathered, trait, out _);
                (readers ??= new List<CompiledSegment>(1)).Add(segment);
            }
        }

        return gathered.ToDictionary(pair => pair.Key, pair => pair.Value.ToImmutableArray());
    }
}

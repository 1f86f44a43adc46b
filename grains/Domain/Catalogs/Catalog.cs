using System.Collections.Frozen;
using System.Collections.Immutable;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;

namespace Krewe.Domain.Catalogs;

/// <summary>The definitions of a workspace, compiled: immutable, versioned, swapped
/// whole.</summary>
/// <remarks>
/// <para>Shape: what a profile needs to decide its memberships, indexed; a change looks only at
/// the segments that read it.</para>
/// <para>Units: <see cref="Day"/> is the UTC day whose mappings are in force; another day is
/// another catalog of a later version.</para>
/// </remarks>
public sealed class Catalog
{
    /// <summary>Days that counts are kept for, at least: what a rule of tomorrow may ask.</summary>
    public const int DaysKeptMin = 30;

    private readonly FrozenDictionary<DataSourceId, DataSource> _dataSources;
    private readonly FrozenDictionary<TraitId, TraitDefinition> _traits;
    private readonly FrozenDictionary<SegmentId, CompiledSegment> _segments;
    private readonly FrozenDictionary<TraitId, int> _daysAsked;

    private Catalog(
        WorkspaceDefinition definition,
        long version,
        DateOnly day,
        ImmutableArray<CompiledSegment> segments)
    {
        Definition = definition;
        Version = version;
        Day = day;
        Segments = segments;
        MergeRules = CompiledMergeRule.Of(segments);
        HasMappings = segments.Any(segment => !segment.Mappings.IsEmpty);
        _dataSources = definition.DataSources.ToFrozenDictionary(source => source.Id);
        _traits = definition.Traits.ToFrozenDictionary(trait => trait.Id);
        _segments = segments.ToFrozenDictionary(segment => segment.Definition.Id);
        _daysAsked = segments
            .SelectMany(segment => segment.Windows)
            .GroupBy(window => window.Trait, window => window.Days)
            .ToFrozenDictionary(group => group.Key, group => group.Max());
    }

    /// <summary>What it was compiled from.</summary>
    public WorkspaceDefinition Definition { get; }

    /// <summary>Grows with every change of the definitions or of the mappings in force.</summary>
    public long Version { get; }

    /// <summary>The day whose mappings are in force.</summary>
    public DateOnly Day { get; }

    /// <summary>By number.</summary>
    public ImmutableArray<CompiledSegment> Segments { get; }

    /// <summary>The merge rules that decide active segments.</summary>
    public ImmutableArray<CompiledMergeRule> MergeRules { get; }

    /// <summary>True if any segment is sent anywhere.</summary>
    public bool HasMappings { get; }

    /// <summary>Compiles definitions that the validator has passed.</summary>
    /// <exception cref="ArgumentException">A rule does not parse: nobody validated it.</exception>
    public static Catalog Compile(WorkspaceDefinition definition, long version, DateOnly day)
    {
        var rules = definition.MergeRules.ToDictionary(rule => rule.Name, StringComparer.Ordinal);
        var mappings = definition.Destinations
            .SelectMany(
                destination => destination.Mappings.Where(mapping => mapping.IsInForce(day)),
                (destination, mapping) => (mapping.Segment, Sent: new SegmentSending(
                    destination.Id, destination.DataSource)))
            .ToLookup(pair => pair.Segment, pair => pair.Sent);
        var segments = definition.Segments
            .Select(segment => CompiledSegment.Of(
                segment, rules[segment.MergeRule], [.. mappings[segment.Id].Distinct()]))
            .ToImmutableArray();
        return new Catalog(definition, version, day, segments);
    }

    /// <summary>The data source, or null where none has the number.</summary>
    public DataSource? FindDataSource(DataSourceId id) => _dataSources.GetValueOrDefault(id);

    /// <summary>Whether the IDs of a data source are those of devices and browsers.</summary>
    public bool IsDevice(DataSourceId id) =>
        FindDataSource(id) is not { IdType: IdType.CrossDevice };

    /// <summary>The trait, or null where none has the number.</summary>
    public TraitDefinition? FindTrait(TraitId id) => _traits.GetValueOrDefault(id);

    /// <summary>The segment, or null where none has the number.</summary>
    public CompiledSegment? FindSegment(SegmentId id) => _segments.GetValueOrDefault(id);

    /// <summary>For how many days before the latest the realizations of a trait are counted by
    /// day.</summary>
    public int DaysKept(TraitId trait) => _daysAsked.GetValueOrDefault(trait, DaysKeptMin);
}

/// <summary>A destination that a segment is sent to, and what is sent.</summary>
public readonly record struct SegmentSending(
    DestinationId Destination, DataSourceId Identifiers);

/// <summary>A segment, ready to be decided.</summary>
public sealed class CompiledSegment
{
    private CompiledSegment(
        SegmentDefinition definition,
        MergeRule mergeRule,
        SegmentRule rule,
        ImmutableArray<SegmentSending> mappings)
    {
        Definition = definition;
        MergeRule = mergeRule;
        Program = SegmentProgram.Compile(rule);
        Traits = rule.Traits;
        Windows =
        [
            .. rule.Traits
                .Select(trait => (trait, rule.WindowDaysMax(trait)))
                .Where(window => window.Item2 > Catalog.DaysKeptMin),
        ];
        Mappings = mappings;
    }

    /// <summary>What it was compiled from.</summary>
    public SegmentDefinition Definition { get; }

    /// <summary>Which fragments are read together.</summary>
    public MergeRule MergeRule { get; }

    /// <summary>The rule.</summary>
    public SegmentProgram Program { get; }

    /// <summary>The traits that the rule names.</summary>
    public ImmutableArray<TraitId> Traits { get; }

    /// <summary>How many days back the rule looks, of the traits of which it looks further than
    /// <see cref="Catalog.DaysKeptMin"/>.</summary>
    public ImmutableArray<(TraitId Trait, int Days)> Windows { get; }

    /// <summary>Where it is sent today; nowhere while it is paused.</summary>
    public ImmutableArray<SegmentSending> Mappings { get; }

    /// <summary>True while it takes members.</summary>
    public bool IsActive => Definition.Status == SegmentStatus.Active;

    internal static CompiledSegment Of(
        SegmentDefinition definition,
        MergeRule mergeRule,
        ImmutableArray<SegmentSending> mappings)
    {
        var parsed = SegmentRule.Parse(definition.Rule);
        var rule = parsed.Rule ?? throw new ArgumentException(
            $"Segment {definition.Id}: the rule does not parse.", nameof(definition));
        var sent = definition.Status == SegmentStatus.Active ? mappings : [];
        return new CompiledSegment(definition, mergeRule, rule, sent);
    }
}

using System.Collections.Immutable;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;

namespace Krewe.Domain.Catalogs;

/// <summary>The definitions of a workspace, compiled: immutable, versioned, swapped
/// whole.</summary>
/// <remarks>
/// <para>Shape: what a profile needs to decide its memberships, indexed; a change looks only at
/// the segments that read it. What did not change is shared with the catalog before, so that a
/// change of one definition costs little more than that.</para>
/// <para>Units: <see cref="Day"/> is the UTC day whose mappings are in force; another day is
/// another catalog of a later version.</para>
/// </remarks>
public sealed class Catalog
{
    /// <summary>Days that counts are kept for, at least: what a rule of tomorrow may ask.</summary>
    public const int DaysKeptMin = 30;

    private readonly Dictionary<DataSourceId, DataSource> _dataSources;
    private readonly TraitCatalog _traits;
    private readonly SegmentIndex _segments;

    private Catalog(
        WorkspaceDefinition definition,
        long version,
        DateOnly day,
        TraitCatalog traits,
        SegmentIndex segments)
    {
        Definition = definition;
        Version = version;
        Day = day;
        _dataSources = definition.DataSources.ToDictionary(source => source.Id);
        _traits = traits;
        _segments = segments;
    }

    /// <summary>What it was compiled from.</summary>
    public WorkspaceDefinition Definition { get; }

    /// <summary>Grows with every change of the definitions or of the mappings in force.</summary>
    public long Version { get; }

    /// <summary>The day whose mappings are in force.</summary>
    public DateOnly Day { get; }

    /// <summary>By number.</summary>
    public ImmutableArray<CompiledSegment> Segments => _segments.Segments;

    /// <summary>The merge rules that decide active segments.</summary>
    public ImmutableArray<CompiledMergeRule> MergeRules => _segments.MergeRules;

    /// <summary>True if any segment is sent anywhere.</summary>
    public bool HasMappings => _segments.HasMappings;

    /// <summary>True if who is logged in now decides any active segment.</summary>
    public bool ReadsLogins => _segments.ReadsLogins;

    /// <summary>Which rule-based traits the signals of an event realize.</summary>
    /// <remarks><para>It is indexed when it is first asked for, by one caller while the others
    /// wait, or in the catalog before if its rules were the same.</para></remarks>
    public SignalIndex EventTraits => _traits.Events;

    /// <summary>Whether <see cref="EventTraits"/> is there without waiting.</summary>
    public bool HasEventTraits => _traits.HasEvents;

    /// <summary>Compiles definitions that the validator has passed.</summary>
    /// <param name="definition">The definitions.</param>
    /// <param name="version">The version of the catalog.</param>
    /// <param name="day">The UTC day whose mappings are in force.</param>
    /// <param name="previous">The catalog before, whose parts are taken over where they would
    /// come out the same; null: there is none.</param>
    /// <exception cref="ArgumentException">A rule does not parse: nobody validated it.</exception>
    public static Catalog Compile(
        WorkspaceDefinition definition, long version, DateOnly day, Catalog? previous = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var traits = TraitCatalog.Of(definition.Traits, previous?._traits);
        var segments = CompileSegments(definition, day, traits.Folders, previous);
        return new Catalog(
            definition,
            version,
            day,
            traits,
            previous?._segments.With(segments) ?? new SegmentIndex(segments));
    }

    /// <summary>The data source, or null where none has the number.</summary>
    public DataSource? FindDataSource(DataSourceId id) => _dataSources.GetValueOrDefault(id);

    /// <summary>Whether the IDs of a data source are those of devices and browsers.</summary>
    public bool IsDevice(DataSourceId id) =>
        FindDataSource(id) is not { IdType: IdType.CrossDevice };

    /// <summary>The trait, or null where none has the number.</summary>
    public TraitDefinition? FindTrait(TraitId id) => _traits.Find(id);

    /// <summary>The folder traits that stand for a trait, ascending; none for a trait that is not
    /// defined.</summary>
    public ImmutableArray<TraitId> FoldersOf(TraitId trait) =>
        _traits.Find(trait) is { } found ? _traits.Folders.StandingFor(found) : [];

    /// <summary>The segment, or null where none has the number.</summary>
    public CompiledSegment? FindSegment(SegmentId id) => _segments.Find(id);

    /// <summary>For how many days before the latest the realizations of a trait are counted by
    /// day.</summary>
    public int DaysKept(TraitId trait) => _segments.DaysAsked(trait, otherwise: DaysKeptMin);

    private static ImmutableArray<CompiledSegment> CompileSegments(
        WorkspaceDefinition definition, DateOnly day, FolderTraits folders, Catalog? previous)
    {
        var rules = definition.MergeRules.ToDictionary(rule => rule.Name, StringComparer.Ordinal);
        var moved = folders.ChangedSince(previous?._traits.Folders ?? FolderTraits.None);
        var mappings = definition.Destinations
            .SelectMany(
                destination => destination.Mappings.Where(mapping => mapping.IsInForce(day)),
                (destination, mapping) => (mapping.Segment, Sent: new SegmentSending(
                    destination.Id, destination.DataSource)))
            .ToLookup(pair => pair.Segment, pair => pair.Sent);
        return [.. definition.Segments.Select(Compile)];

        CompiledSegment Compile(SegmentDefinition segment)
        {
            var rule = rules[segment.MergeRule];
            ImmutableArray<SegmentSending> sent = [.. mappings[segment.Id].Distinct()];
            return previous?.FindSegment(segment.Id) is { } known
                && known.IsOf(segment, rule, sent)
                && !(moved.Count > 0 && known.Written.Any(moved.Contains))
                    ? known
                    : CompiledSegment.Of(segment, rule, sent, folders);
        }
    }
}

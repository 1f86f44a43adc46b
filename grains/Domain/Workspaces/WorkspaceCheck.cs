using System.Collections.Immutable;
using Krewe.Domain.Accounts;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Workspaces;

/// <summary>One run of the validator: the definition by key, and the faults so far.</summary>
internal sealed class WorkspaceCheck
{
    private readonly WorkspacePaths _paths;
    private readonly FaultLog _faults;
    private readonly Dictionary<DataSourceId, DataSource> _sources = [];
    private readonly Dictionary<TraitId, TraitDefinition> _traits = [];
    private readonly Dictionary<string, MergeRule> _mergeRules = new(StringComparer.Ordinal);
    private readonly Dictionary<SegmentId, SegmentDefinition> _segments = [];
    private readonly Dictionary<string, AccountDefinition> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<SegmentId, ImmutableArray<TraitDefinition>> _read = [];
    private readonly HashSet<object> _broken = new(ReferenceEqualityComparer.Instance);

    public WorkspaceCheck(
        WorkspaceDefinition definition, WorkspaceRules rules, WorkspacePaths paths, FaultLog faults)
    {
        (Definition, Rules, _paths, _faults) = (definition, rules, paths, faults);
        Index(GlobalDataSources.All.Select(one => one.Source), source => source.Id, _sources);
        Index(definition.DataSources, source => source.Id, _sources);
        Index(definition.Traits, trait => trait.Id, _traits);
        Index(definition.MergeRules, rule => rule.Name, _mergeRules);
        Index(definition.Segments, segment => segment.Id, _segments);
        Index(definition.Accounts, account => account.Name, _accounts);
        MarkBroken(WorkspaceSection.DataSources, definition.DataSources);
        MarkBroken(WorkspaceSection.Traits, definition.Traits);
        MarkBroken(WorkspaceSection.MergeRules, definition.MergeRules);
        MarkBroken(WorkspaceSection.Destinations, definition.Destinations);
        MarkBroken(WorkspaceSection.EventSources, definition.EventSources);
    }

    public WorkspaceDefinition Definition { get; }

    public WorkspaceRules Rules { get; }

    /// <summary>Whether the company lacks an add-on; not known to lack one that could not be
    /// read.</summary>
    public bool Lacks(AddOns addOn) => _paths.AddOnsAreKnown && !Definition.AddOns.HasFlag(addOn);

    public DataSource? Source(DataSourceId id) => _sources.GetValueOrDefault(id);

    public TraitDefinition? Trait(TraitId id) => _traits.GetValueOrDefault(id);

    /// <summary>A trait that was read whole.</summary>
    public TraitDefinition? SoundTrait(TraitId id) =>
        Trait(id) is { } trait && !IsBroken(trait) ? trait : null;

    public MergeRule? MergeRule(string name) => _mergeRules.GetValueOrDefault(name);

    public SegmentDefinition? Segment(SegmentId id) => _segments.GetValueOrDefault(id);

    public AccountDefinition? Account(string name) => _accounts.GetValueOrDefault(name);

    /// <summary>The traits that a segment's rule names, as far as they are known.</summary>
    public ImmutableArray<TraitDefinition> TraitsOf(SegmentId segment) =>
        _read.GetValueOrDefault(segment, []);

    public void SetTraitsOf(SegmentId segment, ImmutableArray<TraitDefinition> traits) =>
        _read[segment] = traits;

    /// <summary>Whether every item of a list could be read, so that a missing one is a
    /// fault.</summary>
    public bool IsComplete(WorkspaceSection section) => !_paths.IsIncomplete(section);

    /// <summary>Whether parts of the item are only defaults, as they could not be read: what takes
    /// several of them to judge is left alone.</summary>
    public bool IsBroken(object item) => _broken.Contains(item);

    public void Error(WorkspaceSection section, string message) =>
        _faults.Check(_paths.Fault(section, message, Severity.Error));

    public void Error(WorkspaceSection section, int index, string member, string message) =>
        _faults.Check(_paths.Fault(section, index, member, message, Severity.Error));

    public void Warn(WorkspaceSection section, int index, string member, string message) =>
        _faults.Check(_paths.Fault(section, index, member, message, Severity.Warning));

    /// <summary>That a data source is named which nobody defines.</summary>
    public void UnknownSource(WorkspaceSection section, int index, string member, string named)
    {
        if (IsComplete(WorkspaceSection.DataSources))
        {
            Error(
                section,
                index,
                member,
                $"{named}, which is not defined; add it to dataSources or correct the number.");
        }
    }

    private void MarkBroken<T>(WorkspaceSection section, ImmutableArray<T> items)
        where T : class
    {
        for (var index = 0; index < items.Length; index++)
        {
            if (_paths.IsBroken(section, index))
            {
                _broken.Add(items[index]);
            }
        }
    }

    // The first of several with one key counts; the others are faults of their own.
    private static void Index<TKey, T>(
        IEnumerable<T> items, Func<T, TKey> key, Dictionary<TKey, T> index)
        where TKey : notnull
    {
        foreach (var item in items)
        {
            index.TryAdd(key(item), item);
        }
    }
}

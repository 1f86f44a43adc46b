using Krewe.Api.Accounts;
using Krewe.Api.Activation;
using Krewe.Api.Identity;
using Krewe.Api.MergeRules;
using Krewe.Api.Segments;
using Krewe.Api.Traits;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;

namespace Krewe.Api.Graph;

/// <summary>The definitions of one version as the graph shows them: each thing is made once, and
/// leads to those that it names.</summary>
public sealed class Definitions
{
    private readonly WorkspaceSnapshot _snapshot;
    private readonly Dictionary<DataSourceId, DataSourceView> _dataSources;
    private readonly Dictionary<string, DataSourceView> _namespaces;
    private readonly Dictionary<TraitId, TraitView> _traits;
    private readonly Dictionary<string, MergeRuleView> _mergeRules;
    private readonly Dictionary<SegmentId, SegmentView> _segments;
    private readonly Dictionary<string, AccountView> _accounts;
    private readonly Dictionary<DestinationId, DestinationView> _destinations;
    private readonly ILookup<SegmentId, SegmentMappingView> _mappings;

    /// <summary>Indexes a snapshot.</summary>
    public Definitions(WorkspaceSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        _snapshot = snapshot;
        DataSources = [.. OwnSources().Concat(BuiltInSources()).OrderBy(view => view.Key)];
        _dataSources = DataSources.ToDictionary(view => view.Key);
        _namespaces = Named(DataSources);
        Traits = [.. Definition.Traits.Select(trait =>
            new TraitView(trait, RevisionOf("trait", trait.Id), this))];
        _traits = Traits.ToDictionary(view => view.Key);
        MergeRules = [.. Definition.MergeRules.Select(rule =>
            new MergeRuleView(rule, RevisionOf("merge rule", rule.Name), this))];
        _mergeRules = MergeRules.ToDictionary(view => view.Name, StringComparer.Ordinal);
        Segments = [.. Definition.Segments.Select(segment =>
            new SegmentView(segment, RevisionOf("segment", segment.Id), this))];
        _segments = Segments.ToDictionary(view => view.Key);
        Accounts = [.. Definition.Accounts.Select(account =>
            new AccountView(account, RevisionOf("account", account.Name)))];
        _accounts = Accounts.ToDictionary(view => view.Id, StringComparer.Ordinal);
        Destinations = [.. Definition.Destinations.Select(destination =>
            new DestinationView(destination, RevisionOf("destination", destination.Id), this))];
        _destinations = Destinations.ToDictionary(view => view.Key);
        _mappings = Destinations
            .SelectMany(destination => destination.Mappings)
            .ToLookup(mapping => mapping.SegmentKey);
    }

    /// <summary>Counts the changes of the definitions.</summary>
    public long Version => _snapshot.Version;

    /// <summary>The version that last changed what the workspace says of itself.</summary>
    public long WorkspaceVersion => RevisionOf("workspace", "").Version;

    /// <summary>What is defined.</summary>
    public WorkspaceDefinition Definition => _snapshot.Definition;

    /// <summary>The company's own and those built in, by number.</summary>
    public IReadOnlyList<DataSourceView> DataSources { get; }

    /// <summary>By number.</summary>
    public IReadOnlyList<TraitView> Traits { get; }

    /// <summary>By name.</summary>
    public IReadOnlyList<MergeRuleView> MergeRules { get; }

    /// <summary>By number.</summary>
    public IReadOnlyList<SegmentView> Segments { get; }

    /// <summary>By name.</summary>
    public IReadOnlyList<AccountView> Accounts { get; }

    /// <summary>By number.</summary>
    public IReadOnlyList<DestinationView> Destinations { get; }

    /// <summary>A data source.</summary>
    public DataSourceView? FindDataSource(DataSourceId id) => _dataSources.GetValueOrDefault(id);

    /// <summary>A data source by its key in the graph.</summary>
    public DataSourceView? FindDataSource(string key) =>
        GraphKeys.Number(key) is { } number ? FindDataSource(new DataSourceId(number)) : null;

    /// <summary>A data source by its symbol, whatever the case, or by its number.</summary>
    public DataSourceView? FindNamespace(string name) =>
        _namespaces.GetValueOrDefault(name)
        ?? FindDataSource(name);

    /// <summary>A data source that something names: one that is no longer defined is shown as
    /// such.</summary>
    public DataSourceView DataSource(DataSourceId id) =>
        FindDataSource(id) ?? DataSourceView.Gone(id);

    /// <summary>A trait.</summary>
    public TraitView? FindTrait(TraitId id) => _traits.GetValueOrDefault(id);

    /// <summary>A trait by its key in the graph.</summary>
    public TraitView? FindTrait(string key) =>
        GraphKeys.Number(key) is { } number ? FindTrait(new TraitId(number)) : null;

    /// <summary>The traits of a data source, by its key in the graph.</summary>
    public IReadOnlyList<TraitView> TraitsOf(string dataSource) => [.. Traits
        .Where(trait => GraphKeys.Of(trait.Definition.DataSource.Value) == dataSource)];

    /// <summary>A merge rule.</summary>
    public MergeRuleView? FindMergeRule(string name) => _mergeRules.GetValueOrDefault(name);

    /// <summary>A segment.</summary>
    public SegmentView? FindSegment(SegmentId id) => _segments.GetValueOrDefault(id);

    /// <summary>A segment by its key in the graph.</summary>
    public SegmentView? FindSegment(string key) =>
        GraphKeys.Number(key) is { } number ? FindSegment(new SegmentId(number)) : null;

    /// <summary>An account.</summary>
    public AccountView? FindAccount(string name) => _accounts.GetValueOrDefault(name);

    /// <summary>A destination.</summary>
    public DestinationView? FindDestination(DestinationId id) =>
        _destinations.GetValueOrDefault(id);

    /// <summary>A destination by its key in the graph.</summary>
    public DestinationView? FindDestination(string key) =>
        GraphKeys.Number(key) is { } number ? FindDestination(new DestinationId(number)) : null;

    /// <summary>The destinations that send to an account.</summary>
    public IEnumerable<DestinationView> DestinationsOf(AccountView account) => Destinations
        .Where(destination => destination.Definition.Account == account.Id);

    /// <summary>Where a segment is sent, by destination.</summary>
    public IReadOnlyList<SegmentMappingView> MappingsOf(SegmentId segment) =>
        [.. _mappings[segment]];

    // The company's own names come first: nobody keeps it from taking one that is built in.
    private static Dictionary<string, DataSourceView> Named(IEnumerable<DataSourceView> sources)
    {
        var named = new Dictionary<string, DataSourceView>(StringComparer.OrdinalIgnoreCase);
        foreach (var source in sources.OrderBy(source => source.BuiltIn))
        {
            named.TryAdd(source.Namespace, source);
        }

        return named;
    }

    private IEnumerable<DataSourceView> OwnSources() => Definition.DataSources.Select(source =>
        new DataSourceView(source, RevisionOf("data source", source.Id), builtIn: false));

    private IEnumerable<DataSourceView> BuiltInSources() => GlobalDataSources.All
        .Select(one => one.Source)
        .Prepend(DataSourceView.DeviceIds)
        .Where(source => Definition.DataSources.All(own => own.Id != source.Id))
        .Select(source => new DataSourceView(source, default, builtIn: true));

    private Revision RevisionOf<TKey>(string thing, TKey key)
        where TKey : notnull =>
        _snapshot.Revisions.GetValueOrDefault(Revision.KeyOf(thing, key.ToString()!));
}

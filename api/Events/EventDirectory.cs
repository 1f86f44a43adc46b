using System.Collections.Frozen;
using Krewe.Api.Graph;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;

namespace Krewe.Api.Events;

/// <summary>What ids of events are read by: the data sources of one version of the
/// definitions.</summary>
internal sealed class EventDirectory
{
    private static readonly DataSource DeviceIds = new()
    {
        Id = DataSourceId.Uuid,
        Name = "Device ids",
        IdType = IdType.Cookie,
    };

    private readonly FrozenDictionary<DataSourceId, Known> _byId;
    private readonly FrozenDictionary<string, Known> _byCode;
    private readonly FrozenDictionary<string, Known> _byNamespace;

    public EventDirectory(Definitions definitions)
    {
        Definitions = definitions;
        Known[] all =
        [
            .. definitions.Definition.DataSources
                .Concat(GlobalDataSources.All.Select(one => one.Source))
                .Append(DeviceIds)
                .DistinctBy(source => source.Id)
                .Select(source => new Known(
                    source, new UserIdRules(source.Id, source.ShareAs, isIdSync: false))),
        ];
        _byId = all.ToFrozenDictionary(one => one.Source.Id);
        _byCode = all.Where(one => one.Source.IntegrationCode is not null)
            .DistinctBy(one => one.Source.IntegrationCode, StringComparer.Ordinal)
            .ToFrozenDictionary(one => one.Source.IntegrationCode!, StringComparer.Ordinal);
        _byNamespace = all.Where(one => one.Source.Namespace is not null)
            .DistinctBy(one => one.Source.Namespace, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(
                one => one.Source.Namespace!, StringComparer.OrdinalIgnoreCase);
    }

    public Definitions Definitions { get; }

    public Known? Find(DataSourceId id) => _byId.GetValueOrDefault(id);

    /// <summary>Whether the IDs of a data source are those of devices and browsers.</summary>
    public bool IsDevice(DataSourceId id) =>
        Find(id) is not { Source.IdType: IdType.CrossDevice };

    public Known? FindCode(string code) => _byCode.GetValueOrDefault(code);

    /// <summary>By the symbol of its ids, or else by its integration code.</summary>
    public Known? FindWord(string word) => _byNamespace.GetValueOrDefault(word) ?? FindCode(word);

    public EventSource? SourceOf(string key) =>
        EventSource.For(Definitions.Definition.EventSources, key);

    /// <summary>A data source, and what its ids look like.</summary>
    internal sealed record Known(DataSource Source, UserIdRules Rules)
    {
        public bool IsOfPeople => Source.IdType is IdType.CrossDevice;
    }
}

/// <summary>The directory of the definitions in force, made once for each version.</summary>
internal sealed class EventDirectories(DefinitionsReader definitions)
{
    private volatile EventDirectory? _latest;

    public async ValueTask<EventDirectory> GetAsync(CancellationToken cancellationToken)
    {
        var inForce = await definitions.GetAsync(cancellationToken);
        var known = _latest;
        if (known is null || !ReferenceEquals(known.Definitions, inForce))
        {
            known = new EventDirectory(inForce);
            _latest = known;
        }

        return known;
    }
}

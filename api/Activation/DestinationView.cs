using System.Security.Claims;
using GreenDonut;
using HotChocolate;
using HotChocolate.Types;
using HotChocolate.Types.Pagination;
using HotChocolate.Types.Relay;
using Krewe.Api.Accounts;
using Krewe.Api.Governance;
using Krewe.Api.Graph;
using Krewe.Api.Identity;
using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Krewe.Domain.Activation;

namespace Krewe.Api.Activation;

/// <summary>A destination as the graph shows it.</summary>
[Node]
[GraphQLName("Destination")]
public sealed class DestinationView
{
    private readonly DestinationDefinition _destination;
    private readonly Revision _revision;
    private readonly Definitions _definitions;

    /// <summary>A destination among the definitions of its version.</summary>
    public DestinationView(
        DestinationDefinition destination, Revision revision, Definitions definitions)
    {
        (_destination, _revision, _definitions) = (destination, revision, definitions);
        Mappings =
        [
            .. destination.Mappings
                .OrderBy(mapping => mapping.Segment)
                .Select(mapping => new SegmentMappingView(mapping, this, definitions)),
        ];
    }

    /// <summary>Its key in the graph.</summary>
    public string Id => GraphKeys.Of(_destination.Id.Value);

    /// <summary>What people call it.</summary>
    public string Name => _destination.Name;

    /// <summary>What it is for.</summary>
    public string? Description => _destination.Description;

    /// <summary>Where it stands among destinations.</summary>
    public string Category => "Integrated Platforms";

    /// <summary>Which kind it is.</summary>
    public string Type => "People-Based";

    /// <summary>The platform.</summary>
    public PlatformView Platform => Account.Platform;

    /// <summary>The account it sends to.</summary>
    public AccountView Account => _definitions.FindAccount(_destination.Account)
        ?? throw new InvalidOperationException(
            $"Destination {_destination.Id} names an account that the validator would not have "
            + "passed.");

    /// <summary>What the platform may do with the data.</summary>
    public IReadOnlyList<ExportLabel> ExportLabels => ExportWords.Labels(_destination.ExportLabels);

    /// <summary>What the data is used for: no actions are defined yet.</summary>
    public IReadOnlyList<string> MarketingActions => [];

    /// <summary>Whose hashed identifiers are sent.</summary>
    public DataSourceView IdentifierDataSource => _definitions.DataSource(_destination.DataSource);

    /// <summary>What goes out as what.</summary>
    public IReadOnlyList<IdentityMappingView> IdentityMappings =>
        [.. Platform.AcceptedIdentifiers.Take(1).Select(identifier =>
            new IdentityMappingView(IdentifierDataSource.Namespace, identifier, Hash: false))];

    /// <summary>The version of the definitions that changed it last.</summary>
    public long Version => _revision.Version;

    internal DestinationId Key => _destination.Id;

    internal DestinationDefinition Definition => _destination;

    internal IReadOnlyList<SegmentMappingView> Mappings { get; }

    /// <summary>The segments that are sent, by segment.</summary>
    [UsePaging(ConnectionName = "DestinationMappings")]
    public Connection<SegmentMappingView> GetMappings(
        int? first, string? after, int? last, string? before) => Pages.Cut(
        Mappings,
        mapping => mapping.SegmentKey.Value,
        new PageRequest(first, after, last, before));

    /// <summary>Whether it sends.</summary>
    public async Task<DestinationStatus> GetStatusAsync(
        DestinationStatusDataLoader statuses, CancellationToken cancellationToken) =>
        (await statuses.LoadRequiredAsync(Key, cancellationToken)).PausedBecause is null
            ? DestinationStatus.Active
            : DestinationStatus.AccountExpired;

    /// <summary>Why it does not send.</summary>
    public async Task<string?> GetStatusReasonAsync(
        DestinationStatusDataLoader statuses, CancellationToken cancellationToken) =>
        (await statuses.LoadRequiredAsync(Key, cancellationToken)).PausedBecause;

    /// <summary>What it has sent.</summary>
    public async Task<DeliveryTotals> GetDeliveredAsync(
        DestinationStatusDataLoader statuses, CancellationToken cancellationToken) =>
        DeliveryTotals.Of((await statuses.LoadRequiredAsync(Key, cancellationToken)).Totals);

    /// <summary>How many identifiers its segments have for it.</summary>
    public async Task<long> GetShareableAudienceAsync(
        ISegmentPopulations populations, CancellationToken cancellationToken) =>
        (await populations.GetAsync(WorkspaceId.Main, cancellationToken))
            .Shareable.GetValueOrDefault(Key);

    /// <summary>Fetches a destination by its key.</summary>
    [NodeResolver]
    public static async Task<DestinationView?> GetNodeAsync(
        string id,
        DefinitionsReader definitions,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        user.Demand(Permission.ReadDefinitions);
        return await GetAsync(id, definitions, cancellationToken);
    }

    internal static async Task<DestinationView?> GetAsync(
        string id, DefinitionsReader definitions, CancellationToken cancellationToken) =>
        (await definitions.GetAsync(cancellationToken)).FindDestination(id);
}

/// <summary>Whether a destination sends.</summary>
public enum DestinationStatus
{
    /// <summary>It does.</summary>
    Active,

    /// <summary>Somebody has stopped it.</summary>
    Paused,

    /// <summary>A policy has stopped it.</summary>
    BlockedByPolicy,

    /// <summary>The platform does not let us in.</summary>
    AccountExpired,
}

/// <summary>What of a profile goes out as which identifier of the platform.</summary>
[GraphQLName("IdentityMapping")]
[GraphQLDescription(
    "Which IDs or attributes of a profile go out as which identifier of the platform.")]
public sealed record IdentityMappingView(string Source, string Identifier, bool Hash);

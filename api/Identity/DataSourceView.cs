using System.Security.Claims;
using HotChocolate;
using HotChocolate.Types.Relay;
using Krewe.Api.Governance;
using Krewe.Api.Graph;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Krewe.Domain.Identity;

namespace Krewe.Api.Identity;

/// <summary>A data source as the graph shows it.</summary>
[Node]
[GraphQLName("DataSource")]
[GraphQLDescription(
    "A namespace of IDs that also owns traits and segments. `dataSourceId` is the number that "
    + "file names carry (999999); `namespace` is its symbol (Email_LC_SHA256). Wherever an input "
    + "takes a `namespace`, either works.")]
public sealed class DataSourceView(DataSource source, Revision revision, bool builtIn)
{
    /// <summary>The platform's own device ids.</summary>
    internal static DataSource DeviceIds { get; } = new()
    {
        Id = Domain.Identity.DataSourceId.Uuid,
        Name = "Device ID (UUID)",
        Namespace = "UUID",
        IdType = Domain.Identity.IdType.Cookie,
        Inbound = true,
    };

    /// <summary>Its key in the graph.</summary>
    public string Id => GraphKeys.Of(source.Id.Value);

    /// <summary>Its number.</summary>
    public long DataSourceId => source.Id.Value;

    /// <summary>Its symbol.</summary>
    public string Namespace => source.Namespace ?? Id;

    /// <summary>What people call it.</summary>
    public string Name => source.Name;

    /// <summary>What it holds.</summary>
    public string? Description => source.Description;

    /// <summary>The customer's own id of it.</summary>
    public string? IntegrationCode => source.IntegrationCode;

    /// <summary>Which kind of IDs it holds.</summary>
    public GraphIdType IdType => (GraphIdType)source.IdType;

    /// <summary>Data comes in through it.</summary>
    public bool Inbound => source.Inbound;

    /// <summary>It sends data to destinations.</summary>
    public bool Outbound => source.Outbound;

    /// <summary>Whether its hashed IDs may go to people-based destinations.</summary>
    public bool ShareCrossDeviceIdsInPeopleBasedDestinations =>
        source.ShareAs != Domain.Identity.HashLabel.None;

    /// <summary>How its IDs are hashed.</summary>
    public GraphHashLabel HashLabel => (GraphHashLabel)source.ShareAs;

    /// <summary>What its data may not be used for.</summary>
    public IReadOnlyList<ExportControl> ExportControls =>
        ExportWords.Controls(source.ExportControls);

    /// <summary>Days after which a cross-device ID that is not seen is dropped.</summary>
    public int RetentionDays => source.RetentionDays;

    /// <summary>Whether its IDs link.</summary>
    [GraphQLDescription(
        "False for PARTNER_ID and NON_PEOPLE: such IDs never create or join identity links.")]
    public bool InIdentityGraph => IdType is not (GraphIdType.PartnerId or GraphIdType.NonPeople);

    /// <summary>Whether every company has it.</summary>
    public bool BuiltIn => builtIn;

    /// <summary>The version of the definitions that changed it last.</summary>
    public long Version => revision.Version;

    internal DataSourceId Key => source.Id;

    internal DataSource Source => source;

    /// <summary>Fetches a data source by its key.</summary>
    [NodeResolver]
    public static async Task<DataSourceView?> GetNodeAsync(
        string id,
        DefinitionsReader definitions,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        user.Demand(Permission.ReadDefinitions);
        return await GetAsync(id, definitions, cancellationToken);
    }

    internal static async Task<DataSourceView?> GetAsync(
        string id, DefinitionsReader definitions, CancellationToken cancellationToken) =>
        (await definitions.GetAsync(cancellationToken)).FindDataSource(id);

    internal static DataSourceView Gone(DataSourceId id) => new(
        new DataSource
        {
            Id = id,
            Name = $"Data source {id} (no longer defined)",
            IdType = Domain.Identity.IdType.CrossDevice,
        },
        default,
        builtIn: false);
}

/// <summary>Which kind of IDs a data source holds.</summary>
/// <remarks>The first three have the numbers of <see cref="Domain.Identity.IdType"/>.</remarks>
[GraphQLName("IdType")]
public enum GraphIdType
{
    /// <summary>Anonymous ids of browsers.</summary>
    Cookie = 0,

    /// <summary>Advertising ids of devices.</summary>
    DeviceAdvertisingId = 1,

    /// <summary>The customer's own ids of people.</summary>
    CrossDevice = 2,

    /// <summary>IDs that a partner supplied.</summary>
    PartnerId = 3,

    /// <summary>IDs of things.</summary>
    NonPeople = 4,
}

/// <summary>How the IDs of a data source were hashed.</summary>
/// <remarks>The first two have the numbers of <see cref="Domain.Identity.HashLabel"/>.</remarks>
[GraphQLName("HashLabel")]
public enum GraphHashLabel
{
    /// <summary>Not shared.</summary>
    None = 0,

    /// <summary>E-mail addresses.</summary>
    [GraphQLName("EMAILS_SHA256_LOWERCASED")]
    EmailsSha256Lowercased = 1,

    /// <summary>Phone numbers.</summary>
    [GraphQLName("PHONES_SHA256_E164")]
    PhonesSha256E164 = 2,
}

using System.Text.Json;
using HotChocolate;
using HotChocolate.Types;
using HotChocolate.Types.Relay;

namespace Krewe.GraphQL.Host;

public enum IdType
{
    Cookie,
    DeviceAdvertisingId,
    CrossDevice,
    [GraphQLDescription("Never stitched.")]
    PartnerId,
    [GraphQLDeprecated("Use PARTNER_ID.")]
    NonPeople,
}

public enum SegmentStatus
{
    Active,
    Paused,
}

[Node]
public sealed record DataSource(
    string Id, long DataSourceId, string Namespace, string Name, IdType IdType, bool BuiltIn)
{
    public static async Task<DataSource?> GetAsync(
        string id, DataSourceByIdDataLoader dataSources, CancellationToken cancellationToken) =>
        await dataSources.LoadAsync(id, cancellationToken);
}

[Node]
public sealed record Profile(
    string Id,
    long Version,
    DateTimeOffset CreatedAt,
    [property: GraphQLIgnore] IReadOnlyList<Identity> Links,
    [property: GraphQLIgnore] IReadOnlyList<KeyValuePair<string, string>> Values)
{
    [NodeResolver]
    public static Profile? Find(string id, Catalog catalog) =>
        catalog.Profiles.FirstOrDefault(profile => profile.Id == id);
}

public sealed record Identity([property: GraphQLIgnore] string SourceId, string Value)
{
    public async Task<DataSource> GetDataSourceAsync(
        DataSourceByIdDataLoader dataSources, CancellationToken cancellationToken) =>
        await dataSources.LoadAsync(SourceId, cancellationToken)
            ?? throw new GraphQLException("The data source is gone.");
}

[GraphQLName("ProfileAttribute")]
public sealed record ProfileValue(string Key, JsonElement Value, IReadOnlyList<string> Labels);

[Node]
public sealed record Segment(
    string Id,
    long Sid,
    string Name,
    [property: ID<DataSource>] string DataSourceId,
    SegmentStatus Status,
    long Version)
{
    public string? Description { get; init; }

    [NodeResolver]
    public static Segment? Find(string id, Catalog catalog) => catalog.Segment(id);
}

/// <summary>An abstract output: an interface of the schema by its C# interface.</summary>
[GraphQLName("Source")]
public interface ISource
{
    string Name { get; }
}

public sealed record CrmSource(string Name, string Vendor) : ISource;

public sealed record CookieSource(string Name, int TtlDays) : ISource, ISearchResult;

public sealed record Campaign(string Title) : ISearchResult;

[UnionType("SearchResult")]
public interface ISearchResult;

[OneOf]
public sealed record ProfileByInput([property: ID<Profile>] string? Id, IdentityInput? Identity);

public sealed record IdentityInput(string Namespace, string Value);

public sealed record SegmentFilterInput(
    string? NameContains, IReadOnlyList<SegmentStatus>? Status, long MinSid = 0);

[GraphQLName("UserError")]
public interface IUserError
{
    string Message { get; }

    string Code { get; }
}

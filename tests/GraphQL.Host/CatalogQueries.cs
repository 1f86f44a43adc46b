using System.Text.Json;
using HotChocolate;
using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Pagination;
using HotChocolate.Types.Relay;

namespace Krewe.GraphQL.Host;

[ExtendObjectType(OperationTypeNames.Query)]
public sealed class CatalogQueries
{
    public Profile? GetProfile(ProfileByInput by, Catalog catalog) =>
        by.Id is { } id
            ? Profile.Find(id, catalog)
            : catalog.Profiles.FirstOrDefault(profile =>
                profile.Links.Any(link => link.Value == by.Identity!.Value));

    [GraphQLDescription("Positional, null where unknown.")]
    public IReadOnlyList<Profile?> GetProfiles(
        [ID<Profile>] IReadOnlyList<string> ids, Catalog catalog) =>
        [.. ids.Select(id => Profile.Find(id, catalog))];

    public async Task<DataSource?> GetDataSourceAsync(
        [ID<DataSource>] string id,
        DataSourceByIdDataLoader dataSources,
        CancellationToken cancellationToken) =>
        await dataSources.LoadAsync(id, cancellationToken);

    public IEnumerable<DataSource> GetDataSources(Catalog catalog) => catalog.DataSources;

    public Segment? GetSegment([ID<Segment>] string id, Catalog catalog) => catalog.Segment(id);

    [UsePaging(ConnectionName = "Segments", IncludeTotalCount = true)]
    public Task<Connection<Segment>> GetSegmentsAsync(
        int? first,
        string? after,
        int? last,
        string? before,
        SegmentFilterInput? where,
        Catalog catalog)
    {
        var all = catalog.Segments
            .Where(segment => where?.NameContains is not { } part || segment.Name.Contains(part))
            .Where(segment => where?.Status is not { } status || status.Contains(segment.Status))
            .Where(segment => segment.Sid >= (where?.MinSid ?? 0))
            .ToArray();
        return Task.FromResult(Pages.Cut(all, first, after, last, before));
    }

    public ISource GetSource(bool crm = true) =>
        crm ? new CrmSource("crm", "acme") : new CookieSource("web", 90);

    public IEnumerable<ISearchResult> Search(string text, [DefaultValue(2)] int take) =>
        new ISearchResult[] { new Campaign(text), new CookieSource(text, 1) }.Take(take);

    public string Echo(
        string text,
        [DefaultValueSyntax("[1, 2]")] int[] numbers,
        IdType type = IdType.CrossDevice,
        double factor = 1.5) => $"{text} {string.Join('+', numbers)} {type} {factor}";

    public JsonElement Any(JsonElement value) => value;

    public string? Fail(bool known)
    {
        throw known
            ? new GraphQLException(ErrorBuilder.New()
                .SetMessage("Known.").SetCode("KNOWN").SetExtension("hint", 1).Build())
            : new InvalidOperationException("The password is 1234.");
    }

    public IReadOnlyList<string> GetRequired() => null!;

    [Authorize(Roles = ["steward"])]
    public string? GetSecret() => "42";

    [GraphQLDeprecated("Ask for nothing.")]
    public DateTimeOffset GetThen() => new(2026, 1, 31, 12, 0, 0, TimeSpan.FromHours(2));
}

[ExtendObjectType<Profile>]
public sealed class ProfileFields
{
    public IReadOnlyList<Identity> GetIdentities(
        [Parent] Profile profile, IReadOnlyList<string>? namespaces, Catalog catalog) =>
        namespaces is null
            ? profile.Links
            : [.. profile.Links.Where(link => catalog.DataSources.Any(source =>
                source.Id == link.SourceId
                && namespaces.Contains(source.Namespace, StringComparer.Ordinal)))];

    public IEnumerable<ProfileValue> GetAttributes([Parent] Profile profile) =>
        profile.Values.Select(value => new ProfileValue(
            value.Key, JsonSerializer.SerializeToElement(value.Value), ["ThirdParty"]));

    public int GetLinkCount([Parent] Profile profile) => profile.Links.Count;
}

[ExtendObjectType<Segment>(IgnoreFields = ["dataSourceId"])]
public sealed class SegmentFields
{
    public Task<DataSource?> GetDataSourceAsync(
        [Parent] Segment segment,
        DataSourceByIdDataLoader dataSources,
        CancellationToken cancellationToken) =>
        dataSources.LoadAsync(segment.DataSourceId, cancellationToken);

    [UsePaging(ConnectionName = "SegmentNeighbours", MaxPageSize = 5)]
    public Connection<Segment> GetNeighbours(
        [Parent] Segment segment, int? first, string? after, Catalog catalog) =>
        Pages.Cut(
            [.. catalog.Segments.Where(other => Math.Abs(other.Sid - segment.Sid) == 1)],
            first,
            after,
            last: null,
            before: null);
}

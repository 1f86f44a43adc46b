using HotChocolate;
using HotChocolate.Subscriptions;
using HotChocolate.Types;
using HotChocolate.Types.Relay;

namespace Krewe.GraphQL.Host;

public sealed record CreateSegmentInput(
    string Name, [property: ID<DataSource>] string DataSourceId, string Folder = "/")
{
    public string? Description { get; init; }
}

public sealed record UpdateSegmentInput(
    [property: ID<Segment>] string Id,
    long? IfVersion,
    Optional<string?> Description,
    Optional<SegmentStatus?> Status);

public sealed record RenewSegmentPayload(Segment Segment, string AuthorizeUrl);

[ExtendObjectType(OperationTypeNames.Mutation)]
public sealed class CatalogMutations
{
    [Error<NameTakenError>]
    [Error<NotFoundError>]
    public async Task<Segment> CreateSegmentAsync(
        CreateSegmentInput input,
        Catalog catalog,
        ITopicEventSender events,
        CancellationToken cancellationToken)
    {
        if (catalog.Segments.Any(segment => segment.Name == input.Name))
        {
            throw new NameTakenException(input.Name);
        }

        var sid = catalog.Segments.Max(segment => segment.Sid) + 1;
        var made = new Segment(
            $"{sid}", sid, input.Name, input.DataSourceId, SegmentStatus.Active, 1)
        {
            Description = input.Description,
        };
        catalog.Keep(made);
        await events.SendAsync("SegmentChanged", made, cancellationToken);
        return made;
    }

    [Error<NotFoundError>]
    [Error<VersionConflictError>]
    public Segment UpdateSegment(UpdateSegmentInput input, Catalog catalog)
    {
        var known = catalog.Segment(input.Id) ?? throw new NotFoundException(input.Id);
        if (input.IfVersion is { } version && version != known.Version)
        {
            throw new VersionConflictException(known.Version);
        }

        var next = known with
        {
            Description = input.Description.HasValue
                ? input.Description.Value
                : known.Description,
            Status = input.Status is { HasValue: true, Value: { } status }
                ? status
                : known.Status,
            Version = known.Version + 1,
        };
        catalog.Keep(next);
        return next;
    }

    [Error<NotFoundError>]
    [UseMutationConvention(PayloadFieldName = "deletedId")]
    [ID<Segment>]
    public string DeleteSegment([ID<Segment>] string id, Catalog catalog) =>
        catalog.Remove(id) ? id : throw new NotFoundException(id);

    [Error(typeof(NotFoundError))]
    public RenewSegmentPayload RenewSegment([ID<Segment>] string id, Catalog catalog) =>
        catalog.Segment(id) is { } segment
            ? new(segment, "https://example.com/authorize")
            : throw new NotFoundException(id);
}

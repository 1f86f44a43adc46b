using System.Runtime.CompilerServices;
using HotChocolate;
using HotChocolate.Types;
using HotChocolate.Types.Relay;

namespace Krewe.GraphQL.Host;

[ExtendObjectType(OperationTypeNames.Subscription)]
public sealed class CatalogSubscriptions
{
    /// <summary>Counts to a number, one event each.</summary>
    public async IAsyncEnumerable<int> CountEvents(
        int to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var n = 1; n <= to; n++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return n;
        }
    }

    [Subscribe(With = nameof(CountEvents))]
    public int Count(int to, [EventMessage] int message) => message <= to ? message : 0;

    [Subscribe]
    [Topic("SegmentChanged")]
    public Segment SegmentChanged([EventMessage] Segment message) => message;

    [Subscribe(With = nameof(CountEvents))]
    [GraphQLName("segmentsCounted")]
    public Segment? SegmentsCounted(
        int to, [ID<Segment>] string? segmentId, [EventMessage] int message, Catalog catalog) =>
        catalog.Segment(segmentId ?? $"{message}");
}

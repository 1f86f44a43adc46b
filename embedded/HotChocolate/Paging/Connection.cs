namespace HotChocolate.Types.Pagination;

/// <summary>A page, whatever it holds.</summary>
internal interface IConnection
{
    IReadOnlyList<IEdge> Edges { get; }

    ConnectionPageInfo Info { get; }

    int TotalCount { get; }
}

internal interface IEdge
{
    object? Node { get; }

    string Cursor { get; }
}

/// <summary>A page of a list, and where it stands in it.</summary>
/// <param name="edges">The items with their cursors.</param>
/// <param name="info">Whether there is more before and after.</param>
/// <param name="totalCount">How many items the list has, where that is asked for.</param>
public class Connection<T>(
    IReadOnlyList<Edge<T>> edges, ConnectionPageInfo info, int totalCount = 0) : IConnection
{
    public IReadOnlyList<Edge<T>> Edges { get; } =
        edges ?? throw new ArgumentNullException(nameof(edges));

    public ConnectionPageInfo Info { get; } = info ?? throw new ArgumentNullException(nameof(info));

    public int TotalCount { get; } = totalCount < 0
        ? throw new ArgumentOutOfRangeException(nameof(totalCount))
        : totalCount;

    IReadOnlyList<IEdge> IConnection.Edges => Edges;
}

/// <summary>An item of a page, and the cursor that points at it.</summary>
public class Edge<T> : IEdge
{
    public Edge(T node, string cursor)
    {
        ArgumentException.ThrowIfNullOrEmpty(cursor);
        Node = node;
        Cursor = cursor;
    }

    public T Node { get; }

    public string Cursor { get; }

    object? IEdge.Node => Node;
}

/// <summary>Whether there is more before and after a page.</summary>
public class ConnectionPageInfo(
    bool hasNextPage, bool hasPreviousPage, string? startCursor, string? endCursor)
{
    public static ConnectionPageInfo Empty { get; } = new(false, false, null, null);

    public bool HasNextPage { get; } = hasNextPage;

    public bool HasPreviousPage { get; } = hasPreviousPage;

    public string? StartCursor { get; } = startCursor;

    public string? EndCursor { get; } = endCursor;
}

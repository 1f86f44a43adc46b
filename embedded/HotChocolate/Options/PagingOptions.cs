namespace HotChocolate.Types.Pagination;

/// <summary>How pages are cut. Null leaves it to the level above.</summary>
public class PagingOptions
{
    /// <summary>Default 10.</summary>
    public int? DefaultPageSize { get; set; }

    /// <summary>Default 50.</summary>
    public int? MaxPageSize { get; set; }

    /// <summary>Default false.</summary>
    public bool? IncludeTotalCount { get; set; }

    /// <summary>Default true.</summary>
    public bool? AllowBackwardPagination { get; set; }

    /// <summary>Whether first or last must be given. Default false.</summary>
    public bool? RequirePagingBoundaries { get; set; }

    /// <summary>Whether the connection is named after the field. Default true.</summary>
    public bool? InferConnectionNameFromField { get; set; }

    /// <summary>Whether a connection has the field nodes. Default true.</summary>
    public bool? IncludeNodesField { get; set; }

    /// <summary>These, and where they are silent, the others.</summary>
    internal PagingOptions Over(PagingOptions other) => new()
    {
        DefaultPageSize = DefaultPageSize ?? other.DefaultPageSize,
        MaxPageSize = MaxPageSize ?? other.MaxPageSize,
        IncludeTotalCount = IncludeTotalCount ?? other.IncludeTotalCount,
        AllowBackwardPagination = AllowBackwardPagination ?? other.AllowBackwardPagination,
        RequirePagingBoundaries = RequirePagingBoundaries ?? other.RequirePagingBoundaries,
        InferConnectionNameFromField =
            InferConnectionNameFromField ?? other.InferConnectionNameFromField,
        IncludeNodesField = IncludeNodesField ?? other.IncludeNodesField,
    };
}

internal static class PagingDefaults
{
    public const int DefaultPageSize = 10;
    public const int MaxPageSize = 50;
    public const bool IncludeTotalCount = false;
    public const bool AllowBackwardPagination = true;
    public const bool RequirePagingBoundaries = false;
    public const bool InferConnectionNameFromField = true;
    public const bool IncludeNodesField = true;
}

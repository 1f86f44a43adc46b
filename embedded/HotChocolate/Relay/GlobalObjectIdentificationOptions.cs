namespace HotChocolate.Types.Relay;

/// <summary>How objects are fetched by their global IDs.</summary>
public class GlobalObjectIdentificationOptions
{
    /// <summary>Whether the query type gets node and nodes. Default true.</summary>
    public bool RegisterNodeInterface { get; set; } = true;

    /// <summary>Whether each type that is a Node must be resolvable. Default true.</summary>
    public bool EnsureAllNodesCanBeResolved { get; set; } = true;

    /// <summary>The most IDs that nodes takes at once. Default 50.</summary>
    public int MaxAllowedNodeBatchSize { get; set; } = 50;
}

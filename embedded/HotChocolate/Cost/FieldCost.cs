namespace HotChocolate.CostAnalysis;

/// <summary>What a field costs, and how long its list may be.</summary>
internal sealed record FieldCost
{
    public static FieldCost Default { get; } = new();

    /// <summary>Null leaves it to the kind of field.</summary>
    public double? Weight { get; init; }

    public int? AssumedSize { get; init; }

    public IReadOnlyList<string> SlicingArguments { get; init; } = [];

    public int? SlicingDefault { get; init; }

    /// <summary>The fields below that are as long: the edges and nodes of a connection.</summary>
    public IReadOnlyList<string> SizedFields { get; init; } = [];
}

namespace HotChocolate.CostAnalysis.Types;

/// <summary>What the field, argument or type costs, where the default is wrong.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum
    | AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class CostAttribute(double weight) : Attribute
{
    public double Weight { get; } = weight;
}

/// <summary>How long the list of the field can be.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class ListSizeAttribute : Attribute
{
    private int? _assumedSize;
    private int? _slicingArgumentDefaultValue;

    public int AssumedSize
    {
        get => _assumedSize ?? 0;
        set => _assumedSize = value;
    }

    /// <summary>The arguments that say how many: the first that is given decides.</summary>
    public string[]? SlicingArguments { get; set; }

    public int SlicingArgumentDefaultValue
    {
        get => _slicingArgumentDefaultValue ?? 0;
        set => _slicingArgumentDefaultValue = value;
    }

    public string[]? SizedFields { get; set; }

    internal int? AssumedSizeOrNull => _assumedSize;

    internal int? SlicingArgumentDefaultValueOrNull => _slicingArgumentDefaultValue;
}

namespace HotChocolate.CostAnalysis;

/// <summary>What an operation may cost.</summary>
public class CostOptions
{
    /// <summary>Default 1,000.</summary>
    public double MaxFieldCost { get; set; } = 1_000;

    /// <summary>Default 1,000.</summary>
    public double MaxTypeCost { get; set; } = 1_000;

    /// <summary>Whether operations above the limits are refused. Default true.</summary>
    public bool EnforceCostLimits { get; set; } = true;

    /// <summary>What an awaited field costs. Default 10.</summary>
    public double? DefaultResolverCost { get; set; } = 10;

    /// <summary>Whether costs are worked out at all.</summary>
    internal bool IsEnabled { get; set; }
}

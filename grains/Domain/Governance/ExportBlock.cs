using System.Collections.Immutable;
using System.Globalization;

namespace Krewe.Domain.Governance;

/// <summary>That a segment may not be sent to a destination, and why.</summary>
/// <param name="Control">What the control says.</param>
/// <param name="ControlOn">What carries the control.</param>
/// <param name="Label">What the label says.</param>
/// <param name="Destination">What carries the label.</param>
/// <param name="Lineage">How the data gets from the first to the last, step by step.</param>
/// <param name="WaysOut">What would lift the block, each by itself.</param>
[GenerateSerializer, Immutable, Alias("export-block")]
public sealed record ExportBlock(
    [property: Id(0)] string Control,
    [property: Id(1)] string ControlOn,
    [property: Id(2)] string Label,
    [property: Id(3)] string Destination,
    [property: Id(4)] ImmutableArray<string> Lineage,
    [property: Id(5)] ImmutableArray<string> WaysOut)
{
    /// <summary>Both sides, the way between and the ways out.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{ControlOn} says \"{Control}\" but {Destination} says \"{Label}\" "
        + $"({string.Join(" -> ", Lineage)}); {string.Join(", or ", WaysOut)}.");
}

/// <summary>Something that a segment reads and that carries controls.</summary>
/// <param name="Controls">The controls; at least one.</param>
/// <param name="Name">What carries them.</param>
/// <param name="Lineage">From there to the segment.</param>
/// <param name="WaysOut">What would lift a block because of it, besides taking a control
/// off.</param>
public sealed record ExportCarrier(
    ExportControls Controls,
    string Name,
    ImmutableArray<string> Lineage,
    ImmutableArray<string> WaysOut);

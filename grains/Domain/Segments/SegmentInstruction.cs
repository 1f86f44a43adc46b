namespace Krewe.Domain.Segments;

/// <summary>What an instruction asks of the traits that are held.</summary>
internal enum SegmentTest : byte
{
    /// <summary>Its one trait is held.</summary>
    Has = 0,

    /// <summary>At least one of its traits is held.</summary>
    HasAny = 1,

    /// <summary>Its traits were realized so often, whenever that was.</summary>
    Total = 2,

    /// <summary>Its traits were realized so often within the window.</summary>
    Window = 3,
}

/// <summary>One test, and where to go on when it holds and when it does not.</summary>
/// <remarks>
/// <para>Shape: its traits are a slice of the program's; the next instruction is an index, or one
/// of the two answers. It is always a smaller index, so that every program ends. Of its traits
/// the last <paramref name="OnceCount"/> add one at most to a count; they ascend, and so do those
/// before them.</para>
/// </remarks>
internal readonly record struct SegmentInstruction(
    SegmentTest Test,
    CountComparison Comparison,
    RecencyWindow Window,
    int TraitsStart,
    int TraitsCount,
    int OnceCount,
    int Count,
    int WhenTrue,
    int WhenFalse)
{
    /// <summary>The rule holds.</summary>
    public const int Yes = -1;

    /// <summary>The rule does not hold.</summary>
    public const int No = -2;
}

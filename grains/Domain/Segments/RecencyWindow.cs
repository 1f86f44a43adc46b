using System.Globalization;

namespace Krewe.Domain.Segments;

/// <summary>Which days a frequency counts.</summary>
internal enum RecencyKind : byte
{
    /// <summary>All of them.</summary>
    Ever = 0,

    /// <summary>The last n days: from today less n to today, both inside.</summary>
    Within = 1,

    /// <summary>From the first qualification to today less n, both inside.</summary>
    Before = 2,
}

/// <summary>Which days a frequency counts, and how many: 0 where it counts them all.</summary>
internal readonly record struct RecencyWindow(RecencyKind Kind, int Days)
{
    public static RecencyWindow Ever => default;

    /// <inheritdoc/>
    public override string ToString() => Kind == RecencyKind.Ever
        ? string.Empty
        : string.Create(
            CultureInfo.InvariantCulture, $" {(Kind == RecencyKind.Within ? "<=" : ">=")} {Days}D");
}

/// <summary>How a count is compared.</summary>
internal enum CountComparison : byte
{
    /// <summary>Written <c>&gt;=</c>.</summary>
    AtLeast = 0,

    /// <summary>Written <c>&lt;=</c>.</summary>
    AtMost = 1,

    /// <summary>Written <c>==</c>.</summary>
    Exactly = 2,
}

/// <summary>What comparisons mean and how they are written.</summary>
internal static class CountComparisons
{
    public static bool Holds(this CountComparison comparison, long count, int asked) =>
        comparison switch
        {
            CountComparison.AtLeast => count >= asked,
            CountComparison.AtMost => count <= asked,
            _ => count == asked,
        };

    public static string Sign(this CountComparison comparison) => comparison switch
    {
        CountComparison.AtLeast => ">=",
        CountComparison.AtMost => "<=",
        _ => "==",
    };
}

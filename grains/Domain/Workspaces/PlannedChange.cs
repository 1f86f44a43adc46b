namespace Krewe.Domain.Workspaces;

/// <summary>One difference between two definitions, as people read it.</summary>
/// <param name="Kind">Added, changed or removed.</param>
/// <param name="Thing">The kind of thing: <c>segment</c>.</param>
/// <param name="Key">Its number or name.</param>
/// <param name="Text">A line that says all: <c>segment 3 "Buyers": rule 1T -&gt; 2T</c>. Never a
/// token or an address.</param>
[GenerateSerializer, Immutable, Alias("planned-change")]
public sealed record PlannedChange(
    [property: Id(0)] PlannedChangeKind Kind,
    [property: Id(1)] string Thing,
    [property: Id(2)] string Key,
    [property: Id(3)] string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>What happens to a thing.</summary>
[GenerateSerializer, Alias("planned-change-kind")]
public enum PlannedChangeKind
{
    /// <summary>It is new.</summary>
    Added = 0,

    /// <summary>It has the same key and other members.</summary>
    Changed = 1,

    /// <summary>It is gone.</summary>
    Removed = 2,
}

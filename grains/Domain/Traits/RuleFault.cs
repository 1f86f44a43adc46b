using System.Globalization;

namespace Krewe.Domain.Traits;

/// <summary>What is wrong with a rule, where, and what to do about it.</summary>
/// <remarks>
/// <para>Units: <paramref name="Line"/> and <paramref name="Column"/> count from 1; a column is a
/// UTF-16 code unit.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("rule-fault")]
public sealed record RuleFault(
    [property: Id(0)] int Line,
    [property: Id(1)] int Column,
    [property: Id(2)] string Message)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Line}:{Column}: {Message}");

    /// <summary>A fault at an offset into the text of a rule.</summary>
    internal static RuleFault At(ReadOnlySpan<char> text, int offset, string message)
    {
        var before = text[..Math.Min(offset, text.Length)];
        var line = before.Count('\n') + 1;
        var column = before.Length - before.LastIndexOf('\n');
        return new RuleFault(line, column, message);
    }
}

using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Krewe.Domain.Traits;

/// <summary>Which signals grant a trait.</summary>
/// <remarks>
/// <para>Shape: comparisons (<c>price &gt;= 100</c>, <c>product contains "camera"</c>), groups in
/// parentheses, joined by AND, OR and AND NOT; AND binds closer than OR. A comparison holds if a
/// signal of its key has a value that meets it, <c>!=</c> too; NOT asks that none has. Keys and
/// values compare without regard to case. Two rules are equal if their canonical texts are.
/// <c>contains</c>, <c>startswith</c> and <c>endswith</c> look for text, <c>matcheswords</c> for
/// whole words in a row, <c>matchesregex</c> for a pattern anywhere, in time linear in the
/// value's length.</para>
/// <para>Source: Audience Manager, "Trait Builder", read 2026-11. A rule that holds without any
/// signal is refused.</para>
/// </remarks>
public sealed class TraitRule : IEquatable<TraitRule>
{
    private const int StackBytes = 512;
    private const int StackSignals = 16;
    private readonly string _canonical;

    internal TraitRule(SignalNode root)
    {
        Root = root;
        var text = new StringBuilder();
        root.Write(text);
        _canonical = text.ToString();
    }

    internal SignalNode Root { get; }

    /// <summary>Reads a rule.</summary>
    public static TraitRuleParse Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new TraitRuleParser(text).Parse();
    }

    /// <summary>Whether the signals of one line or event meet the rule.</summary>
    /// <remarks><para>Shape: keys may repeat; <paramref name="signals"/> point into
    /// <paramref name="buffer"/>.</para></remarks>
    public bool Matches(ReadOnlySpan<byte> buffer, ReadOnlySpan<Signal> signals)
    {
        var length = SignalLine.FoldedLengthMax(signals);
        if (length <= StackBytes && signals.Length <= StackSignals)
        {
            return Matches(
                buffer, signals, stackalloc byte[StackBytes], stackalloc Signal[StackSignals]);
        }

        var bytes = ArrayPool<byte>.Shared.Rent(length);
        var folded = ArrayPool<Signal>.Shared.Rent(signals.Length);
        try
        {
            return Matches(buffer, signals, bytes, folded);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<Signal>.Shared.Return(folded);
        }
    }

    /// <summary>Whether a single signal meets the rule.</summary>
    public bool Matches(string key, string value)
    {
        var keyBytes = Encoding.UTF8.GetBytes(key);
        var valueBytes = Encoding.UTF8.GetBytes(value);
        return Matches(
            [.. keyBytes, .. valueBytes],
            [new Signal(0, keyBytes.Length, keyBytes.Length, valueBytes.Length)]);
    }

    /// <inheritdoc/>
    public override string ToString() => _canonical;

    /// <inheritdoc/>
    public bool Equals(TraitRule? other) =>
        string.Equals(_canonical, other?._canonical, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TraitRule);

    /// <inheritdoc/>
    public override int GetHashCode() => _canonical.GetHashCode(StringComparison.Ordinal);

    private bool Matches(
        ReadOnlySpan<byte> buffer,
        ReadOnlySpan<Signal> signals,
        Span<byte> bytes,
        Span<Signal> folded) =>
        Root.Holds(new SignalLine(buffer, signals, bytes, folded));
}

/// <summary>A rule, or everything that is wrong with its text.</summary>
/// <remarks><para>Shape: a rule if and only if there are no faults.</para></remarks>
public sealed record TraitRuleParse(TraitRule? Rule, ImmutableArray<RuleFault> Faults);

using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Krewe.Domain.Traits;

/// <summary>How a value is compared.</summary>
internal enum SignalOperator : byte
{
    Equal = 0,
    NotEqual = 1,
    Less = 2,
    LessOrEqual = 3,
    Greater = 4,
    GreaterOrEqual = 5,
    Contains = 6,
    MatchesWords = 7,
    StartsWith = 8,
    EndsWith = 9,
    MatchesRegex = 10,
}

/// <summary>A key, a comparison and a value.</summary>
/// <remarks>
/// <para>Shape: compares without regard to case. Order is that of numbers if the rule's value is
/// one, and then a value that is none meets nothing; else it is that of text. Equality is always
/// that of text, so that <c>007</c> is not <c>7</c>.</para>
/// </remarks>
internal sealed class SignalTest
{
    /// <summary>Longest pattern: it is compiled for every rule and stays in memory.</summary>
    public const int PatternLengthMax = 1_000;

    private const int StackChars = 256;
    private readonly string _key;
    private readonly string _value;
    private readonly byte[] _folded;
    private readonly double _number;
    private readonly Regex? _pattern;

    public SignalTest(string key, SignalOperator comparison, string value, Regex? pattern)
    {
        _key = key;
        _value = value;
        _pattern = pattern;
        Comparison = comparison;
        FoldedKey = SignalText.Folded(key);
        _folded = SignalText.Folded(value);
        _number = SignalText.NumberOf(_folded);
    }

    public SignalOperator Comparison { get; }

    /// <summary>The key in lower case.</summary>
    public byte[] FoldedKey { get; }

    /// <summary>The value in lower case.</summary>
    public byte[] FoldedValue => _folded;

    /// <summary>The value as a number; NaN if it is none.</summary>
    public double Number => _number;

    /// <summary>Tests of one name hold for the same signals.</summary>
    public string Name =>
        $"{Encoding.UTF8.GetString(FoldedKey)} {Comparison} "
        + (_pattern is null ? Encoding.UTF8.GetString(_folded) : _value);

    /// <summary>Whether a value meets the comparison.</summary>
    /// <param name="raw">The value as it was sent.</param>
    /// <param name="folded">The value in lower case.</param>
    /// <param name="number">The value as a number; NaN if it is none.</param>
    public bool Holds(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> folded, double number) =>
        Comparison switch
        {
            SignalOperator.Equal => folded.SequenceEqual(_folded),
            SignalOperator.NotEqual => !folded.SequenceEqual(_folded),
            SignalOperator.Contains => folded.IndexOf(_folded) >= 0,
            SignalOperator.MatchesWords => SignalText.ContainsWords(folded, _folded),
            SignalOperator.StartsWith => folded.StartsWith(_folded),
            SignalOperator.EndsWith => folded.EndsWith(_folded),
            SignalOperator.MatchesRegex => MatchesPattern(raw),
            _ when double.IsNaN(_number) => IsInOrder(folded.SequenceCompareTo(_folded)),
            _ => !double.IsNaN(number) && IsInOrder(number.CompareTo(_number)),
        };

    /// <inheritdoc/>
    public override string ToString() =>
        $"{_key} {SignalOperators.Written(Comparison)} {RuleScanner.Quote(_value)}";

    private bool IsInOrder(int order) => Comparison switch
    {
        SignalOperator.Less => order < 0,
        SignalOperator.LessOrEqual => order <= 0,
        SignalOperator.Greater => order > 0,
        _ => order >= 0,
    };

    private bool MatchesPattern(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= StackChars)
        {
            Span<char> stack = stackalloc char[StackChars];
            return _pattern!.IsMatch(stack[..Encoding.UTF8.GetChars(utf8, stack)]);
        }

        var rented = ArrayPool<char>.Shared.Rent(utf8.Length);
        try
        {
            return _pattern!.IsMatch(rented.AsSpan(0, Encoding.UTF8.GetChars(utf8, rented)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }
}

/// <summary>How comparisons are written.</summary>
internal static class SignalOperators
{
    public static string Written(SignalOperator comparison) => comparison switch
    {
        SignalOperator.Equal => "==",
        SignalOperator.NotEqual => "!=",
        SignalOperator.Less => "<",
        SignalOperator.LessOrEqual => "<=",
        SignalOperator.Greater => ">",
        SignalOperator.GreaterOrEqual => ">=",
        SignalOperator.Contains => "contains",
        SignalOperator.MatchesWords => "matcheswords",
        SignalOperator.StartsWith => "startswith",
        SignalOperator.EndsWith => "endswith",
        _ => "matchesregex",
    };

    /// <summary>Reads a comparison in any of its spellings; null if it is none.</summary>
    public static SignalOperator? Read(RuleToken token)
    {
        if (token.IsSign("=>") || token.IsSign("=<"))
        {
            return token.IsSign("=>") ? SignalOperator.GreaterOrEqual : SignalOperator.LessOrEqual;
        }

        for (var comparison = SignalOperator.Equal;
            comparison <= SignalOperator.MatchesRegex;
            comparison++)
        {
            if (token.IsSign(Written(comparison)) || token.IsWord(Written(comparison)))
            {
                return comparison;
            }
        }

        return null;
    }
}

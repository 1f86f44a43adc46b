namespace Krewe.Embedded.Validation;

/// <summary>Orders names as people do: a run of digits counts as its number.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var left = x.AsSpan();
        var right = y.AsSpan();
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var areDigits = char.IsAsciiDigit(left[0]) && char.IsAsciiDigit(right[0]);
            var order = areDigits
                ? NextNumber(ref left).CompareTo(NextNumber(ref right))
                : NextCharacter(ref left).CompareTo(NextCharacter(ref right));
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static char NextCharacter(ref ReadOnlySpan<char> text)
    {
        var first = text[0];
        text = text[1..];
        return first;
    }

    /// <summary>A run that begins with zero is only that zero.</summary>
    private static double NextNumber(ref ReadOnlySpan<char> text)
    {
        var number = 0.0;
        do
        {
            number = (number * 10) + (NextCharacter(ref text) - '0');
        }
        while (!text.IsEmpty && char.IsAsciiDigit(text[0]) && number > 0);

        return number;
    }
}

namespace Krewe.Domain.Profiles;

/// <summary>Orders values in place and keeps each once.</summary>
internal static class EachOnce
{
    /// <returns>How many there are; they come first.</returns>
    public static int Sort<T>(Span<T> values, Comparison<T> order)
        where T : struct, IEquatable<T>
    {
        if (values.Length < 2)
        {
            return values.Length;
        }

        values.Sort(order);
        var count = 1;
        foreach (var value in values[1..])
        {
            if (!value.Equals(values[count - 1]))
            {
                values[count++] = value;
            }
        }

        return count;
    }
}

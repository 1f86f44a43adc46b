using System.Globalization;

namespace Krewe.Api.Graph;

/// <summary>The keys inside global IDs.</summary>
internal static class GraphKeys
{
    /// <summary>The number that a key is; null: it is none, so nothing has it.</summary>
    public static int? Number(string key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>The key of a number.</summary>
    public static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);
}

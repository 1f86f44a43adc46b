using System.Globalization;

namespace Krewe.Tests.Support;

/// <summary>From which seeds a simulation runs.</summary>
public static class Seeds
{
    /// <summary>The first so many, or as many as the variable KREWE_SEEDS says.</summary>
    public static Xunit.TheoryData<int> First(int usual)
    {
        var count = Environment.GetEnvironmentVariable("KREWE_SEEDS") is { } asked
            ? int.Parse(asked, CultureInfo.InvariantCulture)
            : usual;
        return [.. Enumerable.Range(1, count)];
    }
}

namespace Krewe.Silo.Tests.Support;

/// <summary>Settings of silos under test: the same as ever, but impatient.</summary>
internal static class TestSettings
{
    public static Dictionary<string, string?> For(Uri platform) =>
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["Platforms:Meta:BaseAddress"] = platform.ToString(),
            ["Platforms:Meta:TransientWait"] = "00:00:00.050",
            ["Platforms:Meta:ThrottledWait"] = "00:00:00.100",
            ["Delivery:Linger"] = "00:00:00.050",
            ["Delivery:RetryWaitMin"] = "00:00:00.020",
            ["Delivery:RetryWaitMax"] = "00:00:00.200",
            ["Delivery:TokenCheckPeriod"] = "00:00:01",
            ["Store:MemoryBudgetBytes"] = "67108864",
            ["Inbound:QuietTime"] = "00:00:00",
        };

    /// <summary>The same for the environment of another process.</summary>
    public static Dictionary<string, string?> EnvironmentFor(Uri platform) =>
        For(platform).ToDictionary(
            pair => pair.Key.Replace(":", "__", StringComparison.Ordinal),
            pair => pair.Value,
            StringComparer.Ordinal);
}

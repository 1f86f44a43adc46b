namespace Krewe.House.Tests;

/// <summary>Fails with everything that was found, not with the first.</summary>
internal static class Say
{
    public static void None(IEnumerable<string> faults)
    {
        var found = faults.ToArray();
        Assert.True(
            found.Length == 0, $"{found.Length} found:\n{string.Join('\n', found)}");
    }
}

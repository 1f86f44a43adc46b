namespace Krewe.Tests.Support;

/// <summary>What code allocates by itself.</summary>
public static class Allocations
{
    private const int TriesMax = 10;

    /// <summary>The fewest bytes that a run of some code has taken.</summary>
    /// <remarks>The runtime allocates on a caller's thread too, now and then: for a cache of casts
    /// that grows, or a method that is compiled anew. What the code itself takes, it takes in every
    /// run.</remarks>
    public static long Least(Action code)
    {
        var least = long.MaxValue;
        for (var i = 0; i < TriesMax && least > 0; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            code();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}

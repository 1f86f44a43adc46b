using Orleans;
using Orleans.Configuration;

namespace Krewe.Embedded;

/// <summary>How full the memory is that this process may use.</summary>
internal interface IMemoryUsage
{
    double Percentage { get; }
}

/// <summary>The process's own memory, of what the machine or the container gives it.</summary>
internal sealed class ProcessMemoryUsage : IMemoryUsage
{
    public double Percentage =>
        100.0 * Environment.WorkingSet / GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
}

/// <summary>Ends the activations that were used longest ago when memory is short.</summary>
internal sealed class MemoryShedder(
    GrainCollectionOptions options, IMemoryUsage usage, ActivationRing ring, Action<int> shed)
{
    private int _lastLook;

    /// <summary>Called by the engine's timer alone.</summary>
    internal void Tick(int now)
    {
        if (!options.EnableActivationSheddingOnMemoryPressure
            || now - _lastLook < CoarseClock.TicksOf(options.MemoryUsagePollingPeriod))
        {
            return;
        }
        _lastLook = now;
        var used = usage.Percentage;
        if (used > options.MemoryUsageLimitPercentage)
        {
            Shed(used);
        }
    }

    /// <summary>Takes it that activations take the same memory each, and all of it.</summary>
    private void Shed(double used)
    {
        var all = ring.All.OrderBy(each => each.LastUsedTick).ToList();
        var kept = (int)(all.Count * (options.MemoryUsageTargetPercentage / used));
        var ended = 0;
        foreach (var each in all)
        {
            if (all.Count - ended <= kept)
            {
                break;
            }
            if (each.MayBeEvicted && each.TryEvict(
                DeactivationReasonCode.HighMemoryPressure, "memory is short"))
            {
                ended++;
            }
        }
        shed(ended);
        GC.Collect(2, GCCollectionMode.Optimized, blocking: false);
    }
}

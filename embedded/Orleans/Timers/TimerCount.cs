using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>How many grain timers a silo runs, and may run.</summary>
internal sealed class TimerCount(int max)
{
    private int _count;

    internal int Count => Volatile.Read(ref _count);

    internal void Enter(GrainId owner)
    {
        if (Interlocked.Increment(ref _count) > max)
        {
            Leave();
            throw new LimitExceededException(
                nameof(EmbeddedEngineOptions.TimersMax), max + 1, max, owner.Type);
        }
    }

    internal void Leave() => Interlocked.Decrement(ref _count);
}

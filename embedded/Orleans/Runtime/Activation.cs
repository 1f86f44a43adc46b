using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>The life of an activation, in this order; only New may be skipped over.</summary>
internal enum ActivationStage : byte
{
    New,
    Activating,
    Active,
    Deactivating,
    Ended,
}

/// <summary>One grain in memory: its instance, its mailbox and whose turn it is.</summary>
/// <remarks>
/// <para>Invariant: at most one thread holds the turn (_turnTaken). The holder alone touches the
/// grain. Continuations of the grain's awaits come back through Post, since the activation is the
/// synchronization context of its turns.</para>
/// <para>Thread: every field below _turnTaken is guarded by the lock on the activation itself. The
/// class is internal, so nobody else locks it, and an idle activation must stay small.</para>
/// </remarks>
internal sealed partial class Activation
    : SynchronizationContext, IGrainContext, IGrainExtensionBinder, IThreadPoolWorkItem
{
    internal readonly GrainClass Class;
    internal readonly IdSpan Key;

    private object? _grain;
    private ActivationRarities? _rarities;

    private bool _turnTaken;
    private volatile ActivationStage _stage;
    private bool _deactivationBegun;
    private bool _wantsEnd;

    /// <summary>Set by every use, cleared by the clock hand of the eviction.</summary>
    internal bool UsedSinceSweep = true;

    private int _blocking;
    private int _blockingReadOnly;
    private int _interleaved;
    private int _waitingCount;
    private int _waitingOvertakers;

    // The last of a ring: the next of the last is the first.
    private QueuedCall? _waitingLast;
    private PostedWork? _readyLast;

    /// <summary>The silo's coarse clock when the activation was used last.</summary>
    internal int LastUsedTick;

    /// <summary>The hash of its key, and the next of its bucket: the table's.</summary>
    internal uint Hash;
    internal Activation? NextInTable;

    /// <summary>Where the eviction's ring keeps it.</summary>
    internal int RingSlot = -1;

    internal Activation(GrainClass grainClass, IdSpan key)
    {
        Class = grainClass;
        Key = key;
        LastUsedTick = grainClass.Silo.Clock.Tick;
    }

    internal static Activation ForObserver(GrainClass observers, IdSpan key, object target) =>
        new(observers, key) { _grain = target, _stage = ActivationStage.Active };

    /// <summary>Refuses every call, so that one that nobody waits for is dropped.</summary>
    internal static Activation ForDeletedObserver(GrainClass observers, IdSpan key) =>
        new(observers, key) { _stage = ActivationStage.Ended };

    /// <summary>The activation whose turn this thread runs, if any.</summary>
    internal static new Activation? Current => SynchronizationContext.Current as Activation;

    internal object? Grain => _grain;

    internal ActivationStage Stage => _stage;

    internal bool IsEnded => _stage == ActivationStage.Ended;

    /// <summary>A guess without the lock.</summary>
    internal bool IsIdle => !_turnTaken && _blocking == 0 && _waitingLast is null;

    internal int WaitingCount => _waitingCount;

    internal ActivationRarities Rarities
    {
        get
        {
            var known = _rarities;
            if (known is not null)
            {
                return known;
            }
            Interlocked.CompareExchange(ref _rarities, new ActivationRarities(), null);
            return _rarities;
        }
    }

    internal ActivationRarities? KnownRarities => _rarities;

    public GrainId GrainId => new(Class.Type, Key);

    public override SynchronizationContext CreateCopy() => this;

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("a grain's turn is never waited for by blocking a thread");

    public override string ToString() => $"{GrainId} ({_stage})";
}

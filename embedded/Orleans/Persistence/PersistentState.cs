using Orleans;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>A state that a grain's constructor asks for, to be loaded before the grain is
/// used.</summary>
internal abstract class PersistentState
{
    // A constructor runs on one thread from its beginning to its end.
    [ThreadStatic]
    private static PersistentState? _asked;

    // Until it is loaded, the one to load next; then its etag, if that is a text. An idle
    // activation must stay small.
    private object? _nextOrTag;

    protected PersistentState()
    {
        _nextOrTag = _asked;
        _asked = this;
    }

    protected string? Tag
    {
        get => _nextOrTag as string;
        set => _nextOrTag = value;
    }

    /// <summary>Constructs a grain. Returns it with the first of the states that it asked
    /// for.</summary>
    internal static (object Grain, PersistentState? First) AskedBy(Activation activation)
    {
        // It may be that a constructor calls a grain, whose constructor runs within the first.
        var outer = _asked;
        _asked = null;
        try
        {
            return (activation.Class.Create(activation), _asked);
        }
        finally
        {
            _asked = outer;
        }
    }

    internal abstract Task LoadAsync();

    internal PersistentState? TakeNext()
    {
        var next = _nextOrTag as PersistentState;
        _nextOrTag = null;
        return next;
    }
}

/// <summary>A state as the grain and as the storage see it: one object for both.</summary>
internal sealed class PersistentState<T>(Activation owner, StateSlot slot)
    : PersistentState, IPersistentState<T>, IGrainState<T>, IVersionedState
{
    private const long HasState = 1;
    private const long HasRecord = 2;
    private const int VersionShift = 2;

    private T _state = default!;

    // The version of a state that has one, and the two flags.
    private long _bits;

    /// <summary>A state that was never stored is made when it is first looked at.</summary>
    public T State
    {
        get
        {
            if ((_bits & HasState) == 0)
            {
                State = StateActivator<T>.Create();
            }
            return _state;
        }
        set
        {
            _state = value;
            _bits |= HasState;
        }
    }

    /// <summary>Of a state that has a version it is made when it is first asked for.</summary>
    public string? ETag
    {
        get => Version == 0 ? Tag : VersionTag.Format(Version);
        set => (Tag, Version) = (value, 0);
    }

    long IVersionedState.Version
    {
        get => Version != 0 ? Version : VersionTag.Parse(Tag);
        set => (Tag, Version) = (null, value);
    }

    public string? Etag => ETag;

    public bool RecordExists
    {
        get => (_bits & HasRecord) != 0;
        set => _bits = value ? _bits | HasRecord : _bits & ~HasRecord;
    }

    private long Version
    {
        get => _bits >> VersionShift;
        set => _bits = (value << VersionShift) | (_bits & (HasState | HasRecord));
    }

    public Task ReadStateAsync() =>
        slot.Storage.ReadStateAsync(slot.Name, owner.GrainId, this);

    public Task WriteStateAsync() =>
        slot.Storage.WriteStateAsync(slot.Name, owner.GrainId, this);

    public Task ClearStateAsync() =>
        slot.Storage.ClearStateAsync(slot.Name, owner.GrainId, this);

    public Task ReadStateAsync(CancellationToken cancellationToken) =>
        slot.Storage.ReadStateAsync(slot.Name, owner.GrainId, this, cancellationToken);

    public Task WriteStateAsync(CancellationToken cancellationToken) =>
        slot.Storage.WriteStateAsync(slot.Name, owner.GrainId, this, cancellationToken);

    public Task ClearStateAsync(CancellationToken cancellationToken) =>
        slot.Storage.ClearStateAsync(slot.Name, owner.GrainId, this, cancellationToken);

    internal override Task LoadAsync() => ReadStateAsync();
}

using Orleans;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>A state on an activation's list of what it loads first.</summary>
internal abstract class PersistentState
{
    private PersistentState? _next;

    protected PersistentState(PersistentState? next)
    {
        _next = next;
    }

    internal abstract Task LoadAsync();

    internal PersistentState? TakeNext()
    {
        var next = _next;
        _next = null;
        return next;
    }
}

/// <summary>A state as the grain and as the storage see it: one object for both.</summary>
internal sealed class PersistentState<T>(Activation owner, StateSlot slot, PersistentState? next)
    : PersistentState(next), IPersistentState<T>, IGrainState<T>, IVersionedState
{
    private T _state = default!;
    private bool _hasState;
    private string? _eTag;
    private long _version;

    /// <summary>A state that was never stored is made when it is first looked at.</summary>
    public T State
    {
        get
        {
            if (!_hasState)
            {
                _state = StateActivator<T>.Create();
                _hasState = true;
            }
            return _state;
        }
        set
        {
            _state = value;
            _hasState = true;
        }
    }

    /// <summary>Of a state that has a version it is made when it is first asked for.</summary>
    public string? ETag
    {
        get => _version == 0 ? _eTag : VersionTag.Format(_version);
        set => (_eTag, _version) = (value, 0);
    }

    long IVersionedState.Version
    {
        get => _version != 0 ? _version : VersionTag.Parse(_eTag);
        set => (_eTag, _version) = (null, value);
    }

    public string? Etag => ETag;

    public bool RecordExists { get; set; }

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

namespace Orleans;

/// <summary>A state on its way between a grain and its storage.</summary>
public interface IGrainState<T>
{
    T State { get; set; }

    string? ETag { get; set; }

    bool RecordExists { get; set; }
}

/// <summary>A plain holder of a state.</summary>
public sealed class GrainState<T> : IGrainState<T>
{
    public GrainState()
    {
        State = Krewe.Embedded.StateActivator<T>.Create();
    }

    public GrainState(T state)
        : this(state, eTag: null)
    {
    }

    public GrainState(T state, string? eTag)
    {
        State = state;
        ETag = eTag;
    }

    public T State { get; set; }

    public string? ETag { get; set; }

    public bool RecordExists { get; set; }
}

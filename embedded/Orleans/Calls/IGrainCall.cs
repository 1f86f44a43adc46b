namespace Krewe.Embedded;

/// <summary>The arguments of one call, as a value that generated code defines for each
/// method.</summary>
/// <remarks>Being a struct, a call that runs at once never reaches the heap.</remarks>
public interface IGrainCallArguments
{
    int Count { get; }

    /// <summary>The argument that cancels the call, if there is one.</summary>
    CancellationToken Cancellation { get; }

    object? Get(int index);

    void Set(int index, object? value);
}

/// <summary>A call without a result.</summary>
public interface IGrainCall : IGrainCallArguments
{
    ValueTask Invoke(object grain);
}

/// <summary>A call with a result.</summary>
public interface IGrainCall<TResult> : IGrainCallArguments
{
    ValueTask<TResult> Invoke(object grain);
}

/// <summary>A call that answers with a sequence.</summary>
public interface IGrainStreamCall<TItem> : IGrainCallArguments
{
    IAsyncEnumerable<TItem> Invoke(object grain);
}

using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Krewe.Benchmarks;

/// <summary>A grain without state.</summary>
public interface IPingGrain : IGrainWithIntegerKey
{
    /// <summary>Answers with what it was asked.</summary>
    ValueTask<int> PingAsync(int number);
}

/// <summary>A grain with a state of 200 bytes.</summary>
public interface IHeavyGrain : IGrainWithIntegerKey
{
    /// <summary>Answers with the length of its state, in bytes.</summary>
    ValueTask<int> TouchAsync();

    /// <summary>Stores its state once more.</summary>
    Task WriteAsync();
}

internal sealed class PingGrain : Grain, IPingGrain
{
    public ValueTask<int> PingAsync(int number) => new(number);
}

internal sealed class HeavyGrain(
    [PersistentState("heavy")] IPersistentState<HeavyState> storage) : Grain, IHeavyGrain
{
    public ValueTask<int> TouchAsync() => new(storage.State.Bytes.Length);

    public Task WriteAsync() => storage.WriteStateAsync();
}

/// <summary>What a heavy grain keeps.</summary>
internal sealed record HeavyState(byte[] Bytes)
{
    internal const int Length = 200;

    public HeavyState()
        : this(new byte[Length])
    {
    }
}

/// <summary>The bytes themselves.</summary>
internal sealed class HeavySerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(((HeavyState)(object)input!).Bytes);

    public T? Deserialize<T>(BinaryData input) => (T)(object)new HeavyState(input.ToArray());
}

/// <summary>Has a state of 200 bytes for everybody and keeps none, so that memory is the
/// activations' alone.</summary>
internal sealed class EndlessStorage : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.State = (T)(object)new HeavyState();
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Task.CompletedTask;

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Task.CompletedTask;
}

using Krewe.Embedded.Storage.State;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Krewe.Embedded.Storage;

/// <summary>Keeps the states of grains in the embedded store.</summary>
/// <remarks>
/// <para>Shape: the table is the state's name, the key the grain's id (<c>type/key</c>, UTF-8), the
/// value what the serializer makes of the state. The etag is the record's version as a decimal
/// number; a version is never used twice, also not after the record was cleared.</para>
/// <para>Errors: a write or a clear whose etag is not the stored one throws
/// <see cref="InconsistentStateException"/> and changes nothing.</para>
/// </remarks>
public sealed class EmbeddedGrainStorage(EmbeddedStore store, IGrainStorageSerializer serializer)
    : IGrainStorage
{
    public Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task ReadStateAsync<T>(
        string stateName,
        GrainId grainId,
        IGrainState<T> grainState,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Span<byte> key = stackalloc byte[RecordFormat.KeyBytesMax];
        var read = store.ReadVersionedAsync(stateName, KeyOf(grainId, key));
        if (!read.IsCompletedSuccessfully)
        {
            return AwaitAsync(read, grainState);
        }

#pragma warning disable VSTHRD002, VSTHRD103 // It has completed.
        Set(grainState, read.Result);
#pragma warning restore VSTHRD002, VSTHRD103
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task WriteStateAsync<T>(
        string stateName,
        GrainId grainId,
        IGrainState<T> grainState,
        CancellationToken cancellationToken)
    {
        var value = serializer.Serialize(grainState.State).ToMemory();
        var state = Versioned(grainState);
        var writing = SubmitAsync(stateName, grainId, value, state.Version, cancellationToken);
        return StampAsync(writing, state, stateName, grainId.Type);
    }

    public Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ClearStateAsync<T>(
        string stateName,
        GrainId grainId,
        IGrainState<T> grainState,
        CancellationToken cancellationToken)
    {
        var state = Versioned(grainState);
        var writing = SubmitAsync(stateName, grainId, null, state.Version, cancellationToken);
        await StampAsync(writing, state, stateName, grainId.Type).ConfigureAwait(false);
        Set(grainState, default);
    }

    private static IVersionedState Versioned<T>(IGrainState<T> grainState) =>
        grainState as IVersionedState ?? new VersionedState<T>(grainState);

    /// <summary>Ends a write. Only the caller goes back to its grain: nothing here needs the
    /// grain's turn.</summary>
    private static async Task StampAsync(
        ValueTask<WriteOutcome> writing, IVersionedState state, string stateName, GrainType type)
    {
        var outcome = await writing.ConfigureAwait(false);
        if (!outcome.Written)
        {
            throw new InconsistentStateException(
                $"State \"{stateName}\" of a {type} was changed by somebody else.",
                VersionTag.Format(outcome.Version),
                VersionTag.Format(state.Version));
        }

        state.Version = outcome.Version;
        state.RecordExists = true;
    }

    private static ReadOnlySpan<byte> KeyOf(GrainId grainId, Span<byte> buffer)
    {
        var type = grainId.Type.AsSpan();
        var key = grainId.Key.AsSpan();
        var length = type.Length + 1 + key.Length;
        var bytes = length <= buffer.Length ? buffer[..length] : new byte[length];
        type.CopyTo(bytes);
        bytes[type.Length] = (byte)'/';
        key.CopyTo(bytes[(type.Length + 1)..]);
        return bytes;
    }

    private ValueTask<WriteOutcome> SubmitAsync(
        string stateName,
        GrainId grainId,
        ReadOnlyMemory<byte>? value,
        long version,
        CancellationToken cancellationToken)
    {
        // An etag of another storage matches nothing here.
        var expected = version == WriteRequest.AnyVersion ? long.MaxValue : version;
        Span<byte> key = stackalloc byte[RecordFormat.KeyBytesMax];
        return store.WriteIfAsync(
            stateName, KeyOf(grainId, key), value, expected, cancellationToken);
    }

    private async Task AwaitAsync<T>(
        ValueTask<VersionedValue> reading, IGrainState<T> grainState) =>
        Set(grainState, await reading.ConfigureAwait(false));

    private void Set<T>(IGrainState<T> grainState, VersionedValue read)
    {
        grainState.State = read.Payload is null
            ? StateActivator<T>.Create()
            : serializer.Deserialize<T>(BinaryData.FromBytes(read.Payload))!;
        var state = Versioned(grainState);
        state.Version = read.Payload is null ? 0 : read.Version;
        state.RecordExists = read.Payload is not null;
    }
}

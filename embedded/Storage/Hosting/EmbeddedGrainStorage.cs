using System.Globalization;
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
        var read = store.ReadVersionedAsync(stateName, Key(grainId));
        if (!read.IsCompletedSuccessfully)
        {
            return AwaitAsync(read, grainState);
        }

#pragma warning disable VSTHRD002, VSTHRD103 // It has completed.
        Set(grainState, read.Result);
#pragma warning restore VSTHRD002, VSTHRD103
        return Task.CompletedTask;

        async Task AwaitAsync(ValueTask<State.VersionedValue> reading, IGrainState<T> state) =>
            Set(state, await reading.ConfigureAwait(false));
    }

    public Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(
        string stateName,
        GrainId grainId,
        IGrainState<T> grainState,
        CancellationToken cancellationToken)
    {
        var value = serializer.Serialize(grainState.State).ToMemory();
        var write = new DurableWrite(stateName, Key(grainId), value);

        // Only the caller goes back to its grain: nothing here needs the grain's turn.
        var outcome = await store
            .WriteIfAsync(write, Expected(grainState.ETag), cancellationToken)
            .ConfigureAwait(false);
        grainState.ETag = VersionOf(outcome, stateName, grainId, grainState.ETag)
            .ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
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
        var write = new DurableWrite(stateName, Key(grainId), null);
        var outcome = await store
            .WriteIfAsync(write, Expected(grainState.ETag), cancellationToken)
            .ConfigureAwait(false);
        VersionOf(outcome, stateName, grainId, grainState.ETag);
        Set(grainState, default);
    }

    private static byte[] Key(GrainId grainId)
    {
        var type = grainId.Type.AsSpan();
        var key = grainId.Key.AsSpan();
        var bytes = new byte[type.Length + 1 + key.Length];
        type.CopyTo(bytes);
        bytes[type.Length] = (byte)'/';
        key.CopyTo(bytes.AsSpan(type.Length + 1));
        return bytes;
    }

    /// <summary>An etag of another storage matches nothing here.</summary>
    private static long Expected(string? eTag) => eTag is null
        ? WriteRequest.NoVersion
        : long.TryParse(eTag, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && version > 0
                ? version
                : long.MaxValue;

    private static long VersionOf(
        WriteOutcome outcome, string stateName, GrainId grainId, string? eTag) =>
        outcome.Written
            ? outcome.Version
            : throw new InconsistentStateException(
                $"State \"{stateName}\" of a {grainId.Type} was changed by somebody else.",
                outcome.Version == WriteRequest.NoVersion
                    ? null
                    : outcome.Version.ToString(CultureInfo.InvariantCulture),
                eTag);

    private void Set<T>(IGrainState<T> grainState, State.VersionedValue read)
    {
        grainState.State = read.Payload is null
            ? StateActivator<T>.Create()
            : serializer.Deserialize<T>(BinaryData.FromBytes(read.Payload))!;
        grainState.ETag = read.Payload is null
            ? null
            : read.Version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = read.Payload is not null;
    }
}

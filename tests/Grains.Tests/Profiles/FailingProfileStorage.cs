using System.Collections.Concurrent;
using System.Globalization;
using Krewe.Domain.Profiles;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Krewe.Grains.Tests.Profiles;

/// <summary>Keeps states as bytes and fails at random, before or after a write has
/// landed.</summary>
internal sealed class FailingProfileStorage(int seed) : IGrainStorage
{
    private readonly ConcurrentDictionary<GrainId, (ReadOnlyMemory<byte> Bytes, int Tag)> _states =
        [];
    private readonly Random _random = new(seed);
    private readonly Lock _guard = new();

    public int Faults { get; private set; }

    public ProfileState? Stored(string key) => _states
        .Where(pair => pair.Key.ToString().EndsWith(key, StringComparison.Ordinal))
        .Select(pair => ProfileCodec.Read(pair.Value.Bytes.Span))
        .SingleOrDefault();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var exists = _states.TryGetValue(grainId, out var stored);
        grainState.State = exists
            ? (T)(object)ProfileCodec.Read(stored.Bytes.Span)
            : (T)(object)ProfileState.Unknown;
        grainState.RecordExists = exists;
        grainState.ETag = exists ? Tag(stored.Tag) : null!;
        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Task.Yield();
        var fate = Fate();
        if (fate == 0)
        {
            throw new IOException("lost before the write");
        }

        var exists = _states.TryGetValue(grainId, out var stored);
        if (exists && grainState.ETag != Tag(stored.Tag))
        {
            throw new InconsistentStateException("Somebody else has written.");
        }

        var written = ProfileCodec.Write((ProfileState)(object)grainState.State!);
        _states[grainId] = (written, stored.Tag + 1);
        if (fate == 1)
        {
            throw new IOException("lost after the write");
        }

        grainState.RecordExists = true;
        grainState.ETag = Tag(stored.Tag + 1);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _states.TryRemove(grainId, out _);
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    // One write in two fails, half of the failures after it has landed.
    private int Fate()
    {
        lock (_guard)
        {
            var fate = _random.Next(4);
            Faults += fate < 2 ? 1 : 0;
            return fate;
        }
    }

    private static string Tag(int tag) => tag.ToString(CultureInfo.InvariantCulture);
}

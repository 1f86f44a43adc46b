using System.Collections.Concurrent;
using System.Globalization;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Krewe.Embedded;

/// <summary>States kept for as long as the process runs, with etags.</summary>
/// <remarks>Copies are kept, of all that can change: what a grain does not write is not stored.
/// </remarks>
internal sealed class MemoryGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string Name, GrainId Id), Record> _records = new();
    private long _lastTag;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_records.TryGetValue((stateName, grainId), out var record))
        {
            grainState.State = record.Value is T value
                ? StateCopy.Of(value)
                : StateActivator<T>.Create();
            grainState.ETag = record.ETag;
            grainState.RecordExists = record.Exists;
        }
        else if (grainState.RecordExists || grainState.ETag is not null)
        {
            Forget(grainState, eTag: null);
        }
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var fresh = new Record(StateCopy.Of(grainState.State), NewTag(), Exists: true);
        if (!TryReplace((stateName, grainId), grainState.ETag, fresh, out var stored))
        {
            return Conflict(stateName, grainId, stored, grainState.ETag);
        }
        grainState.ETag = fresh.ETag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var fresh = new Record(Value: null, NewTag(), Exists: false);
        if (!TryReplace((stateName, grainId), grainState.ETag, fresh, out var stored))
        {
            return Conflict(stateName, grainId, stored, grainState.ETag);
        }
        _records.TryRemove(
            new KeyValuePair<(string, GrainId), Record>((stateName, grainId), fresh));
        Forget(grainState, eTag: null);
        return Task.CompletedTask;
    }

    private static void Forget<T>(IGrainState<T> grainState, string? eTag)
    {
        grainState.State = StateActivator<T>.Create();
        grainState.ETag = eTag;
        grainState.RecordExists = false;
    }

    private static Task Conflict(string name, GrainId id, string? stored, string? expected) =>
        Task.FromException(new InconsistentStateException(
            $"State \"{name}\" of {id} was changed by somebody else.", stored, expected));

    private bool TryReplace(
        (string, GrainId) key, string? expected, Record fresh, out string? stored)
    {
        while (true)
        {
            if (!_records.TryGetValue(key, out var known))
            {
                stored = null;
                if (expected is not null)
                {
                    return false;
                }
                if (_records.TryAdd(key, fresh))
                {
                    return true;
                }
                continue;
            }
            stored = known.ETag;
            if (!string.Equals(stored, expected, StringComparison.Ordinal))
            {
                return false;
            }
            if (_records.TryUpdate(key, fresh, known))
            {
                return true;
            }
        }
    }

    private string NewTag() =>
        Interlocked.Increment(ref _lastTag).ToString(CultureInfo.InvariantCulture);

    private sealed record Record(object? Value, string ETag, bool Exists);
}

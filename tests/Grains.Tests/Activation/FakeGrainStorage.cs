using System.Collections.Concurrent;
using System.Globalization;
using Krewe.Grains.Storage;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Krewe.Grains.Tests.Activation;

/// <summary>Grain storage as bytes in memory that outlives a silo; now and then a write fails
/// before or after it lands.</summary>
internal sealed class FakeGrainStorage(StateSerializer serializer) : IGrainStorage
{
    private readonly ConcurrentDictionary<string, (BinaryData Data, string Tag)> _records =
        new(StringComparer.Ordinal);
    private readonly List<(Func<bool> Condition, TaskCompletionSource Met)> _waiters = [];
    private int _writes;

    /// <summary>One of so many writes fails; zero: none.</summary>
    public int FaultEvery { get; set; }

    public int Count => _records.Count;

    /// <summary>The keys of the grains that keep a state of this name.</summary>
    public IReadOnlyList<string> KeysOf(string stateName) =>
    [
        .. _records.Keys
            .Where(key => key.StartsWith(stateName + " ", StringComparison.Ordinal))
            .Select(key => key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..]),
    ];

    /// <summary>Ends when a condition holds; it is looked at after each write.</summary>
    public Task WhenAsync(Func<bool> condition)
    {
        lock (_waiters)
        {
            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((condition, met));
            Tell();
            return met.Task;
        }
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = _records.TryGetValue($"{stateName} {grainId}", out var record);
        if (grainState.RecordExists)
        {
            grainState.State = serializer.Deserialize<T>(record.Data)!;
        }

        grainState.ETag = grainState.RecordExists ? record.Tag : null;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(
        string stateName,
        GrainId grainId,
        IGrainState<T> grainState,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return WriteStateAsync(stateName, grainId, grainState);
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var number = Interlocked.Increment(ref _writes);
        var isFaulty = FaultEvery > 0 && number % FaultEvery == 0;
        if (!isFaulty || number % (2 * FaultEvery) == 0)
        {
            var key = $"{stateName} {grainId}";
            var stored = _records.TryGetValue(key, out var record) ? record.Tag : null;
            if (!string.Equals(stored, grainState.ETag, StringComparison.Ordinal))
            {
                throw new InconsistentStateException($"{stateName}: the etag is another one.");
            }

            var tag = number.ToString(CultureInfo.InvariantCulture);
            _records[key] = (serializer.Serialize(grainState.State), tag);
            (grainState.ETag, grainState.RecordExists) = (tag, true);
        }

        Tell();
        return isFaulty
            ? Task.FromException(new IOException("The disk is out of order."))
            : Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _records.TryRemove($"{stateName} {grainId}", out _);
        (grainState.ETag, grainState.RecordExists) = (null, false);
        Tell();
        return Task.CompletedTask;
    }

    private void Tell()
    {
        lock (_waiters)
        {
            foreach (var (_, met) in _waiters.Where(waiter => waiter.Condition()).ToArray())
            {
                met.TrySetResult();
            }
        }
    }
}

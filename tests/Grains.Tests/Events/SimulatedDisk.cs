using System.Collections.Concurrent;
using System.Globalization;
using Krewe.Grains.Storage;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Krewe.Grains.Tests.Events;

/// <summary>Grain storage as bytes in memory, as one process sees it: another one goes on with the
/// same records, and from then on nothing that this one writes gets there.</summary>
internal sealed class SimulatedDisk : IGrainStorage
{
    private readonly StateSerializer _serializer;
    private readonly ConcurrentDictionary<string, (BinaryData Data, string Tag)> _records;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _died =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Random? _random;
    private int _faultsIn;
    private int _held;
    private int _writesLeft = int.MaxValue;

    public SimulatedDisk(IEnumerable<StateForm> forms)
        : this(new StateSerializer(forms), new(StringComparer.Ordinal))
    {
    }

    private SimulatedDisk(
        StateSerializer serializer,
        ConcurrentDictionary<string, (BinaryData Data, string Tag)> records) =>
        (_serializer, _records) = (serializer, records);

    public int Faults { get; private set; }

    public int Writes { get; private set; }

    /// <summary>What to do with the next write of a state of this name: fail before (true) or after
    /// it has landed.</summary>
    public (string StateName, bool Before)? FailNext { get; set; }

    /// <summary>Writes of states of this name wait for it.</summary>
    public (string StateName, Task Until)? Gate { get; set; }

    /// <summary>How many writes wait for the gate.</summary>
    public int Held => Volatile.Read(ref _held);

    public int CountOf(string stateName) => _records.Keys.Count(
        key => key.StartsWith(stateName + " ", StringComparison.Ordinal));

    /// <summary>One write in so many fails from here on, half of them after they have
    /// landed.</summary>
    public void FailFrom(int seed, int oneIn)
    {
        lock (_lock)
        {
            (_random, _faultsIn) = (new Random(seed), oneIn);
        }
    }

    public void FailNoMore()
    {
        lock (_lock)
        {
            _random = null;
        }
    }

    /// <summary>After so many writes the process dies.</summary>
    public void DieAfter(int writes)
    {
        lock (_lock)
        {
            _writesLeft = writes;
        }
    }

    /// <summary>Ends when something else has, or when the process has died of a write.</summary>
    public Task UntilDeathAsync(Task other)
    {
#pragma warning disable VSTHRD003 // Both are the test's own.
        return Task.WhenAny(other, _died.Task);
#pragma warning restore VSTHRD003
    }

    /// <summary>The same records, for another process.</summary>
    public SimulatedDisk Reopen()
    {
        DieAfter(0);
        lock (_lock)
        {
            return new SimulatedDisk(_serializer, _records);
        }
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = _records.TryGetValue(KeyOf(stateName, grainId), out var record);
        grainState.ETag = grainState.RecordExists ? record.Tag : null;
        if (grainState.RecordExists)
        {
            grainState.State = _serializer.Deserialize<T>(record.Data)!;
        }

        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var tag = grainState.ETag;
        await Task.Yield();
        if (Gate is { } gate && string.Equals(gate.StateName, stateName, StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _held);
#pragma warning disable VSTHRD003 // The test ends it.
            await gate.Until;
#pragma warning restore VSTHRD003
            Interlocked.Decrement(ref _held);
        }

        var written = _serializer.Serialize(grainState.State);
        grainState.ETag = Change(stateName, grainId, tag, written);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Task.Yield();
        Change(stateName, grainId, grainState.ETag, written: null);
        (grainState.ETag, grainState.RecordExists) = (null, false);
    }

    private string? Change(string stateName, GrainId grainId, string? tag, BinaryData? written)
    {
        lock (_lock)
        {
            var isBefore = Fate(stateName);
            if (isBefore == true)
            {
                throw new IOException("lost before the write");
            }

            var next = Keep(KeyOf(stateName, grainId), tag, written);
            return isBefore is null ? next : throw new IOException("lost after the write");
        }
    }

    private string? Keep(string key, string? tag, BinaryData? written)
    {
        var stored = _records.TryGetValue(key, out var record) ? record.Tag : null;
        if (!string.Equals(stored, tag, StringComparison.Ordinal))
        {
            throw new InconsistentStateException($"{key}: somebody else has written.");
        }

        Writes++;
        if (written is null)
        {
            _records.TryRemove(key, out _);
            return null;
        }

        var next = ((stored is null ? 0 : int.Parse(stored, CultureInfo.InvariantCulture)) + 1)
            .ToString(CultureInfo.InvariantCulture);
        _records[key] = (written, next);
        return next;
    }

    /// <summary>Whether a write fails before it lands; null: not at all.</summary>
    private bool? Fate(string stateName)
    {
        if (_writesLeft-- <= 0)
        {
            _writesLeft = 0;
            _died.TrySetResult();
            return true;
        }

        if (FailNext is { } next
            && string.Equals(next.StateName, stateName, StringComparison.Ordinal))
        {
            FailNext = null;
            Faults++;
            return next.Before;
        }

        if (_random?.Next(_faultsIn) == 0)
        {
            Faults++;
            return _random.Next(2) == 0;
        }

        return null;
    }

    private static string KeyOf(string stateName, GrainId grainId) => $"{stateName} {grainId}";
}

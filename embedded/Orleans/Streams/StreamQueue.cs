using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>The undelivered items of one stream, in order.</summary>
/// <remarks>
/// <code>
///   low                shared             end            next
///    |  being delivered   |  not looked at   |  being written  |
///    |  in memory             | on disk only |
///                         memoryEnd
/// </code>
/// <para>Invariant: low &lt;= shared &lt;= end &lt;= next. What lies before low has reached every
/// subscriber and is deleted. Each subscriber has a lane of its own between low and shared, so that
/// one that fails holds up nobody else. An idle stream runs nothing and leaves its provider's
/// table.</para>
/// <para>Thread: all fields below _guard are guarded by it.</para>
/// </remarks>
internal sealed partial class StreamQueue
{
    private const int RecordItemsMax = 4_096;
    private const long RecordBytesMax = 1 << 20;

    private readonly StreamProvider _provider;
    private readonly Lock _guard = new();
    private readonly RecordWindow _memory = new();
    private readonly SortedDictionary<long, long> _gaps = [];
    private readonly Dictionary<Guid, StreamLane> _lanes = [];
    private List<PendingAppend> _appends = [];
    private HashSet<Guid>? _rewinds;
    private long _low;
    private long _shared;
    private long _memoryEnd;
    private long _end;
    private long _next;
    private bool _isWriting;
    private bool _isSharing;
    private bool _isSettling;
    private bool _isRetired;

    internal StreamQueue(StreamProvider provider, StreamId id, long low, long end)
    {
        _provider = provider;
        Id = id;
        _low = _shared = _memoryEnd = low;
        _end = _next = end;
    }

    internal StreamId Id { get; }

    /// <summary>Takes items in; false when the stream has left the table and is to be looked up
    /// again. The task completes when the items are as safe as the provider makes them.</summary>
    internal bool TryAppend(
        IReadOnlyList<(object? Value, ReadOnlyMemory<byte> Bytes)> items, out Task appended)
    {
        appended = Task.CompletedTask;
        var append = new PendingAppend(items.Count);
        lock (_guard)
        {
            if (_isRetired)
            {
                return false;
            }
            foreach (var (value, bytes) in items)
            {
                append.Items.Add(new StreamItem(_next++, value, bytes));
                append.SizeBytes += StreamProvider.SizeOf(bytes);
            }
            _provider.Hold(append.SizeBytes, items.Count);
            if (_provider.Log is null)
            {
                var record = new StreamRecord(
                    append.Items[0].Sequence, append.Items, append.SizeBytes);
                _provider.History.Add(Id, record);
                Keep(record);
                _end = _next;
                StartSharing();
                return true;
            }
            _appends.Add(append);
            if (!_isWriting)
            {
                _isWriting = true;
                Detached.Run(WriteAsync);
            }
        }
        appended = append.Done.Task;
        return true;
    }

    /// <summary>False when the stream has left the table, as with items.</summary>
    internal bool TryRewind(Guid subscription)
    {
        lock (_guard)
        {
            if (_isRetired)
            {
                return false;
            }
            (_rewinds ??= []).Add(subscription);
            StartSharing();
            return true;
        }
    }

    internal void Resume()
    {
        lock (_guard)
        {
            StartSharing();
        }
    }

    /// <summary>Writes what waits, all of it at once, until nothing waits.</summary>
    private async Task WriteAsync()
    {
        while (true)
        {
            List<PendingAppend> group;
            lock (_guard)
            {
                group = _appends;
                if (group.Count == 0)
                {
                    _isWriting = false;
                    RetireIfIdle();
                    return;
                }
                _appends = [];
            }
            var records = Pack(group);
            Exception? failure = null;
            try
            {
                await _provider.Log!.WriteAsync(Id, records);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
            Finish(group, records, failure);
        }
    }

    private void Finish(
        List<PendingAppend> group, List<StreamRecord> records, Exception? failure)
    {
        lock (_guard)
        {
            foreach (var record in records)
            {
                if (failure is not null)
                {
                    // It may have landed all the same: then it is delivered, else it is a gap.
                    _gaps[record.First] = record.End;
                    _provider.Release(record.SizeBytes, record.Items.Count);
                    _end = record.End;
                    continue;
                }
                _provider.History.Add(Id, record);
                if (_memoryEnd == record.First && _provider.HasRoom)
                {
                    Keep(record);
                }
                else
                {
                    _provider.Release(record.SizeBytes, items: 0);
                }
                _end = record.End;
            }
            StartSharing();
        }
        foreach (var append in group)
        {
            append.Complete(failure);
        }
    }

    private void Keep(StreamRecord record)
    {
        _memory.Add(record);
        _memoryEnd = record.End;
    }

    private static List<StreamRecord> Pack(List<PendingAppend> group)
    {
        var records = new List<StreamRecord>();
        var items = new List<StreamItem>();
        var size = 0L;
        foreach (var item in group.SelectMany(each => each.Items))
        {
            if (items.Count == RecordItemsMax || size >= RecordBytesMax)
            {
                records.Add(new StreamRecord(items[0].Sequence, items, size));
                items = [];
                size = 0;
            }
            items.Add(item);
            size += StreamProvider.SizeOf(item.Bytes);
        }
        records.Add(new StreamRecord(items[0].Sequence, items, size));
        return records;
    }

    /// <summary>Under the lock. A lane that runs has something before it, or will look.</summary>
    private void RetireIfIdle()
    {
        if (!_isRetired && !_isWriting && !_isSharing && !_isSettling
            && _low >= _end && _appends.Count == 0 && !_lanes.Values.Any(each => each.IsRunning))
        {
            _isRetired = true;
            _provider.Retire(this, _next);
        }
    }

    private sealed class PendingAppend(int count)
    {
        internal readonly List<StreamItem> Items = new(count);
        internal readonly TaskCompletionSource Done =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal long SizeBytes;

        internal void Complete(Exception? failure)
        {
            if (failure is null)
            {
                Done.TrySetResult();
            }
            else
            {
                Done.TrySetException(failure);
            }
        }
    }
}

/// <summary>Starts work that belongs to no grain and no caller.</summary>
internal static class Detached
{
    internal static void Run(Func<Task> work) => ThreadPool.UnsafeQueueUserWorkItem(
        static each => _ = each(), work, preferLocal: false);
}

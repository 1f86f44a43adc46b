using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>The undelivered items of one stream, in order.</summary>
/// <remarks>
/// <code>
///   read          memoryEnd          end           next
///    |  in memory     |  on disk only  |  being written  |
/// </code>
/// <para>Invariant: read &lt;= memoryEnd &lt;= end &lt;= next. One writer and one pump at most
/// run for a stream; an idle stream has neither and leaves its provider's table.</para>
/// <para>Thread: all fields below _guard are guarded by it.</para>
/// </remarks>
internal sealed class StreamQueue
{
    private const int RecordItemsMax = 4_096;
    private const long RecordBytesMax = 1 << 20;

    private readonly StreamProvider _provider;
    private readonly Lock _guard = new();
    private readonly Queue<StreamRecord> _memory = new();
    private readonly SortedDictionary<long, long> _gaps = [];
    private List<PendingAppend> _appends = [];
    private HashSet<Guid>? _rewinds;
    private long _read;
    private long _memoryEnd;
    private long _end;
    private long _next;
    private bool _isWriting;
    private bool _isPumping;
    private bool _isRetired;

    internal StreamQueue(StreamProvider provider, StreamId id, long read, long end)
    {
        _provider = provider;
        Id = id;
        _read = _memoryEnd = read;
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
                Keep(new StreamRecord(append.Items[0].Sequence, append.Items, append.SizeBytes));
                _end = _next;
                StartPump();
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
            StartPump();
            return true;
        }
    }

    internal void Resume()
    {
        lock (_guard)
        {
            StartPump();
        }
    }

    private void StartPump()
    {
        if (!_isPumping && (_read < _end || _rewinds is not null))
        {
            _isPumping = true;
            Detached.Run(PumpAsync);
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
                }
                else if (_memoryEnd == record.First && _provider.HasRoom)
                {
                    Keep(record);
                }
                else
                {
                    _provider.Release(record.SizeBytes, items: 0);
                }
                _end = record.End;
            }
            StartPump();
        }
        foreach (var append in group)
        {
            append.Complete(failure);
        }
    }

    private void Keep(StreamRecord record)
    {
        _memory.Enqueue(record);
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

    /// <summary>Delivers until nothing is left, or the provider stops.</summary>
    private async Task PumpAsync()
    {
        var stopping = _provider.Stopping;
        while (!stopping.IsCancellationRequested)
        {
            HashSet<Guid>? rewinds;
            long place;
            lock (_guard)
            {
                (rewinds, _rewinds, place) = (_rewinds, null, _read);
                if (_read >= _end && rewinds is null)
                {
                    _isPumping = false;
                    RetireIfIdle();
                    return;
                }
            }
            try
            {
                if (rewinds is not null)
                {
                    await _provider.DeliverAsync(
                        Id, new DeliveryBatch(place, []), stopping, rewinds);
                    continue;
                }
                var (records, fromMemory) = await NextAsync(stopping);
                if (records.Count > 0)
                {
                    await _provider.DeliverAsync(
                        Id,
                        new DeliveryBatch(place, [.. records.SelectMany(each => each.Items)]),
                        stopping);
                    await DeleteAsync(records);
                    Advance(records, fromMemory);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The store failed: the same records come again.
                _provider.Silo.Log.DeliveryFailed(
                    exception, _provider.Name, 1, StreamProvider.FirstWait);
                await _provider.WaitAsync(StreamProvider.FirstWait, stopping);
            }
        }
    }

    private async ValueTask<(List<StreamRecord> Records, bool FromMemory)> NextAsync(
        CancellationToken cancellationToken)
    {
        var records = new List<StreamRecord>();
        long place;
        lock (_guard)
        {
            var items = 0;
            foreach (var record in _memory)
            {
                if (items > 0 && items + record.Items.Count > _provider.BatchMax)
                {
                    break;
                }
                records.Add(record);
                items += record.Items.Count;
            }
            place = _read;
        }
        if (records.Count > 0)
        {
            return (records, true);
        }
        if (await _provider.Log!.ReadAsync(Id, place, cancellationToken) is { } stored)
        {
            return ([stored], false);
        }
        await SkipAsync(place, cancellationToken);
        return (records, false);
    }

    private async ValueTask SkipAsync(long place, CancellationToken cancellationToken)
    {
        long? known = null;
        lock (_guard)
        {
            if (_gaps.Remove(place, out var gapEnd))
            {
                known = gapEnd;
            }
        }
        known ??= await _provider.Log!.FindAfterAsync(Id, place, cancellationToken);
        lock (_guard)
        {
            _read = Math.Min(known ?? _end, _end);
            _memoryEnd = Math.Max(_memoryEnd, _read);
        }
    }

    private async ValueTask DeleteAsync(List<StreamRecord> records)
    {
        if (_provider.Log is { } log)
        {
            await log.DeleteAsync(Id, records);
        }
    }

    private void Advance(List<StreamRecord> records, bool fromMemory)
    {
        lock (_guard)
        {
            foreach (var record in records)
            {
                if (fromMemory)
                {
                    _memory.Dequeue();
                }
                _provider.History.Add(Id, record);
                _gaps.Remove(record.First);
                _read = record.End;
                _provider.Release(fromMemory ? record.SizeBytes : 0, record.Items.Count);
            }
            _memoryEnd = Math.Max(_memoryEnd, _read);
        }
    }

    /// <summary>Under the lock.</summary>
    private void RetireIfIdle()
    {
        if (!_isWriting && !_isPumping && _read >= _end && _appends.Count == 0)
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

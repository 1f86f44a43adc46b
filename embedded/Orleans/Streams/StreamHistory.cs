using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>What arrived lately, for subscribers that go back to a token.</summary>
/// <remarks>Bounded by bytes over all streams of a provider; what arrived first is forgotten
/// first. It is kept in memory alone, so nothing is held of what an earlier process
/// took in.</remarks>
internal sealed class StreamHistory(long bytesMax)
{
    private readonly Lock _guard = new();
    private readonly Dictionary<StreamId, Queue<StreamRecord>> _byStream = [];
    private readonly Queue<StreamId> _oldest = new();
    private long _bytes;

    internal long Bytes => Interlocked.Read(ref _bytes);

    internal void Add(StreamId id, StreamRecord record)
    {
        if (bytesMax == 0)
        {
            return;
        }
        lock (_guard)
        {
            if (!_byStream.TryGetValue(id, out var records))
            {
                _byStream[id] = records = new();
            }
            records.Enqueue(record);
            _oldest.Enqueue(id);
            _bytes += record.SizeBytes;
            while (_bytes > bytesMax && _oldest.TryDequeue(out var first))
            {
                Forget(first);
            }
        }
    }

    /// <summary>The items from one place on that lie before another, and the first place that is
    /// held at all.</summary>
    internal (List<StreamItem> Items, long Low) Read(StreamId id, long from, long before)
    {
        lock (_guard)
        {
            if (!_byStream.TryGetValue(id, out var records))
            {
                return ([], before);
            }
            var items = records.SelectMany(each => each.Items)
                .Where(each => each.Sequence >= from && each.Sequence < before)
                .ToList();
            return (items, Math.Min(records.Peek().First, before));
        }
    }

    /// <summary>Under the lock.</summary>
    private void Forget(StreamId id)
    {
        var records = _byStream[id];
        _bytes -= records.Dequeue().SizeBytes;
        if (records.Count == 0)
        {
            _byStream.Remove(id);
        }
    }
}

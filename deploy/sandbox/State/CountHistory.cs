namespace Krewe.Sandbox.State;

/// <summary>How large an audience was, so that sizes can be told late, as platforms do.</summary>
/// <remarks>At most one entry for each half hour of the lag; guarded by the audience.</remarks>
internal sealed class CountHistory(TimeSpan lag)
{
    private const int EntriesMax = 64;
    private static readonly TimeSpan Bucket = TimeSpan.FromMinutes(30);

    private readonly List<(DateTimeOffset At, int Count)> _entries = new(EntriesMax);

    public void Record(DateTimeOffset now, int count)
    {
        if (_entries is [.., var last] && last.At > now - Bucket && _entries.Count > 1)
        {
            _entries.RemoveAt(_entries.Count - 1);
        }

        _entries.Add((now, count));
        var settled = _entries.FindLastIndex(entry => entry.At <= now - lag);
        _entries.RemoveRange(0, Math.Max(0, Math.Max(settled, _entries.Count - EntriesMax)));
    }

    /// <summary>The size as the platform tells it now: null before anything has settled.</summary>
    public int? Settled(DateTimeOffset now)
    {
        var index = _entries.FindLastIndex(entry => entry.At <= now - lag);
        return index < 0 ? null : _entries[index].Count;
    }

    /// <summary>Whether the last change is not yet in the told size.</summary>
    public bool IsPending(DateTimeOffset now) =>
        _entries is [.., var last] && last.At > now - lag;
}

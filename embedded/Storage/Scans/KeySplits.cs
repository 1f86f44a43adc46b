using System.Globalization;
using Krewe.Embedded.Storage.State;

namespace Krewe.Embedded.Storage.Scans;

/// <summary>The splits that scans by partition share, each made once for a whole walk.</summary>
/// <remarks>
/// A split goes when its last partition has been scanned, or when nobody came back to it while the
/// store was compacted twice: a walk that was left in the middle costs its disk no longer.
/// </remarks>
internal sealed class KeySplits(StateStore state, string folder) : IDisposable
{
    private const int AgeMax = 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<(ushort Table, int Partitions), KeySplit> _splits = [];
    private int _made;

    /// <summary>Splits that are kept now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _splits.Count;
            }
        }
    }

    /// <summary>The split for a scan, which gives it back.</summary>
    public KeySplit Take(ushort table, int partitions)
    {
        lock (_lock)
        {
            if (!_splits.TryGetValue((table, partitions), out var split))
            {
                var name = (++_made).ToString(CultureInfo.InvariantCulture);
                split = new KeySplit(
                    Path.Combine(folder, name), table, partitions, state.LogBytes);
                _splits.Add((table, partitions), split);
            }

            split.Users++;
            split.Age = 0;
            return split;
        }
    }

    public void Return(KeySplit split, bool isDone)
    {
        lock (_lock)
        {
            split.Users--;
            split.Age = isDone ? AgeMax : 0;
            DropOld();
        }
    }

    /// <summary>Called after each compaction.</summary>
    public void GrowOlder()
    {
        lock (_lock)
        {
            foreach (var split in _splits.Values)
            {
                split.Age++;
            }

            DropOld();
        }
    }

    public void Dispose()
    {
        foreach (var split in _splits.Values)
        {
            split.Dispose();
        }
    }

    private void DropOld()
    {
        foreach (var (key, split) in _splits.Where(
            pair => pair.Value is { Users: 0, Age: >= AgeMax }).ToArray())
        {
            _splits.Remove(key);
            split.Dispose();
        }
    }
}

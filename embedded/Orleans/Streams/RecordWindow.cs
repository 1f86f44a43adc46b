namespace Krewe.Embedded;

/// <summary>Records that follow one another, found by their place.</summary>
internal sealed class RecordWindow
{
    private const int SlackMin = 32;

    private readonly List<StreamRecord> _records = [];
    private int _gone;

    internal void Add(StreamRecord record) => _records.Add(record);

    /// <summary>Records from a place on, with so many items or as many as one record has.</summary>
    internal List<StreamRecord> From(long place, int itemsMax)
    {
        var found = new List<StreamRecord>();
        var items = 0;
        for (var i = IndexOf(place); i >= 0 && i < _records.Count; i++)
        {
            if (items > 0 && items + _records[i].Items.Count > itemsMax)
            {
                break;
            }
            found.Add(_records[i]);
            items += _records[i].Items.Count;
        }
        return found;
    }

    /// <summary>All that end at a place or before it.</summary>
    internal List<StreamRecord> Before(long place)
    {
        var found = new List<StreamRecord>();
        for (var i = _gone; i < _records.Count && _records[i].End <= place; i++)
        {
            found.Add(_records[i]);
        }
        return found;
    }

    /// <summary>Forgets the first so many.</summary>
    internal void RemoveFirst(int count)
    {
        for (var i = _gone; i < _gone + count; i++)
        {
            _records[i] = null!;
        }
        _gone += count;
        if (_gone >= SlackMin && _gone * 2 >= _records.Count)
        {
            _records.RemoveRange(0, _gone);
            _gone = 0;
        }
    }

    /// <summary>Below zero where no record begins at the place.</summary>
    private int IndexOf(long place)
    {
        var (low, high) = (_gone, _records.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var first = _records[middle].First;
            if (first == place)
            {
                return middle;
            }
            (low, high) = first < place ? (middle + 1, high) : (low, middle - 1);
        }
        return -1;
    }
}

namespace Krewe.Sandbox.State;

/// <summary>A set of identifiers whose elements keep their place while they are in it.</summary>
/// <remarks>
/// Places let a reader page through a million members that change meanwhile: whoever was in
/// all the time is seen exactly once. Blocks never move, so growing copies only the buckets.
/// Not safe from several threads: the audience's gate guards it.
/// </remarks>
internal sealed class IdentifierTable
{
    private const int BlockBits = 12;
    private const int BlockSize = 1 << BlockBits;
    private const int End = -1;

    private readonly List<Entry[]> _blocks = [];
    private int[] _buckets = NewBuckets(1 << 8);
    private int _firstFree = End;

    public int Count { get; private set; }

    /// <summary>One past the last place that was ever used.</summary>
    public int PlacesEnd { get; private set; }

    public bool Contains(Identifier key)
    {
        for (var at = _buckets[BucketOf(key)]; at != End; at = EntryAt(at).Next)
        {
            if (EntryAt(at).Key == key)
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>False if it was in already.</returns>
    public bool Add(Identifier key)
    {
        if (Contains(key))
        {
            return false;
        }

        if (Count == _buckets.Length)
        {
            Grow();
        }

        var place = TakePlace();
        Link(place, key);
        Count++;
        return true;
    }

    /// <returns>False if it was not in.</returns>
    public bool Remove(Identifier key)
    {
        ref var link = ref _buckets[BucketOf(key)];
        while (link != End)
        {
            var place = link;
            ref var entry = ref EntryAt(place);
            if (entry.Key == key)
            {
                link = entry.Next;
                entry = new Entry(default, _firstFree);
                _firstFree = place;
                Count--;
                return true;
            }

            link = ref entry.Next;
        }

        return false;
    }

    /// <summary>Who is at a place: kind None if nobody is.</summary>
    public Identifier At(int place) => EntryAt(place).Key;

    private int TakePlace()
    {
        if (_firstFree != End)
        {
            var free = _firstFree;
            _firstFree = EntryAt(free).Next;
            return free;
        }

        if (PlacesEnd == _blocks.Count << BlockBits)
        {
            _blocks.Add(new Entry[BlockSize]);
        }

        return PlacesEnd++;
    }

    private void Link(int place, Identifier key)
    {
        ref var bucket = ref _buckets[BucketOf(key)];
        EntryAt(place) = new Entry(key, bucket);
        bucket = place;
    }

    private void Grow()
    {
        _buckets = NewBuckets(_buckets.Length * 2);
        for (var place = 0; place < PlacesEnd; place++)
        {
            // Nothing is free when the table is full, and it only grows when it is.
            if (At(place) is { Kind: not IdentifierKind.None } key)
            {
                Link(place, key);
            }
        }
    }

    private ref Entry EntryAt(int place) =>
        ref _blocks[place >> BlockBits][place & (BlockSize - 1)];

    private int BucketOf(Identifier key) => key.GetHashCode() & (_buckets.Length - 1);

    private static int[] NewBuckets(int count)
    {
        var buckets = new int[count];
        Array.Fill(buckets, End);
        return buckets;
    }

    private struct Entry(Identifier key, int next)
    {
        public readonly Identifier Key = key;
        public int Next = next;
    }
}

using Krewe.Domain.Events;

namespace Krewe.Grains.Events;

/// <summary>The ids of the events that one part of the journal has worked off, as long as repeats
/// are looked for.</summary>
/// <remarks>
/// Ids come and go in generations. One ends when it spans a 96th of the time or holds a 64th of
/// what may be remembered, so there are less than 255 of them, and what is forgotten at once is
/// little. Each is stored as a page of ids of the same number; the last one grows and is stored
/// again.
/// </remarks>
internal sealed class RememberedIds(int idsMax, TimeSpan rememberedFor)
{
    private const int SpansMax = 96;
    private const int SharesMax = 64;

    private readonly int _countMax = (idsMax + SharesMax - 1) / SharesMax;
    private readonly long _spanSeconds = (long)rememberedFor.TotalSeconds / SpansMax;
    private readonly long _ageSeconds = (long)rememberedFor.TotalSeconds;
    private readonly StampedIds _known = new();
    private readonly Queue<Generation> _generations = [];
    private Generation? _last;

    /// <summary>Ids that are remembered.</summary>
    public int Count => _known.Count;

    /// <summary>The oldest generation, or the next one.</summary>
    public long Start => _generations.TryPeek(out var oldest) ? oldest.Number : End;

    /// <summary>The next generation.</summary>
    public long End { get; private set; } = 1;

    /// <summary>True if a generation has ended that is not stored.</summary>
    public bool HasEnded => _generations.Any(
        generation => !ReferenceEquals(generation, _last) && generation.Ids is not null);

    public bool Contains(ulong id) => _known.Contains(id);

    /// <summary>Remembers an id; one that is remembered already stays as it is.</summary>
    /// <param name="id">The id.</param>
    /// <param name="at">When its event was taken in, in Unix seconds.</param>
    /// <returns>How many were forgotten before their time.</returns>
    public int Add(ulong id, long at)
    {
        if (_known.Contains(id))
        {
            return 0;
        }

        var generation = Open(at);
        generation.To = Math.Max(generation.To, at);
        generation.Ids!.Add(id);
        _known.Add(id, StampOf(generation));
        return _known.Count > idsMax ? ForgetOldest() : 0;
    }

    /// <summary>Forgets what is old enough.</summary>
    /// <param name="now">Unix seconds.</param>
    public void Forget(long now)
    {
        while (_generations.TryPeek(out var oldest) && now - oldest.To >= _ageSeconds)
        {
            ForgetOldest();
        }
    }

    /// <summary>Where generations go on that have been stored.</summary>
    public void StartAt(long number) => End = number;

    /// <summary>Takes in a stored generation, the next one.</summary>
    /// <param name="ids">What was stored; null: it was lost.</param>
    public void Restore(IntakeIds? ids)
    {
        ids ??= new IntakeIds();
        var generation = Begin(ids.From);
        generation.To = ids.To;
        foreach (var id in ids.Ids)
        {
            if (!_known.Contains(id))
            {
                generation.Ids!.Add(id);
                _known.Add(id, StampOf(generation));
            }
        }
    }

    /// <summary>What has to be stored, by number.</summary>
    public List<(long Number, IntakeIds Ids)> Unsaved() =>
    [
        .. _generations
            .Where(generation => generation.Ids is not null)
            .Select(generation => (generation.Number, new IntakeIds
            {
                From = generation.From,
                To = generation.To,
                Ids = [.. generation.Ids!],
            })),
    ];

    /// <summary>All generations but the last are stored for good.</summary>
    public void Saved()
    {
        foreach (var generation in _generations)
        {
            if (!ReferenceEquals(generation, _last))
            {
                generation.Ids = null;
            }
        }
    }

    private Generation Open(long at) =>
        _last is { } last && last.Ids!.Count < _countMax && at - last.From < _spanSeconds
            ? last
            : Begin(at);

    // Settings that were other ones may have left more generations than there are stamps.
    private Generation Begin(long at)
    {
        if (_generations.Count == StampedIds.Stamps)
        {
            ForgetOldest();
        }

        _last = new Generation(End++, at) { To = at };
        _generations.Enqueue(_last);
        return _last;
    }

    private int ForgetOldest()
    {
        var oldest = _generations.Dequeue();
        if (ReferenceEquals(oldest, _last))
        {
            _last = null;
        }

        return _known.Forget(StampOf(oldest));
    }

    private static int StampOf(Generation generation) =>
        (int)(generation.Number % StampedIds.Stamps);

    private sealed class Generation(long number, long from)
    {
        public long Number => number;

        public long From => from;

        public long To { get; set; }

        /// <summary>Until it has ended and is stored.</summary>
        public List<ulong>? Ids { get; set; } = [];
    }
}

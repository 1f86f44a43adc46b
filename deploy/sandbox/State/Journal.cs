namespace Krewe.Sandbox.State;

/// <summary>One call as it is remembered: no token, no identifier, no body.</summary>
internal sealed record JournalEntry
{
    public long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Platform { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    public required IReadOnlyList<string> QueryNames { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public string? Account { get; init; }

    public string? Audience { get; init; }

    public string? TokenId { get; init; }

    /// <summary>How the parameters travelled: query, form, multipart or json.</summary>
    public required string Encoding { get; init; }

    public string? Schema { get; init; }

    public int Rows { get; init; }

    public int Invalid { get; init; }

    public long? SessionId { get; init; }

    public long? BatchSequence { get; init; }

    public bool? IsLastBatch { get; init; }

    public int Status { get; init; }

    public string? Error { get; init; }

    public string? Fault { get; init; }

    public double DurationMs { get; init; }
}

/// <summary>A breach of the platform's contract that it would have let pass.</summary>
internal sealed record Violation(
    long Sequence, DateTimeOffset At, string Platform, string Kind, string Detail);

/// <summary>The last so many things that happened. Safe from any thread.</summary>
internal sealed class Ring<T>(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<(long Sequence, T Item)> _items = new();
    private long _sequence;

    /// <summary>How many there ever were.</summary>
    public long Total
    {
        get
        {
            lock (_gate)
            {
                return _sequence;
            }
        }
    }

    /// <summary>Numbers from 1 and keeps; the oldest makes room.</summary>
    public void Add(Func<long, T> make)
    {
        lock (_gate)
        {
            _sequence++;
            _items.Enqueue((_sequence, make(_sequence)));
            if (_items.Count > capacity)
            {
                _items.Dequeue();
            }
        }
    }

    public T[] Since(long sequence, int countMax)
    {
        lock (_gate)
        {
            return [.. _items
                .Where(item => item.Sequence > sequence)
                .Take(countMax)
                .Select(item => item.Item)];
        }
    }
}

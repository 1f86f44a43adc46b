using System.Collections.Immutable;
using Krewe.Contracts.Events;

namespace Krewe.Api.Events;

/// <summary>What became of one event.</summary>
/// <param name="Time">When it came.</param>
/// <param name="Source">Its event source, or the door it came by.</param>
/// <param name="MessageId">As its sender called it.</param>
/// <param name="Type">The kind of call.</param>
/// <param name="Verdict">A code of <see cref="VerdictCodes"/>.</param>
/// <param name="Note">What to mend.</param>
/// <param name="Traits">The traits that it realized.</param>
public sealed record EventAnswer(
    DateTimeOffset Time,
    string? Source,
    string MessageId,
    string Type,
    string Verdict,
    string? Note,
    ImmutableArray<int> Traits)
{
    /// <summary>The answer once the event was handed in; null: it was not.</summary>
    internal EventAnswer After(EventVerdict? verdict) => verdict is null ? this : this with
    {
        Verdict = VerdictCodes.Of(verdict.Outcome),
        Traits = [.. verdict.Realized.Select(trait => trait.Value)],
    };
}

/// <summary>The latest verdicts of this process: event clients are told of success whatever they
/// send, so that whoever sets one up looks here.</summary>
/// <remarks>Any thread may write and read. It holds <see cref="EntriesMax"/>; older ones go.
/// </remarks>
internal sealed class VerdictLog
{
    public const int EntriesMax = 1_000;

    private readonly Lock _lock = new();
    private readonly EventAnswer?[] _entries = new EventAnswer?[EntriesMax];
    private long _count;

    public void Add(EventAnswer entry)
    {
        lock (_lock)
        {
            _entries[_count % EntriesMax] = entry;
            _count++;
        }
    }

    /// <summary>The latest that fit, newest first.</summary>
    public ImmutableArray<EventAnswer> Latest(string? source, string? verdict, int countMax)
    {
        var found = ImmutableArray.CreateBuilder<EventAnswer>();
        lock (_lock)
        {
            var first = Math.Max(0, _count - EntriesMax);
            for (var place = _count - 1; place >= first && found.Count < countMax; place--)
            {
                var entry = _entries[place % EntriesMax]!;
                if ((source is null || source == entry.Source)
                    && (verdict is null || verdict == entry.Verdict))
                {
                    found.Add(entry);
                }
            }
        }

        return found.DrainToImmutable();
    }
}

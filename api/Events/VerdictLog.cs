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
/// <remarks>Any thread may write and read. It holds <see cref="EntriesMax"/> of each verdict, so
/// that what is right does not crowd out what is wrong; older ones go.</remarks>
internal sealed class VerdictLog
{
    public const int EntriesMax = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<Entry>> _byVerdict = new(StringComparer.Ordinal);
    private long _count;

    public void Add(EventAnswer answer)
    {
        lock (_lock)
        {
            if (!_byVerdict.TryGetValue(answer.Verdict, out var entries))
            {
                _byVerdict.Add(answer.Verdict, entries = []);
            }

            if (entries.Count == EntriesMax)
            {
                entries.Dequeue();
            }

            entries.Enqueue(new Entry(_count++, answer));
        }
    }

    /// <summary>The latest that fit, newest first.</summary>
    public ImmutableArray<EventAnswer> Latest(string? source, string? verdict, int countMax)
    {
        lock (_lock)
        {
            return
            [
                .. _byVerdict
                    .Where(each => verdict is null || verdict == each.Key)
                    .SelectMany(each => each.Value)
                    .Where(entry => source is null || source == entry.Answer.Source)
                    .OrderByDescending(entry => entry.Number)
                    .Take(countMax)
                    .Select(entry => entry.Answer),
            ];
        }
    }

    private readonly record struct Entry(long Number, EventAnswer Answer);
}

using Krewe.Embedded.Storage.Log;

namespace Krewe.Embedded.Storage;

/// <content>Marks in the log that tell a damaged end from a torn one.</content>
/// <remarks>
/// Every entry says how far the log was safe when it was written, so an entry that does not read
/// was promised if a later one says so. The last ones have no later entry until the next write;
/// a pause of the writers puts a mark there, which nobody waits for.
/// </remarks>
internal sealed partial class StoreWriter
{
    private long _marked;

    /// <summary>How long nothing is written before a mark is.</summary>
    public TimeSpan MarkAfter { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Says in the log how far it is safe. Runs on the writing thread.</summary>
    public void Mark()
    {
        Append(
            _fragment.AsSpan(0, LogEntry.HeadBytes),
            LogEntryKind.Mark,
            LogEntry.First | LogEntry.Last,
            _sequence + 1);
        _marked = _sequence;
    }

    private void SleepOrMark(TimeSpan wait)
    {
        var isQuiet = _sequence > _marked && _commits.IsIdle && Fault is null
            && !Volatile.Read(ref _stopping);
        if (!_wake.WaitOne(isQuiet ? MarkAfter : wait) && isQuiet)
        {
            Mark();
            _log.StartCommit();
        }
    }
}

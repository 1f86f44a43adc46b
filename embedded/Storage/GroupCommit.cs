using System.Diagnostics;
using Krewe.Embedded.Storage.Log;

namespace Krewe.Embedded.Storage;

/// <summary>
/// Brings what was logged to disk in groups: one on its way, one that gathers behind it.
/// </summary>
/// <remarks>
/// The writing thread gathers and starts; the disk's thread ends.
/// Answers leave from the thread pool, never from either.
/// </remarks>
internal sealed class GroupCommit
{
    private readonly WriteAheadLog _log;
    private readonly ByteGate _gate;
    private readonly TimeSpan _linger;
    private readonly Action _ended;
    private readonly Action<CommitGroup> _answered;
    private CommitGroup _gathering = new();
    private CommitGroup? _committing;
    private CommitGroup? _spare;
    private long _durable;
    private long _lastCommit;

    /// <param name="log">What is brought to disk.</param>
    /// <param name="gate">Where the bytes of what was answered leave.</param>
    /// <param name="linger">How long after the last group the next one leaves.</param>
    /// <param name="durable">The number of the last entry that is on disk.</param>
    /// <param name="ended">Runs when the next group may leave.</param>
    public GroupCommit(
        WriteAheadLog log, ByteGate gate, TimeSpan linger, long durable, Action ended)
    {
        _log = log;
        _gate = gate;
        _linger = linger;
        _durable = durable;
        _ended = ended;
        _answered = OnAnswered;
    }

    /// <summary>The group that gathers; touched by the writing thread alone.</summary>
    public CommitGroup Gathering => _gathering;

    public bool IsCommitting => Volatile.Read(ref _committing) is not null;

    public bool IsIdle => _gathering.IsEmpty && !IsCommitting;

    /// <summary>Whether the next group could leave without waiting.</summary>
    public bool CanStart =>
        !_gathering.IsEmpty && _linger == TimeSpan.Zero && !IsCommitting;

    /// <summary>The number of the last entry that is known to be on disk.</summary>
    public long Durable => Volatile.Read(ref _durable);

    /// <summary>Runs on the thread pool after each group has been answered.</summary>
    public Action? Answered { get; set; }

    /// <summary>
    /// Sends the group off when the one before it is safe; says how long to sleep.
    /// </summary>
    public TimeSpan Start(long sequence, bool isHurried)
    {
        if (_gathering.IsEmpty || IsCommitting)
        {
            return Timeout.InfiniteTimeSpan;
        }

        var waited = Stopwatch.GetElapsedTime(_lastCommit);
        if (waited < _linger && !isHurried)
        {
            return _linger - waited;
        }

        var group = _gathering;
        group.Until = _log.TailAddress;
        group.Sequence = sequence;
        _lastCommit = Stopwatch.GetTimestamp();
        _gathering = Interlocked.Exchange(ref _spare, null) ?? new CommitGroup();
        Volatile.Write(ref _committing, group);
        if (_log.DurableUntil < group.Until)
        {
            _log.StartCommit();
        }

        return Timeout.InfiniteTimeSpan;
    }

    /// <summary>
    /// Ends the group when it is safe. Runs on the disk's thread after each write, and on the
    /// writing one after each start: the disk may have been faster.
    /// </summary>
    public void OnWritten()
    {
        var group = Volatile.Read(ref _committing);
        if (group is null || _log.DurableUntil < group.Until
            || Interlocked.CompareExchange(ref _committing, null, group) != group)
        {
            return;
        }

        Volatile.Write(ref _durable, group.Sequence);
        StoreMetrics.Commits.Add(1);
        StoreMetrics.Writes.Add(group.Count);
        StoreMetrics.Bytes.Add(group.Bytes);
        group.Answer(_gate, _answered);
        _ended();
    }

    public void FailCommitting(Exception fault) =>
        Interlocked.Exchange(ref _committing, null)?.Fail(fault, _gate);

    /// <summary>Called by the writing thread.</summary>
    public void FailGathering(Exception fault) => _gathering.Fail(fault, _gate);

    private void OnAnswered(CommitGroup group)
    {
        Interlocked.CompareExchange(ref _spare, group, null);
        Answered?.Invoke();
    }
}

using System.Collections.Concurrent;
using Krewe.Embedded.Storage.Log;
using Krewe.Embedded.Storage.State;

namespace Krewe.Embedded.Storage;

/// <summary>
/// The one thread that changes the store: it logs, applies and commits in groups.
/// </summary>
/// <remarks>
/// <para>One thread means that the order of the log is the order of the state, that a condition
/// on a version is checked and met in one step, and that nothing is locked. While one group is on
/// its way to disk the next one gathers; it leaves when the first is safe.</para>
/// <para>Answers leave from the thread pool, never from this thread or the disk's.</para>
/// </remarks>
internal sealed partial class StoreWriter : IDisposable
{
    private const int GroupRequestsMax = 32_768;

    /// <summary>Requests for which the thread is woken while a commit is on its way.</summary>
    private const int WorthWaking = 48;

    private readonly WriteAheadLog _log;
    private readonly StateStore _state;
    private readonly StateWriter _apply;
    private readonly WriteClock _clock;
    private readonly TableNames _tables;
    private readonly ByteGate _gate;
    private readonly GroupCommit _commits;
    private readonly ConcurrentQueue<WriteRequest> _queue = new();

    // Never disposed: who ended the last commit may still be about to set it.
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly byte[] _fragment =
        new byte[LogEntry.HeadBytes + StoreLayout.FragmentBytes];

    private readonly Thread _thread;
    private long _sequence;
    private int _sleeping;
    private int _parked;
    private bool _stopping;
    private StoreFaultedException? _fault;

    public StoreWriter(
        WriteAheadLog log,
        StateStore state,
        StateWriter apply,
        WriteClock clock,
        TableNames tables,
        ByteGate gate,
        TimeSpan linger,
        long sequence)
    {
        _clock = clock;
        _tables = tables;
        _log = log;
        _state = state;
        _apply = apply;
        _gate = gate;
        _commits = new GroupCommit(log, gate, linger, sequence, Wake);
        _sequence = sequence;
        _log.Device.Written = OnWritten;
        _log.Device.Failed = Break;
        _state.Device.Failed = Break;
        _thread = new Thread(Run) { IsBackground = true, Name = "Store writer" };
        _thread.Start();
    }

    /// <summary>
    /// The number of the last entry. Read it only from <see cref="WriteRequest.Control"/>.
    /// </summary>
    public long Sequence => _sequence;

    /// <summary>Why nothing is accepted any more, or null.</summary>
    public StoreFaultedException? Fault => Volatile.Read(ref _fault);

    /// <summary>Runs on the thread pool after each commit.</summary>
    public Action? Committed
    {
        get => _commits.Answered;
        set => _commits.Answered = value;
    }

    public void Enqueue(WriteRequest request)
    {
        _queue.Enqueue(request);
        Interlocked.MemoryBarrier();

        // A few requests wait for the end of the commit, which wakes the thread in any case.
        if (!_commits.IsCommitting || _queue.Count >= WorthWaking)
        {
            Wake();
        }

        if (Volatile.Read(ref _stopping) && !_thread.IsAlive)
        {
            FailQueue(new StoreFaultedException("The store is closed."));
        }
    }

    /// <summary>Finishes what was asked for, then stops. Writes that come later fail.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _stopping, true);
        _wake.Set();
        _thread.Join();
        FailQueue(new StoreFaultedException("The store is closed."));
    }

    private void Run()
    {
        while (!IsDone())
        {
            try
            {
                var any = Drain();
                var wait = Commit();
                if (!any)
                {
                    Sleep(wait);
                }
            }
            catch (Exception fault)
            {
                Break(fault);
            }
        }
    }

    private bool IsDone() => Volatile.Read(ref _stopping) && _queue.IsEmpty && _commits.IsIdle
        && Volatile.Read(ref _parked) == 0;

    private bool Drain()
    {
        var count = 0;
        while (_commits.Gathering.Count < GroupRequestsMax && _queue.TryDequeue(out var request))
        {
            Handle(request);
            count++;
            if (!_commits.IsCommitting && _queue.IsEmpty)
            {
                break;
            }
        }

        return count > 0;
    }

    private void Handle(WriteRequest request)
    {
        if (Fault is { } fault)
        {
            _gate.Exit(request.LengthBytes);
            request.Fail(fault);
            return;
        }

        try
        {
            if (request.Control is { } control)
            {
                control();
            }
            else if (request.Expected != WriteRequest.AnyVersion && !MeetsExpected(request))
            {
                return;
            }
            else if (request.Outcome.Written)
            {
                Write(request);
            }
        }
        catch (Exception exception)
        {
            var changesState = request.Control is null;
            _gate.Exit(request.LengthBytes);
            request.Fail(exception);
            if (changesState)
            {
                // Log and state may have parted: nothing may be built on either.
                throw;
            }

            return;
        }

        _commits.Gathering.Add(request);
    }

    /// <summary>Sets the outcome, or puts the request aside until the disk has answered.</summary>
    private bool MeetsExpected(WriteRequest request)
    {
        var changes = new ChangeReader(request.Body);
        changes.Next();
        long stored;
        if (request.Stored is { } known && _clock.IsUnchanged(changes.Key, known.AsOf))
        {
            stored = known.Version;
        }
        else if (_clock.IsNewest(changes.Key, request.Expected))
        {
            stored = request.Expected;
        }
        else if (_state.TryRead(
            changes.Key, ReadMode.VersionOnly, out var result, out var fromDisk))
        {
            stored = result.Version;
        }
        else
        {
            Interlocked.Increment(ref _parked);
            _ = ResumeAsync(request, fromDisk, _clock.Now);
            return false;
        }

        request.Outcome = new WriteOutcome(stored == request.Expected, stored);
        return true;
    }

    private async Task ResumeAsync(
        WriteRequest request, Task<ReadResult> fromDisk, long asOf)
    {
        try
        {
#pragma warning disable VSTHRD003 // The read was started for this request alone.
            var result = await fromDisk;
#pragma warning restore VSTHRD003
            request.Stored = (result.Version, asOf);
            _queue.Enqueue(request);
        }
        catch (Exception fault)
        {
            _gate.Exit(request.LengthBytes);
            request.Fail(fault);
        }

        Interlocked.Decrement(ref _parked);
        Wake();
    }

    private void Write(WriteRequest request)
    {
        var version = _sequence + 1;
        if (request.Kind == LogEntryKind.Batch)
        {
            StateWriter.Seal(request.Body, version);
        }

        Append(request, version);
        if (request.Kind == LogEntryKind.Batch)
        {
            _apply.Apply(request.Body, version);
        }
        else
        {
            _tables.Define(request.Body);
        }

        request.Outcome = new WriteOutcome(Written: true, version);
        _commits.Gathering.Bytes += request.LengthBytes;
    }

    private void Append(WriteRequest request, long version)
    {
        if (request.LengthBytes <= _fragment.Length)
        {
            Append(request.Entry, request.Kind, LogEntry.First | LogEntry.Last, version);
            return;
        }

        for (var rest = request.Body; !rest.IsEmpty;)
        {
            var length = Math.Min(rest.Length, StoreLayout.FragmentBytes);
            rest[..length].CopyTo(_fragment.AsSpan(LogEntry.HeadBytes));
            var flags = (rest.Length == request.Body.Length ? LogEntry.First : 0)
                | (rest.Length == length ? LogEntry.Last : 0);
            rest = rest[length..];
            var entry = _fragment.AsSpan(0, LogEntry.HeadBytes + length);
            Append(entry, request.Kind, flags, _sequence + 1);
        }
    }

    private void Append(Span<byte> entry, LogEntryKind kind, int flags, long sequence)
    {
        new LogEntry(_log.Generation, kind, (byte)flags, sequence, _commits.Durable)
            .WriteTo(entry);
        _log.Append(entry);
        _sequence = sequence;
    }

    private TimeSpan Commit()
    {
        if (Fault is { } fault)
        {
            _commits.FailGathering(fault);
        }

        var wait = _commits.Start(_sequence, isHurried: Volatile.Read(ref _stopping));
        OnWritten();
        return wait;
    }

    /// <summary>Runs on the disk's thread after each write, and on this one.</summary>
    private void OnWritten()
    {
        if (_log.Device.Fault is { } fault)
        {
            Break(fault);
        }
        else
        {
            _commits.OnWritten();
        }
    }

    private void Sleep(TimeSpan wait)
    {
        Volatile.Write(ref _sleeping, 1);
        Interlocked.MemoryBarrier();
        if (_queue.IsEmpty && !_commits.CanStart && !IsDone())
        {
            SleepOrMark(wait);
        }

        Volatile.Write(ref _sleeping, 0);
    }

    private void Wake()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _sleeping) == 1)
        {
            _wake.Set();
        }
    }

    /// <summary>
    /// Fails everything that waits and refuses what comes: memory may be ahead of disk.
    /// </summary>
    private void Break(Exception cause)
    {
        var fault = new StoreFaultedException(
            "The store's disk failed, and what waited for it may be lost. Free the disk, then "
            + "restart: everything that was acknowledged is safe.",
            cause);
        fault = Interlocked.CompareExchange(ref _fault, fault, null) ?? fault;
        _commits.FailCommitting(fault);
        if (Thread.CurrentThread == _thread)
        {
            _commits.FailGathering(fault);
        }

        Wake();
    }

    private void FailQueue(StoreFaultedException fault)
    {
        while (_queue.TryDequeue(out var request))
        {
            _gate.Exit(request.LengthBytes);
            request.Fail(fault);
        }
    }
}

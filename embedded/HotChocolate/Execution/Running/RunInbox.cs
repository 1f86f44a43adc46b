using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;
using GreenDonut;

namespace HotChocolate.Execution.Running;

/// <summary>What has happened elsewhere while a run waited.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RunMessage(
    int Slot, object? Value, Exception? Fault, IBatchOutcome? Outcome);

/// <summary>
/// Where resolvers, batches and the token that end on other threads leave word for the run.
/// </summary>
/// <remarks>
/// Many threads write; the run alone reads and waits. It goes on from a wait on a thread of the
/// pool, never on the thread that wrote: that one may belong to a grain.
/// </remarks>
internal sealed class RunInbox : IValueTaskSource
{
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _signal =
        new() { RunContinuationsAsynchronously = true };

    private List<RunMessage> _messages = [];
    private List<Batch> _batches = [];
    private List<RunMessage> _read = [];
    private bool _isWaiting;
    private bool _isSignaled;

    public void Post(in RunMessage message)
    {
        lock (_gate)
        {
            _messages.Add(message);
            Wake();
        }
    }

    /// <summary>A batch of keys waits for the run to have nothing else to do.</summary>
    public void Schedule(Batch batch)
    {
        lock (_gate)
        {
            _batches.Add(batch);
            Wake();
        }
    }

    /// <summary>Ends a wait without a message.</summary>
    public void Signal()
    {
        lock (_gate)
        {
            Wake();
        }
    }

    /// <summary>The messages so far. The list is reused at the next call.</summary>
    public List<RunMessage> Take()
    {
        _read.Clear();
        lock (_gate)
        {
            (_messages, _read) = (_read, _messages);
            return _read;
        }
    }

    public List<Batch> TakeBatches()
    {
        lock (_gate)
        {
            var batches = _batches;
            _batches = batches.Count == 0 ? batches : [];
            return batches;
        }
    }

    /// <summary>Ends at the next word, or at once when there was one since the last wait.</summary>
    public ValueTask WaitAsync()
    {
        lock (_gate)
        {
            if (_isSignaled)
            {
                _isSignaled = false;
                return default;
            }

            _signal.Reset();
            _isWaiting = true;
            return new(this, _signal.Version);
        }
    }

    void IValueTaskSource.GetResult(short token) => _signal.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _signal.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags) =>
        _signal.OnCompleted(continuation, state, token, flags);

    private void Wake()
    {
        if (_isWaiting)
        {
            _isWaiting = false;
            _signal.SetResult(true);
        }
        else
        {
            _isSignaled = true;
        }
    }
}

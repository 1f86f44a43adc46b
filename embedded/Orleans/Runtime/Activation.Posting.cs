namespace Krewe.Embedded;

/// <summary>How what follows an await comes back to its activation.</summary>
internal sealed partial class Activation
{
    public override void Post(SendOrPostCallback d, object? state)
    {
        if (AnswerScope.TryTake())
        {
            var isDone = TryGoOn(d, state);
            AnswerScope.GiveBack();
            if (isDone)
            {
                return;
            }
        }
        var work = new PostedWork(d, state);
        lock (this)
        {
            work.Next = _readyLast is null ? work : _readyLast.Next;
            _readyLast?.Next = work;
            _readyLast = work;
            Schedule();
        }
    }

    /// <summary>Runs a continuation on this thread if nobody has the turn.</summary>
    private bool TryGoOn(SendOrPostCallback d, object? state)
    {
        lock (this)
        {
            if (_turnTaken || _readyLast is not null)
            {
                return false;
            }
            _turnTaken = true;
        }
        var entered = new TurnScope(this);
        try
        {
            d(state);
        }
        catch (Exception exception)
        {
            Class.Silo.Log.TurnFailed(exception, GrainId);
        }
        entered.Leave();
        Yield();
        return true;
    }
}

/// <summary>A continuation that waits for its activation's turn.</summary>
internal sealed class PostedWork(SendOrPostCallback callback, object? state)
{
    internal PostedWork? Next;

    internal object? State => state;

    internal void Run() => callback(state);
}

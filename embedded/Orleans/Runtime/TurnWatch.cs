using System.Runtime.CompilerServices;
using Orleans.Configuration;

namespace Krewe.Embedded;

/// <summary>Tells of turns that keep their thread too long: mostly a wait that blocks.</summary>
/// <remarks>
/// <para>Each thread notes which turns it is in; the engine's timer looks at all threads. Nothing
/// is noted while no silo of the process watches.</para>
/// <para>Thread: a note is written by its own thread alone, and read without a lock: a look that
/// meets a change is made again with the next tick.</para>
/// </remarks>
internal sealed class TurnWatch : IDisposable
{
    private static readonly Lock Guard = new();
    private static readonly List<WeakReference<Note>> Notes = [];

    [ThreadStatic]
    private static Note? _mine;

    private static int _watching;

    private readonly Silo _silo;
    private readonly int _ticksMax;
    private bool _isDisposed;

    internal TurnWatch(Silo silo, SchedulingOptions options)
    {
        _silo = silo;
        _ticksMax = CoarseClock.TicksOf(options.TurnWarningLengthThreshold);
        IsOn = Interlocked.Increment(ref _watching) > 0;
    }

    /// <summary>Whether any silo of this process watches.</summary>
    internal static bool IsOn { get; private set; }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            IsOn = Interlocked.Decrement(ref _watching) > 0;
        }
    }

    /// <summary>What runs is a grain's method, or the state of a continuation.</summary>
    internal static void Enter(Activation activation, object? what) =>
        (_mine ??= NewNote()).Push(activation, what);

    internal static void Leave() => _mine?.Pop();

    /// <summary>Called by the engine's timer alone.</summary>
    internal void Tick(int now)
    {
        lock (Guard)
        {
            Notes.RemoveAll(static each => !each.TryGetTarget(out _));
            foreach (var each in Notes)
            {
                if (each.TryGetTarget(out var note))
                {
                    Look(note, now);
                }
            }
        }
    }

    private static Note NewNote()
    {
        var note = new Note(Thread.CurrentThread);
        lock (Guard)
        {
            Notes.Add(new WeakReference<Note>(note));
        }
        return note;
    }

    private void Look(Note note, int now)
    {
        var number = note.Number;
        if (note.Innermost is not { } turn || turn.Activation.Class.Silo != _silo)
        {
            return;
        }
        if (note.SeenNumber != number)
        {
            (note.SeenNumber, note.SeenTick, note.Told) = (number, now, TurnTrouble.None);
        }
        else if (now - note.SeenTick >= _ticksMax && note.Trouble > note.Told)
        {
            if (note.Told == TurnTrouble.None)
            {
                _silo.Meters.TurnWasSlow();
            }
            note.Told = note.Trouble;
            Tell(note.Told, turn, CoarseClock.TickLength * (now - note.SeenTick));
        }
    }

    private void Tell(TurnTrouble trouble, Frame turn, TimeSpan time)
    {
        var type = turn.Activation.Class.Type.ToString();
        var method = NameOf(turn.What);
        switch (trouble)
        {
            case TurnTrouble.WaitsForItself:
                _silo.Log.TurnWaitsForItself(type, method, time);
                break;
            case TurnTrouble.Blocks:
                _silo.Log.TurnBlocks(type, method, time);
                break;
            default:
                _silo.Log.TurnRunsLong(type, method, time);
                break;
        }
    }

    /// <summary>A continuation is known by the state machine of its asynchronous method.</summary>
    private static string NameOf(object? what)
    {
        if (what is GrainMethod method)
        {
            return method.ToString();
        }
        var box = what is Delegate action ? action.Target : what;
        var machine = box?.GetType().GetGenericArguments()
            .LastOrDefault(each => typeof(IAsyncStateMachine).IsAssignableFrom(each));
        return machine?.Name.Split('<', '>') is [_, { Length: > 0 } name, ..]
            ? $"{machine.DeclaringType?.Name}.{name}"
            : "a continuation";
    }

    /// <summary>What is wrong with a turn, the worse the later. A turn that gets worse is told of
    /// again.</summary>
    private enum TurnTrouble
    {
        None,
        RunsLong,
        Blocks,
        WaitsForItself,
    }

    private sealed record Frame(Activation Activation, object? What);

    /// <summary>The turns that one thread is in, one inside the other.</summary>
    private sealed class Note(Thread thread)
    {
        private readonly Stack<Frame> _frames = new();
        private volatile Frame? _innermost;
        private volatile int _number;

        internal Frame? Innermost => _innermost;

        /// <summary>Another one with every turn that begins or ends.</summary>
        internal int Number => _number;

        internal int SeenNumber { get; set; }

        internal int SeenTick { get; set; }

        internal TurnTrouble Told { get; set; }

        /// <summary>A turn waits for itself where what it awaited has come, and cannot go on
        /// without the turn that the blocked thread holds.</summary>
        internal TurnTrouble Trouble =>
            (thread.ThreadState & ThreadState.WaitSleepJoin) == 0 ? TurnTrouble.RunsLong
            : _innermost?.Activation.HasContinuation == true ? TurnTrouble.WaitsForItself
            : TurnTrouble.Blocks;

        internal void Push(Activation activation, object? what)
        {
            _innermost = new Frame(activation, what);
            _frames.Push(_innermost);
            _number++;
        }

        internal void Pop()
        {
            if (_frames.TryPop(out _))
            {
                _innermost = _frames.TryPeek(out var outer) ? outer : null;
                _number++;
            }
        }
    }
}

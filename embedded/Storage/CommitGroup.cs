using System.Runtime.InteropServices;

namespace Krewe.Embedded.Storage;

/// <summary>The requests that one sync makes durable.</summary>
internal sealed class CommitGroup : IThreadPoolWorkItem
{
    private const int Slice = 64;

    private readonly List<WriteRequest> _requests = [];
    private ByteGate? _gate;
    private Action<CommitGroup>? _done;
    private int _next;
    private int _working;

    public int Count => _requests.Count;

    public bool IsEmpty => _requests.Count == 0;

    public long Bytes { get; set; }

    /// <summary>The end of the group in the log.</summary>
    public long Until { get; set; }

    /// <summary>The number of its last entry.</summary>
    public long Sequence { get; set; }

    public void Add(WriteRequest request) => _requests.Add(request);

    /// <summary>Has the requests answered by threads of the pool.</summary>
    /// <param name="gate">Where their bytes leave.</param>
    /// <param name="done">Runs once, when all are answered and the group is empty.</param>
    public void Answer(ByteGate gate, Action<CommitGroup> done)
    {
        _gate = gate;
        _done = done;
        _next = 0;
        var workers = Math.Clamp(Count / Slice, 1, Environment.ProcessorCount);
        _working = workers;
        for (; workers > 0; workers--)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    // The group is used again only after the last worker has left it.
    void IThreadPoolWorkItem.Execute()
    {
        using (AnswerScope.Open())
        {
            for (var slice = TakeSlice(); !slice.IsEmpty; slice = TakeSlice())
            {
                Answer(slice);
            }
        }

        if (Interlocked.Decrement(ref _working) == 0)
        {
            Clear();
            _done?.Invoke(this);
        }
    }

    public void Fail(Exception fault, ByteGate gate)
    {
        gate.Exit(_requests.Sum(request => (long)request.LengthBytes));
        foreach (var request in _requests)
        {
            request.Fail(fault);
        }

        Clear();
    }

    private Span<WriteRequest> TakeSlice()
    {
        var all = CollectionsMarshal.AsSpan(_requests);
        var first = Interlocked.Add(ref _next, Slice) - Slice;
        return first < all.Length ? all[first..Math.Min(first + Slice, all.Length)] : [];
    }

    private void Answer(Span<WriteRequest> slice)
    {
        var bytes = 0L;
        foreach (var request in slice)
        {
            bytes += request.LengthBytes;
        }

        // A request belongs to the next caller the moment that it is completed.
        _gate!.Exit(bytes);
        foreach (var request in slice)
        {
            request.Complete();
        }
    }

    private void Clear()
    {
        _requests.Clear();
        Bytes = 0;
    }
}

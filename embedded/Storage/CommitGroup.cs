namespace Krewe.Embedded.Storage;

/// <summary>The requests that one sync makes durable.</summary>
internal sealed class CommitGroup
{
    private readonly List<WriteRequest> _requests = [];

    public int Count => _requests.Count;

    public bool IsEmpty => _requests.Count == 0;

    public long Bytes { get; set; }

    /// <summary>The end of the group in the log.</summary>
    public long Until { get; set; }

    /// <summary>The number of its last entry.</summary>
    public long Sequence { get; set; }

    public void Add(WriteRequest request) => _requests.Add(request);

    public void Complete(ByteGate gate)
    {
        // A request belongs to the next caller the moment that it is completed.
        gate.Exit(_requests.Sum(request => (long)request.LengthBytes));
        foreach (var request in _requests)
        {
            request.Complete();
        }

        Clear();
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

    private void Clear()
    {
        _requests.Clear();
        Bytes = 0;
    }
}

using HotChocolate.Execution.Plans;

namespace HotChocolate.Execution;

/// <summary>A document as one request asks for it: a plan, or what is wrong with it.</summary>
internal sealed record PreparedOperation(OperationPlan? Plan, OperationResult? Refusal)
{
    public static PreparedOperation Refused(params IError[] errors) =>
        new(null, new([.. errors]) { HttpStatus = 400 });
}

/// <summary>The plans of the documents that came lately.</summary>
/// <remarks>
/// Keyed by the whole text and the operation's name, so that no document can pass for another.
/// Only valid documents are kept, and none above <see cref="LengthMax"/>: the memory it takes is
/// bounded by both. What was not used for longest goes first.
/// </remarks>
internal sealed class PreparedOperations(int capacity)
{
    /// <summary>In characters. Larger documents are prepared anew each time.</summary>
    public const int LengthMax = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<(Key Key, PreparedOperation Operation)> _byUse = new();
    private readonly Dictionary<Key, LinkedListNode<(Key Key, PreparedOperation Operation)>>
        _byKey = [];

    public PreparedOperation? Find(string document, string? operationName)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(new(document, operationName), out var node))
            {
                return null;
            }

            if (!ReferenceEquals(_byUse.First, node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
            }

            return node.Value.Operation;
        }
    }

    public void Add(string document, string? operationName, PreparedOperation operation)
    {
        if (document.Length > LengthMax)
        {
            return;
        }

        var key = new Key(document, operationName);
        lock (_gate)
        {
            if (_byKey.ContainsKey(key))
            {
                return;
            }

            _byKey.Add(key, _byUse.AddFirst((key, operation)));
            if (_byKey.Count > capacity)
            {
                _byKey.Remove(_byUse.Last!.Value.Key);
                _byUse.RemoveLast();
            }
        }
    }

    private readonly record struct Key(string Document, string? OperationName);
}

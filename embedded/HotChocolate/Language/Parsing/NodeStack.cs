using HotChocolate.Language;

namespace Krewe.Embedded.Language;

/// <summary>Nodes of lists that are not complete yet, so that a list is one array of the right
/// size and nothing else.</summary>
/// <remarks>
/// <para>Shape: lists lie in each other as they do in the source. A list that is being read
/// begins at a mark, and all above its mark belongs to it.</para>
/// </remarks>
internal struct NodeStack()
{
    private ISyntaxNode[] _nodes = new ISyntaxNode[16];

    public int Count { get; private set; }

    public void Push(ISyntaxNode node)
    {
        if (Count == _nodes.Length)
        {
            Array.Resize(ref _nodes, Count * 2);
        }

        _nodes[Count++] = node;
    }

    /// <summary>Takes the nodes above the mark off the stack, oldest first.</summary>
    public T[] PopAll<T>(int mark)
        where T : class, ISyntaxNode
    {
        if (Count == mark)
        {
            return [];
        }

        var taken = new T[Count - mark];
        for (var i = 0; i < taken.Length; i++)
        {
            taken[i] = (T)_nodes[mark + i];
        }

        Count = mark;
        return taken;
    }
}

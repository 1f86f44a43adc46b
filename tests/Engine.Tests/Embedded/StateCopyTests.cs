using System.Collections.Immutable;
using Krewe.Embedded;
using Orleans;

namespace Krewe.Engine.Tests.Embedded;

public sealed class StateCopyTests
{
    private sealed record Point(int X, string Name, ImmutableArray<int> Path);

    private sealed class Node
    {
        public Node? Next { get; set; }

        public object? Load { get; set; }
    }

    [Immutable]
    private sealed class Promised
    {
        public int[] Numbers { get; set; } = [];
    }

    [Fact]
    public void What_cannot_change_is_shared()
    {
        var point = new Point(1, "a", [1, 2]);
        Assert.Same(point, StateCopy.Of(point));
        var promised = new Promised();
        Assert.Same(promised, StateCopy.Of(promised));
        var path = ImmutableList.Create("a", "b");
        Assert.Same(path, StateCopy.Of(path));
    }

    [Fact]
    public void A_ring_is_copied_as_a_ring()
    {
        var node = new Node { Load = new[,] { { 1, 2 }, { 3, 4 } } };
        node.Next = new Node { Next = node, Load = node };
        var copy = StateCopy.Of(node);
        Assert.NotSame(node, copy);
        Assert.Same(copy, copy.Next!.Next);
        Assert.Same(copy, copy.Next.Load);
        Assert.NotSame(node.Load, copy.Load);
        Assert.Equal(node.Load, copy.Load);
    }

    [Fact]
    public void Collections_hold_copies_of_what_can_change()
    {
        List<int[]> numbers = [[1], [2]];
        var named = new Dictionary<string, List<int[]>>(StringComparer.OrdinalIgnoreCase)
        {
            ["A"] = numbers,
        };
        var copy = StateCopy.Of(named);
        numbers[0][0] = 9;
        numbers.Clear();
        Assert.Equal([[1], [2]], copy["a"]);
        copy["b"] = [];
        Assert.Single(named);
        var boxed = new object?[,] { { new int[] { 1 }, null } };
        var other = StateCopy.Of(boxed);
        Assert.Equal([1], Assert.IsType<int[]>(other[0, 0]));
        Assert.NotSame(boxed[0, 0], other[0, 0]);
    }
}

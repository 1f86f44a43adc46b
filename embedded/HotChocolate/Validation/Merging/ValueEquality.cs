using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Whether two fields are given the same.</summary>
internal static class ValueEquality
{
    public static bool Same(
        IReadOnlyList<ArgumentNode> left, IReadOnlyList<ArgumentNode> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (Find(right, i, left[i].Name.Value) is not { } value
                || !Same(left[i].Value, value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Looks first where the argument stands in the other list.</summary>
    private static IValueNode? Find(IReadOnlyList<ArgumentNode> arguments, int start, string name)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[(start + i) % arguments.Count];
            if (argument.Name.Value == name)
            {
                return argument.Value;
            }
        }

        return null;
    }

    private static bool Same(IValueNode left, IValueNode right) => (left, right) switch
    {
        (VariableNode a, VariableNode b) => a.Value == b.Value,
        (ListValueNode a, ListValueNode b) => Same(a.Items, b.Items),
        (ObjectValueNode a, ObjectValueNode b) => Same(a.Fields, b.Fields),
        (StringValueNode a, StringValueNode b) => a.Value == b.Value && a.Block == b.Block,
        _ => left.Kind == right.Kind && Equals(left.Value, right.Value),
    };

    private static bool Same(IReadOnlyList<IValueNode> left, IReadOnlyList<IValueNode> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!Same(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The order of the fields of an object says nothing.</summary>
    private static bool Same(
        IReadOnlyList<ObjectFieldNode> left, IReadOnlyList<ObjectFieldNode> right) =>
        left.Count == right.Count
        && Sorted(left).Zip(Sorted(right)).All(pair =>
            pair.First.Name.Value == pair.Second.Name.Value
            && Same(pair.First.Value, pair.Second.Value));

    private static IEnumerable<ObjectFieldNode> Sorted(IReadOnlyList<ObjectFieldNode> fields) =>
        fields.OrderBy(field => field.Name.Value, StringComparer.Ordinal);
}

using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Whether two fields are given the same.</summary>
/// <remarks>
/// <para>Units: a step is one value or one name looked at; the caller bounds their sum, since
/// many fields with long values would be compared in pairs.</para>
/// </remarks>
internal ref struct ValueEquality
{
    public int Steps { get; private set; }

    public bool Same(IReadOnlyList<ArgumentNode> left, IReadOnlyList<ArgumentNode> right)
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
    private IValueNode? Find(IReadOnlyList<ArgumentNode> arguments, int start, string name)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            Steps++;
            var argument = arguments[(start + i) % arguments.Count];
            if (argument.Name.Value == name)
            {
                return argument.Value;
            }
        }

        return null;
    }

    private bool Same(IValueNode left, IValueNode right)
    {
        Steps++;
        return (left, right) switch
        {
            (VariableNode a, VariableNode b) => a.Value == b.Value,
            (ListValueNode a, ListValueNode b) => Same(a.Items, b.Items),
            (ObjectValueNode a, ObjectValueNode b) => Same(a.Fields, b.Fields),
            (StringValueNode a, StringValueNode b) => a.Value == b.Value && a.Block == b.Block,
            _ => left.Kind == right.Kind && Equals(left.Value, right.Value),
        };
    }

    private bool Same(IReadOnlyList<IValueNode> left, IReadOnlyList<IValueNode> right)
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
    private bool Same(
        IReadOnlyList<ObjectFieldNode> left, IReadOnlyList<ObjectFieldNode> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        foreach (var (field, other) in Sorted(left).Zip(Sorted(right)))
        {
            if (field.Name.Value != other.Name.Value || !Same(field.Value, other.Value))
            {
                return false;
            }
        }

        return true;
    }

    private IEnumerable<ObjectFieldNode> Sorted(IReadOnlyList<ObjectFieldNode> fields)
    {
        Steps += fields.Count;
        return fields.OrderBy(field => field.Name.Value, StringComparer.Ordinal);
    }
}

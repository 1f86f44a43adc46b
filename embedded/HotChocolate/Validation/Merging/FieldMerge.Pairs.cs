using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>What stands between two fields of one name.</summary>
internal sealed partial class FieldMerge
{
    private void Compare(
        string responseName,
        FieldUse left,
        FieldUse right,
        bool areExclusive,
        ConflictList conflicts)
    {
        Count();
        if (conflicts.IsFull)
        {
            return;
        }

        // No object has two types, so what is selected of two of them never meets.
        var areApart = areExclusive || AreDifferentObjects(left.Parent, right.Parent);
        if (ReasonAgainst(left, right, areApart) is { } reason)
        {
            conflicts.Add(new MergeConflict(responseName, reason, [left.Node], [right.Node]));
        }
        else if (left.Node.SelectionSet is not null && right.Node.SelectionSet is not null)
        {
            var details = CompareBelow(left, right, areApart);
            if (details.All.Count > 0)
            {
                conflicts.Add(
                    MergeConflict.Below(responseName, left.Node, right.Node, details.All));
            }
        }
    }

    private string? ReasonAgainst(FieldUse left, FieldUse right, bool areApart)
    {
        var (name, otherName) = (left.Node.Name.Value, right.Node.Name.Value);
        if (!areApart && name != otherName)
        {
            return $"\"{MergeConflict.Shorten(name)}\" and "
                + $"\"{MergeConflict.Shorten(otherName)}\" are different fields";
        }

        if (!areApart && !HaveSameArguments(left.Node, right.Node))
        {
            return "they have differing arguments";
        }

        return left.Field?.Type is { } type && right.Field?.Type is { } other
            && HaveDifferentShapes(type, other)
            ? $"they return conflicting types \"{type}\" and \"{other}\""
            : null;
    }

    private bool HaveSameArguments(FieldNode left, FieldNode right)
    {
        var equality = default(ValueEquality);
        var same = equality.Same(left.Arguments, right.Arguments);
        Count(equality.Steps);
        return same;
    }

    private ConflictList CompareBelow(FieldUse left, FieldUse right, bool areExclusive)
    {
        GuardStack();
        var conflicts = new ConflictList(MergeConflict.DetailsMax);
        var set = SetOf(left.Node.SelectionSet!, left.Field?.Type.Named);
        var other = SetOf(right.Node.SelectionSet!, right.Field?.Type.Named);
        CompareSets(set, other, areExclusive, conflicts);
        foreach (var fragment in other.Fragments)
        {
            CompareWithFragment(set, fragment, areExclusive, conflicts);
        }

        foreach (var fragment in set.Fragments)
        {
            CompareWithFragment(other, fragment, areExclusive, conflicts);
        }

        foreach (var fragment in set.Fragments)
        {
            foreach (var otherFragment in other.Fragments)
            {
                CompareFragments(fragment, otherFragment, areExclusive, conflicts);
            }
        }

        return conflicts;
    }

    private static bool AreDifferentObjects(INamedTypeView? left, INamedTypeView? right) =>
        !ReferenceEquals(left, right)
        && left?.Kind is NamedTypeKind.Object && right?.Kind is NamedTypeKind.Object;

    /// <summary>Objects have the same shape whatever their type: what is selected of them is
    /// compared by itself. Leaves, lists and non-null must be the same.</summary>
    private static bool HaveDifferentShapes(ITypeView left, ITypeView right)
    {
        if (left.IsNonNull || right.IsNonNull)
        {
            return left.IsNonNull != right.IsNonNull
                || HaveDifferentShapes(left.Nullable, right.Nullable);
        }

        if (left.Item is not null || right.Item is not null)
        {
            return left.Item is null || right.Item is null
                || HaveDifferentShapes(left.Item, right.Item);
        }

        return (left.Named.IsLeaf() || right.Named.IsLeaf())
            && !ReferenceEquals(left.Named, right.Named);
    }
}

using System.Runtime.CompilerServices;
using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Fields with one name in the answer must be one field: the same name, arguments and
/// shape, and so on below them.</summary>
/// <remarks>
/// <para>Shape: a selection that has only fields, with a name for each, is left at once. Else
/// its fields are compared with each other, with those of the fragments it spreads, and those
/// with each other. What was compared is remembered: a fragment is not compared twice with the
/// same selection, nor two fragments with each other.</para>
/// <para>Errors: comparisons are counted, since even so they can grow with the square, and end
/// the validation at the limit.</para>
/// <para>Source: spec.graphql.org/September2025, section 5.3.2, Field Selection Merging.</para>
/// </remarks>
internal sealed partial class FieldMerge(ValidationContext context)
{
    /// <summary>Names of so many fields are compared in place, without a set.</summary>
    private const int FewMax = 16;

    private readonly Dictionary<SelectionSetNode, FieldSet> _sets = [];
    private readonly Dictionary<(string, string), bool> _comparedFragments = [];
    private int _comparisons;

    /// <summary>Checks a selection set that is not that of an inline fragment: those belong to
    /// the set around them.</summary>
    public void Check(SelectionSetNode selectionSet, INamedTypeView? parent)
    {
        if (IsFreeOfMerges(selectionSet.Selections))
        {
            return;
        }

        var set = SetOf(selectionSet, parent);
        if (set.Groups.Count == 0 && set.Fragments.Count < 2)
        {
            return;
        }

        var conflicts = new ConflictList(context.Options.ErrorsMax);
        CompareWithin(set, conflicts);
        for (var i = 0; i < set.Fragments.Count; i++)
        {
            CompareWithFragment(set, set.Fragments[i], areExclusive: false, conflicts);
            for (var j = i + 1; j < set.Fragments.Count; j++)
            {
                CompareFragments(
                    set.Fragments[i], set.Fragments[j], areExclusive: false, conflicts);
            }
        }

        foreach (var conflict in conflicts.All)
        {
            context.Report(conflict.ToError());
        }
    }

    private static bool IsFreeOfMerges(IReadOnlyList<ISelectionNode> selections)
    {
        if (selections.Count > FewMax)
        {
            return HaveDistinctNames(selections);
        }

        for (var i = 0; i < selections.Count; i++)
        {
            if (selections[i] is not FieldNode field)
            {
                return false;
            }

            for (var j = 0; j < i; j++)
            {
                if (((FieldNode)selections[j]).ResponseName == field.ResponseName)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool HaveDistinctNames(IReadOnlyList<ISelectionNode> selections)
    {
        var names = new HashSet<string>(selections.Count, StringComparer.Ordinal);
        for (var i = 0; i < selections.Count; i++)
        {
            if (selections[i] is not FieldNode field || !names.Add(field.ResponseName))
            {
                return false;
            }
        }

        return true;
    }

    private FieldSet SetOf(SelectionSetNode selectionSet, INamedTypeView? parent)
    {
        if (!_sets.TryGetValue(selectionSet, out var set))
        {
            set = new FieldSet();
            set.Add(selectionSet, parent, context.Schema);
            _sets.Add(selectionSet, set);
        }

        return set;
    }

    private FieldSet SetOf(FragmentDefinitionNode fragment) => SetOf(
        fragment.SelectionSet, context.Schema.FindType(fragment.TypeCondition.Name.Value));

    private void CompareWithin(FieldSet set, ConflictList conflicts)
    {
        foreach (var group in set.Groups)
        {
            for (var i = 0; i < group.Uses.Count; i++)
            {
                for (var j = i + 1; j < group.Uses.Count; j++)
                {
                    Compare(
                        group.ResponseName, group.Uses[i], group.Uses[j],
                        areExclusive: false, conflicts);
                }
            }
        }
    }

    private void CompareSets(
        FieldSet left, FieldSet right, bool areExclusive, ConflictList conflicts)
    {
        foreach (var group in left.Groups)
        {
            Count();
            if (right.Find(group.ResponseName) is not { } other)
            {
                continue;
            }

            foreach (var use in group.Uses)
            {
                foreach (var otherUse in other.Uses)
                {
                    Compare(group.ResponseName, use, otherUse, areExclusive, conflicts);
                }
            }
        }
    }

    private void CompareWithFragment(
        FieldSet set, string name, bool areExclusive, ConflictList conflicts)
    {
        Count();
        var isCompared = set.Compared.TryGetValue(name, out var onlyExclusive)
            && (!onlyExclusive || areExclusive);
        if (set.Groups.Count == 0 || isCompared)
        {
            return;
        }

        set.Compared[name] = areExclusive;
        if (context.Fragments.Find(name) is not { } fragment)
        {
            return;
        }

        var other = SetOf(fragment);
        if (ReferenceEquals(set, other))
        {
            return;
        }

        CompareSets(set, other, areExclusive, conflicts);
        foreach (var further in other.Fragments)
        {
            GuardStack();
            CompareWithFragment(set, further, areExclusive, conflicts);
        }
    }

    private void CompareFragments(
        string left, string right, bool areExclusive, ConflictList conflicts)
    {
        Count();
        if (left == right || !IsNewPair(left, right, areExclusive)
            || context.Fragments.Find(left) is not { } leftFragment
            || context.Fragments.Find(right) is not { } rightFragment)
        {
            return;
        }

        GuardStack();
        var leftSet = SetOf(leftFragment);
        var rightSet = SetOf(rightFragment);
        CompareSets(leftSet, rightSet, areExclusive, conflicts);
        foreach (var further in rightSet.Fragments)
        {
            CompareFragments(left, further, areExclusive, conflicts);
        }

        foreach (var further in leftSet.Fragments)
        {
            CompareFragments(further, right, areExclusive, conflicts);
        }
    }

    /// <summary>A pair that was compared as exclusive is compared again when it is not.
    /// </summary>
    private bool IsNewPair(string left, string right, bool areExclusive)
    {
        var pair = string.CompareOrdinal(left, right) < 0 ? (left, right) : (right, left);
        if (_comparedFragments.TryGetValue(pair, out var onlyExclusive)
            && (!onlyExclusive || areExclusive))
        {
            return false;
        }

        _comparedFragments[pair] = areExclusive;
        return true;
    }

    private void Count(int comparisons = 1)
    {
        _comparisons += comparisons;
        if (_comparisons > context.Options.MergeComparisonsMax)
        {
            context.End(new ValidationError(
                "The fields of the document need more than "
                    + $"{context.Options.MergeComparisonsMax} comparisons to be merged.",
                [context.Document]));
        }
    }

    private void GuardStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            context.End(new ValidationError(
                "The fragments of the document lie too deep in each other to be merged.",
                [context.Document]));
        }
    }
}

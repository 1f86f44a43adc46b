using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Fragments: what they stand on, where they may be spread, and that they are used.
/// </summary>
internal static class FragmentRules
{
    public static void CheckType(ValidationContext context, FragmentDefinitionNode fragment)
    {
        if (IsNotComposite(context, fragment.TypeCondition))
        {
            context.Report(
                "sec-Fragments-On-Composite-Types",
                $"Fragment \"{fragment.Name.Value}\" cannot condition on non composite type "
                    + $"\"{fragment.TypeCondition.Name.Value}\".",
                fragment.TypeCondition);
        }
    }

    public static void CheckType(ValidationContext context, InlineFragmentNode fragment)
    {
        if (fragment.TypeCondition is { } condition && IsNotComposite(context, condition))
        {
            context.Report(
                "sec-Fragments-On-Composite-Types",
                "Fragment cannot condition on non composite type "
                    + $"\"{condition.Name.Value}\".",
                condition);
        }
    }

    /// <summary>Checks that some object can have both the type of an inline fragment and that
    /// of the selection around it.</summary>
    public static void CheckIsPossible(
        ValidationContext context,
        InlineFragmentNode fragment,
        INamedTypeView? type,
        INamedTypeView? parent)
    {
        if (type is not null && parent is not null && !type.Overlaps(parent))
        {
            context.Report(
                "sec-Fragment-spread-is-possible",
                $"Fragment cannot be spread here as objects of type \"{parent.Name}\" "
                    + $"can never be of type \"{type.Name}\".",
                fragment);
        }
    }

    public static void CheckSpread(
        ValidationContext context, FragmentSpreadNode spread, INamedTypeView? parent)
    {
        var name = spread.Name.Value;
        if (context.Fragments.Find(name) is not { } fragment)
        {
            context.Report(
                "sec-Fragment-spread-target-defined",
                $"Unknown fragment \"{name}\".",
                spread.Name);
            return;
        }

        if (parent is not null
            && context.Schema.ResolveComposite(fragment.TypeCondition) is { } type
            && !type.Overlaps(parent))
        {
            context.Report(
                "sec-Fragment-spread-is-possible",
                $"Fragment \"{name}\" cannot be spread here as objects of type "
                    + $"\"{parent.Name}\" can never be of type \"{type.Name}\".",
                spread);
        }
    }

    public static void CheckAreUsed(ValidationContext context)
    {
        if (context.Fragments.Count == 0)
        {
            return;
        }

        var operations = context.Document.Definitions.OfType<OperationDefinitionNode>();
        var used = context.Fragments
            .ReachedFrom(operations.Select(operation => operation.SelectionSet), context)
            .Select(fragment => fragment.Name.Value)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is FragmentDefinitionNode fragment
                && !used.Contains(fragment.Name.Value))
            {
                context.Report(
                    "sec-Fragments-Must-Be-Used",
                    $"Fragment \"{fragment.Name.Value}\" is never used.",
                    fragment);
            }
        }
    }

    private static bool IsNotComposite(ValidationContext context, NamedTypeNode condition) =>
        context.Schema.FindType(condition.Name.Value) is { } type && !type.IsComposite();
}

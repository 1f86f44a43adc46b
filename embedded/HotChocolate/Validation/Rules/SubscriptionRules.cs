using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>A subscription has one root field, which no variable can take away.</summary>
internal static class SubscriptionRules
{
    private const string Section = "sec-Single-root-field";

    public static void Check(ValidationContext context, OperationDefinitionNode operation)
    {
        if (operation.Operation is not OperationType.Subscription
            || context.Schema.RootType(OperationType.Subscription) is not { } root)
        {
            return;
        }

        var roots = new RootFields(context, root);
        roots.Collect(operation.SelectionSet);
        var name = operation.Name is { } known
            ? $"Subscription \"{known.Value}\""
            : "Anonymous Subscription";
        CheckIsOne(context, roots, name);
        CheckIsNoIntrospection(context, roots, name);
        if (roots.Conditional is { } conditional)
        {
            context.Report(
                Section,
                $"{name} must not use `@skip` or `@include` directives in the top level "
                    + "selection.",
                conditional);
        }
    }

    private static void CheckIsOne(ValidationContext context, RootFields roots, string name)
    {
        if (roots.Groups.Count > 1)
        {
            context.Report(
                Section,
                $"{name} must select only one top level field.",
                [.. roots.Groups.Skip(1).SelectMany(group => group)]);
        }
    }

    private static void CheckIsNoIntrospection(
        ValidationContext context, RootFields roots, string name)
    {
        foreach (var group in roots.Groups)
        {
            if (group[0].Name.Value.StartsWith("__", StringComparison.Ordinal))
            {
                context.Report(
                    Section, $"{name} must not select an introspection top level field.", group);
            }
        }
    }

    /// <summary>The fields of the first level by their name in the answer, also those that
    /// come by fragments.</summary>
    private sealed class RootFields(ValidationContext context, INamedTypeView root)
    {
        private readonly Dictionary<string, List<FieldNode>> _byName =
            new(StringComparer.Ordinal);

        private readonly HashSet<string> _fragments = new(StringComparer.Ordinal);

        public List<List<FieldNode>> Groups { get; } = [];

        public DirectiveNode? Conditional { get; private set; }

        public void Collect(SelectionSetNode selectionSet)
        {
            context.CountSteps(selectionSet.Selections.Count);
            foreach (var selection in selectionSet.Selections)
            {
                Conditional ??= selection.Directives.FirstOrDefault(
                    directive => directive.Name.Value is "skip" or "include");
                Collect(selection);
            }
        }

        private void Collect(ISelectionNode selection)
        {
            switch (selection)
            {
                case FieldNode field:
                    Add(field);
                    break;
                case InlineFragmentNode inline when Applies(inline.TypeCondition):
                    Collect(inline.SelectionSet);
                    break;
                case FragmentSpreadNode spread
                    when _fragments.Add(spread.Name.Value)
                        && context.Fragments.Find(spread.Name.Value) is { } fragment
                        && Applies(fragment.TypeCondition):
                    Collect(fragment.SelectionSet);
                    break;
                default:
                    break;
            }
        }

        private void Add(FieldNode field)
        {
            if (!_byName.TryGetValue(field.ResponseName, out var group))
            {
                group = [];
                _byName.Add(field.ResponseName, group);
                Groups.Add(group);
            }

            group.Add(field);
        }

        private bool Applies(NamedTypeNode? condition) => condition is null
            || (context.Schema.FindType(condition.Name.Value) is { } type && type.CanBe(root));
    }
}

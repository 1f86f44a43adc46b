using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Fields: that they exist, and that leaves and only leaves end a selection.</summary>
internal static class FieldRules
{
    public static void CheckExists(
        ValidationContext context, FieldNode node, IFieldView? field, INamedTypeView? parent)
    {
        if (field is null && parent is not null)
        {
            var name = node.Name.Value;
            context.Report(
                "sec-Field-Selections",
                $"Cannot query field \"{name}\" on type \"{parent.Name}\"."
                    + SuggestFor(context, name, parent),
                node);
        }
    }

    public static void CheckSelection(ValidationContext context, FieldNode node, IFieldView field)
    {
        var name = node.Name.Value;
        if (field.Type.Named.IsLeaf())
        {
            if (node.SelectionSet is { } selectionSet)
            {
                context.Report(
                    "sec-Leaf-Field-Selections",
                    $"Field \"{name}\" must not have a selection since type \"{field.Type}\" "
                        + "has no subfields.",
                    selectionSet);
            }
        }
        else if (node.SelectionSet is null)
        {
            context.Report(
                "sec-Leaf-Field-Selections",
                $"Field \"{name}\" of type \"{field.Type}\" must have a selection of "
                    + $"subfields. Did you mean \"{name} {{ ... }}\"?",
                node);
        }
    }

    public static void CheckIntrospection(ValidationContext context, FieldNode node)
    {
        if (!context.Options.AllowIntrospection)
        {
            context.Report(new ValidationError(
                "Introspection is not allowed for the current request.", [node],
                Code: "HC0046"));
        }
    }

    /// <summary>The types that have the field, or else fields of nearly this name.</summary>
    private static string SuggestFor(ValidationContext context, string name, INamedTypeView parent)
    {
        if (!context.Options.Suggests)
        {
            return "";
        }

        var types = parent.IsAbstract() ? TypesWith(name, parent) : [];
        return types.Count > 0
            ? Suggestions.Ask(types, "to use an inline fragment on")
            : context.Suggest(name, parent.Fields.Select(field => field.Name));
    }

    /// <summary>Interfaces that many of the possible types keep come first, and an interface
    /// before the types that keep it.</summary>
    private static IReadOnlyList<string> TypesWith(string name, INamedTypeView parent)
    {
        var uses = new Dictionary<INamedTypeView, int>();
        foreach (var type in parent.PossibleTypes.Where(type => Has(type, name)))
        {
            uses[type] = 1;
            foreach (var kept in type.Interfaces.Where(kept => Has(kept, name)))
            {
                uses[kept] = uses.GetValueOrDefault(kept) + 1;
            }
        }

        return
        [
            .. uses.OrderByDescending(use => use.Value)
                .ThenByDescending(use => uses.Keys.Count(other => IsAbove(use.Key, other)))
                .ThenBy(use => use.Key.Name, NaturalOrder.Instance)
                .Select(use => use.Key.Name),
        ];
    }

    private static bool IsAbove(INamedTypeView type, INamedTypeView other) =>
        type.Kind is NamedTypeKind.Interface && other.Interfaces.Contains(type);

    private static bool Has(INamedTypeView type, string field) =>
        type.FindField(field) is not null;
}

using System.Runtime.CompilerServices;
using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Goes through operations as they would be executed, fragments in place, and holds
/// them against the limits of depth.</summary>
/// <remarks>
/// <para>Shape: runs only on documents that broke no rule, so every field and fragment is
/// known and no fragment comes back to itself.</para>
/// <para>Errors: a document may reach the same fragment by many ways, so the spreads that one
/// operation comes to are limited as well.</para>
/// </remarks>
internal sealed class LimitWalk(ValidationContext context)
{
    private readonly Dictionary<IFieldView, int> _onPath = [];
    private OperationDefinitionNode _operation = null!;
    private int _visits;
    private int _depth;
    private int _deepest;

    /// <summary>Whether anything of the document could break a limit.</summary>
    public static bool IsNeeded(ValidationContext context) =>
        context.Fragments.Count > 0
        || context.Options.ExecutionDepthMax is not null
        || context.Options.FieldCycleDepthMax is not null
        || context.UsesIntrospection;

    public void Check()
    {
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is OperationDefinitionNode operation)
            {
                Check(operation);
            }
        }
    }

    private void Check(OperationDefinitionNode operation)
    {
        _operation = operation;
        _visits = 0;
        _deepest = 0;
        Walk(operation.SelectionSet, context.Schema.RootType(operation.Operation));
        if (_deepest > context.Options.ExecutionDepthMax)
        {
            context.Report(new ValidationError(
                $"The GraphQL document has an execution depth of {_deepest} which exceeds the "
                    + $"max allowed execution depth of {context.Options.ExecutionDepthMax}.",
                [operation]));
        }
    }

    private void Walk(SelectionSetNode selectionSet, INamedTypeView? type)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            context.End(new ValidationError("The operation is too deep.", [_operation]));
        }

        for (var i = 0; i < selectionSet.Selections.Count; i++)
        {
            Walk(selectionSet.Selections[i], type);
        }
    }

    private void Walk(ISelectionNode selection, INamedTypeView? type)
    {
        switch (selection)
        {
            case FieldNode field:
                Walk(field, type);
                break;
            case InlineFragmentNode inline:
                Walk(inline.SelectionSet, TypeOf(inline.TypeCondition) ?? type);
                break;
            case FragmentSpreadNode spread
                when context.Fragments.Find(spread.Name.Value) is { } fragment:
                CountVisit(spread);
                Walk(fragment.SelectionSet, TypeOf(fragment.TypeCondition));
                break;
            default:
                break;
        }
    }

    private INamedTypeView? TypeOf(NamedTypeNode? condition) =>
        condition is null ? null : context.Schema.FindType(condition.Name.Value);

    private void Walk(FieldNode node, INamedTypeView? parent)
    {
        var isIntrospection = node.Name.Value.StartsWith("__", StringComparison.Ordinal);
        if (isIntrospection && !context.Options.CountIntrospectionDepth)
        {
            WalkUncounted(node, parent);
            return;
        }

        _depth++;
        _deepest = Math.Max(_deepest, _depth);
        WalkUncounted(node, parent);
        _depth--;
    }

    private void WalkUncounted(FieldNode node, INamedTypeView? parent)
    {
        if (node.SelectionSet is null
            || MetaFields.Find(context.Schema, parent, node) is not { } field)
        {
            return;
        }

        var count = _onPath.GetValueOrDefault(field) + 1;
        CheckCycle(node, field, parent, count);
        _onPath[field] = count;
        Walk(node.SelectionSet, field.Type.Named);
        _onPath[field] = count - 1;
    }

    private void CheckCycle(FieldNode node, IFieldView field, INamedTypeView? parent, int count)
    {
        if (parent is { Name: "__Type" })
        {
            if (count > IntrospectionMax(field.Name))
            {
                context.End(new ValidationError(
                    "Maximum allowed introspection depth exceeded.", [node], Code: "HC0086"));
            }
        }
        else if (count > context.Options.FieldCycleDepthMax
            && parent?.Name.StartsWith("__", StringComparison.Ordinal) != true)
        {
            context.End(new ValidationError(
                "Maximum allowed coordinate cycle depth was exceeded.", [node], Code: "HC0087"));
        }
    }

    private int IntrospectionMax(string field) => field switch
    {
        "fields" or "inputFields" or "interfaces" or "possibleTypes" =>
            context.Options.IntrospectionListDepthMax,
        "ofType" => context.Options.OfTypeDepthMax,
        _ => int.MaxValue,
    };

    private void CountVisit(FragmentSpreadNode spread)
    {
        if (++_visits > context.Options.FragmentVisitsMax)
        {
            context.End(new ValidationError(
                "The operation comes to more than "
                    + $"{context.Options.FragmentVisitsMax} fragments.",
                [spread]));
        }
    }
}

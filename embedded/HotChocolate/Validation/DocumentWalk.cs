using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Goes once through a document with the types of the schema beside it, and asks the
/// rules about what it comes to.</summary>
/// <remarks>
/// <para>Shape: a type that the schema does not know is null, and what depends on it is not
/// checked: one mistake is reported once.</para>
/// </remarks>
internal sealed partial class DocumentWalk(ValidationContext context)
{
    private readonly FieldMerge _merge = new(context);
    private FragmentCycles? _cycles;

    public void Visit()
    {
        for (var i = 0; i < context.Document.Definitions.Count; i++)
        {
            var definition = context.Document.Definitions[i];
            switch (definition)
            {
                case OperationDefinitionNode operation:
                    Visit(operation);
                    break;
                case FragmentDefinitionNode fragment:
                    Visit(fragment);
                    break;
                default:
                    break;
            }

            context.Usages.Close(definition);
        }
    }

    private void Visit(OperationDefinitionNode operation)
    {
        SubscriptionRules.Check(context, operation);
        VariableRules.CheckAreUnique(context, operation);
        for (var i = 0; i < operation.VariableDefinitions.Count; i++)
        {
            Visit(operation.VariableDefinitions[i]);
        }

        VisitDirectives(operation.Directives, LocationOf(operation.Operation));
        VisitSelections(operation.SelectionSet, context.Schema.RootType(operation.Operation));
    }

    private static string LocationOf(OperationType operation) => operation switch
    {
        OperationType.Query => "QUERY",
        OperationType.Mutation => "MUTATION",
        _ => "SUBSCRIPTION",
    };

    private void Visit(VariableDefinitionNode definition)
    {
        var type = context.Schema.Resolve(definition.Type);
        VariableRules.CheckIsInput(context, definition, type);
        TypeNameRules.Check(context, definition.Type);
        if (definition.DefaultValue is not null)
        {
            var expected = type is not null && type.Named.IsInput() ? type : null;
            VisitValue(definition.DefaultValue, new Place(expected));
        }

        VisitDirectives(definition.Directives, "VARIABLE_DEFINITION");
    }

    private void Visit(FragmentDefinitionNode fragment)
    {
        FragmentRules.CheckType(context, fragment);
        (_cycles ??= new FragmentCycles(context)).Check(fragment);
        TypeNameRules.Check(context, fragment.TypeCondition);
        VisitDirectives(fragment.Directives, "FRAGMENT_DEFINITION");
        VisitSelections(
            fragment.SelectionSet, context.Schema.ResolveComposite(fragment.TypeCondition));
    }

    /// <summary>A selection set with the inline fragments in it is one for merging.</summary>
    private void VisitSelections(SelectionSetNode selectionSet, INamedTypeView? parent)
    {
        _merge.Check(selectionSet, parent);
        VisitEach(selectionSet, parent);
    }

    private void VisitEach(SelectionSetNode selectionSet, INamedTypeView? parent)
    {
        for (var i = 0; i < selectionSet.Selections.Count; i++)
        {
            switch (selectionSet.Selections[i])
            {
                case FieldNode field:
                    Visit(field, parent);
                    break;
                case InlineFragmentNode inline:
                    Visit(inline, parent);
                    break;
                case FragmentSpreadNode spread:
                    Visit(spread, parent);
                    break;
                default:
                    break;
            }
        }
    }

    private void Visit(FieldNode node, INamedTypeView? parent)
    {
        var field = MetaFields.Find(context.Schema, parent, node);
        if (field is null)
        {
            FieldRules.CheckExists(context, node, field, parent);
        }
        else
        {
            FieldRules.CheckSelection(context, node, field);
            CheckIntrospection(node, field);
        }

        ArgumentRules.CheckAreUnique(context, node.Arguments);
        VisitArguments(node, field, parent);
        VisitDirectives(node.Directives, "FIELD");
        if (node.SelectionSet is not null)
        {
            var type = field?.Type.Named;
            var composite = type is not null && type.IsComposite() ? type : null;
            VisitSelections(node.SelectionSet, composite);
        }

        if (field is not null)
        {
            ArgumentRules.CheckAreGiven(context, node, field);
        }
    }

    private void CheckIntrospection(FieldNode node, IFieldView field)
    {
        if (ReferenceEquals(field, context.Schema.SchemaField)
            || ReferenceEquals(field, context.Schema.TypeField))
        {
            context.UsesIntrospection = true;
            FieldRules.CheckIntrospection(context, node);
        }
    }

    private void Visit(InlineFragmentNode fragment, INamedTypeView? parent)
    {
        FragmentRules.CheckType(context, fragment);
        var type = parent;
        if (fragment.TypeCondition is { } condition)
        {
            type = context.Schema.ResolveComposite(condition);
            FragmentRules.CheckIsPossible(context, fragment, type, parent);
            TypeNameRules.Check(context, condition);
        }

        VisitDirectives(fragment.Directives, "INLINE_FRAGMENT");
        VisitEach(fragment.SelectionSet, type);
    }

    private void Visit(FragmentSpreadNode spread, INamedTypeView? parent)
    {
        FragmentRules.CheckSpread(context, spread, parent);
        VisitDirectives(spread.Directives, "FRAGMENT_SPREAD");
    }
}

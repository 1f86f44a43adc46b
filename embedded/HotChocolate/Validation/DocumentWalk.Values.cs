using System.Runtime.InteropServices;
using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Arguments, directives and values.</summary>
internal sealed partial class DocumentWalk
{
    /// <summary>What is expected where a value stands.</summary>
    /// <param name="Type">Null where the schema does not say.</param>
    /// <param name="HasDefault">Whether the place has a value of its own.</param>
    /// <param name="OneOf">The input object of which it is the only field, or null.</param>
    /// <param name="IsJudged">False below a literal that was already refused.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Place(
        ITypeView? Type,
        bool HasDefault = false,
        INamedTypeView? OneOf = null,
        bool IsJudged = true);

    private void VisitArguments(FieldNode node, IFieldView? field, INamedTypeView? parent)
    {
        for (var i = 0; i < node.Arguments.Count; i++)
        {
            var argument = node.Arguments[i];
            var known = field?.Arguments.Find(argument.Name.Value);
            if (known is null && field is not null && parent is not null)
            {
                ArgumentRules.ReportUnknown(context, argument, field, parent);
            }

            VisitValue(argument.Value, PlaceOf(known));
        }
    }

    private void VisitDirectives(IReadOnlyList<DirectiveNode> directives, string location)
    {
        if (directives.Count == 0)
        {
            return;
        }

        DirectiveRules.CheckAreUnique(context, directives);
        for (var i = 0; i < directives.Count; i++)
        {
            Visit(directives[i], location);
        }
    }

    private void Visit(DirectiveNode node, string location)
    {
        var directive = DirectiveRules.CheckIsKnown(context, node, location);
        ArgumentRules.CheckAreUnique(context, node.Arguments);
        for (var i = 0; i < node.Arguments.Count; i++)
        {
            var argument = node.Arguments[i];
            var known = directive?.Arguments.Find(argument.Name.Value);
            if (known is null && directive is not null)
            {
                ArgumentRules.ReportUnknown(context, argument, directive);
            }

            VisitValue(argument.Value, PlaceOf(known));
        }

        if (directive is not null)
        {
            ArgumentRules.CheckAreGiven(context, node, directive);
        }
    }

    private static Place PlaceOf(IInputView? input) => new(input?.Type, input?.HasDefault == true);

    private void VisitValue(IValueNode value, in Place place)
    {
        switch (value)
        {
            case VariableNode variable:
                context.Usages.Add(
                    new VariableUsage(variable, place.Type, place.HasDefault, place.OneOf));
                break;
            case ListValueNode list:
                VisitList(list, place);
                break;
            case ObjectValueNode composite:
                VisitObject(composite, place);
                break;
            case NullValueNode nothing when place.IsJudged:
                ValueRules.CheckNull(context, nothing, place.Type);
                break;
            default:
                Judge(value, place.Type, place.IsJudged);
                break;
        }
    }

    private void Judge(IValueNode literal, ITypeView? type, bool isJudged)
    {
        if (isJudged && literal is not NullValueNode)
        {
            ValueRules.CheckLeaf(context, literal, type);
        }
    }

    /// <summary>A list where none is expected may still be what a scalar of the schema takes;
    /// the variables in it are then as if they stood there alone.</summary>
    private void VisitList(ListValueNode list, in Place place)
    {
        var nullable = place.Type?.Nullable;
        var item = nullable?.Item;
        if (item is null)
        {
            Judge(list, nullable, place.IsJudged);
        }

        var below = new Place(item ?? nullable, IsJudged: place.IsJudged && item is not null);
        for (var i = 0; i < list.Items.Count; i++)
        {
            VisitValue(list.Items[i], below);
        }
    }

    private void VisitObject(ObjectValueNode node, in Place place)
    {
        var type = place.Type?.Named is { Kind: NamedTypeKind.InputObject } input ? input : null;
        if (type is null)
        {
            Judge(node, place.Type, place.IsJudged);
        }
        else if (place.IsJudged)
        {
            ValueRules.CheckFields(context, node, type);
        }

        ValueRules.CheckAreUnique(context, node);
        var isJudged = place.IsJudged && type is not null;
        for (var i = 0; i < node.Fields.Count; i++)
        {
            VisitField(node.Fields[i], type, isJudged);
        }
    }

    private void VisitField(ObjectFieldNode node, INamedTypeView? type, bool isJudged)
    {
        var known = type?.FindInputField(node.Name.Value);
        if (known is null && type is not null && isJudged)
        {
            ValueRules.ReportUnknown(context, node, type);
        }

        var oneOf = type is { IsOneOf: true } ? type : null;
        VisitValue(
            node.Value, PlaceOf(known) with { OneOf = oneOf, IsJudged = isJudged });
    }
}

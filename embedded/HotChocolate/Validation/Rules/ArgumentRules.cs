using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Arguments of fields and directives: known, given once, and given if required.
/// </summary>
internal static class ArgumentRules
{
    public static void CheckAreUnique(
        ValidationContext context, IReadOnlyList<ArgumentNode> arguments)
    {
        foreach (var names in Repeated.Names(arguments, static argument => argument.Name))
        {
            context.Report(
                "sec-Argument-Uniqueness",
                $"There can be only one argument named \"{((NameNode)names[0]).Value}\".",
                names);
        }
    }

    public static void ReportUnknown(
        ValidationContext context, ArgumentNode node, IFieldView field, INamedTypeView parent) =>
        context.Report(
            "sec-Argument-Names",
            $"Unknown argument \"{node.Name.Value}\" on field \"{parent.Name}.{field.Name}\"."
                + Suggest(context, node, field.Arguments),
            node);

    public static void ReportUnknown(
        ValidationContext context, ArgumentNode node, IDirectiveView directive) =>
        context.Report(
            "sec-Argument-Names",
            $"Unknown argument \"{node.Name.Value}\" on directive \"@{directive.Name}\"."
                + Suggest(context, node, directive.Arguments),
            node);

    public static void CheckAreGiven(ValidationContext context, FieldNode node, IFieldView field)
    {
        var arguments = field.Arguments;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (IsMissing(arguments[i], node.Arguments))
            {
                context.Report(
                    "sec-Required-Arguments",
                    $"Field \"{field.Name}\" {SayRequired(arguments[i])}",
                    node);
            }
        }
    }

    public static void CheckAreGiven(
        ValidationContext context, DirectiveNode node, IDirectiveView directive)
    {
        foreach (var argument in directive.Arguments)
        {
            if (IsMissing(argument, node.Arguments))
            {
                context.Report(
                    "sec-Required-Arguments",
                    $"Directive \"@{directive.Name}\" {SayRequired(argument)}",
                    node);
            }
        }
    }

    private static string Suggest(
        ValidationContext context, ArgumentNode node, IReadOnlyList<IInputView> known) =>
        context.Suggest(node.Name.Value, known.Select(argument => argument.Name));

    private static string SayRequired(IInputView argument) =>
        $"argument \"{argument.Name}\" of type \"{argument.Type}\" is required, "
            + "but it was not provided.";

    private static bool IsMissing(IInputView argument, IReadOnlyList<ArgumentNode> given)
    {
        if (!argument.IsRequired())
        {
            return false;
        }

        for (var i = 0; i < given.Count; i++)
        {
            if (given[i].Name.Value == argument.Name)
            {
                return false;
            }
        }

        return true;
    }
}

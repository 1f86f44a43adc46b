using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Literals are of the type that their place expects.</summary>
internal static class ValueRules
{
    private const string Section = "sec-Values-of-Correct-Type";

    public static void CheckNull(ValidationContext context, NullValueNode node, ITypeView? type)
    {
        if (type is { IsNonNull: true })
        {
            ReportUnexpected(context, node, type);
        }
    }

    /// <summary>Checks a literal that is to be a leaf: a list or an object comes here too where
    /// the place expects neither.</summary>
    public static void CheckLeaf(ValidationContext context, IValueNode node, ITypeView? type)
    {
        if (type is null)
        {
            return;
        }

        switch (type.Named.Kind)
        {
            case NamedTypeKind.Scalar:
                CheckScalar(context, node, type);
                break;
            case NamedTypeKind.Enum:
                CheckEnum(context, node, type.Named);
                break;
            default:
                ReportUnexpected(context, node, type);
                break;
        }
    }

    public static void CheckFields(
        ValidationContext context, ObjectValueNode node, INamedTypeView type)
    {
        var given = new GivenFields(node);
        foreach (var field in type.InputFields)
        {
            if (field.IsRequired() && given.Last(field.Name) is null)
            {
                context.Report(
                    "sec-Input-Object-Required-Fields",
                    $"Field \"{type.Name}.{field.Name}\" of required type \"{field.Type}\" "
                        + "was not provided.",
                    node);
            }
        }

        if (type.IsOneOf)
        {
            CheckIsOne(context, node, type, given);
        }
    }

    public static void ReportUnknown(
        ValidationContext context, ObjectFieldNode node, INamedTypeView type) =>
        context.Report(
            "sec-Input-Object-Field-Names",
            $"Field \"{node.Name.Value}\" is not defined by type \"{type.Name}\"."
                + context.Suggest(
                    node.Name.Value, type.InputFields.Select(field => field.Name)),
            node);

    public static void CheckAreUnique(ValidationContext context, ObjectValueNode node)
    {
        foreach (var names in Repeated.Names(node.Fields, static field => field.Name))
        {
            for (var i = 1; i < names.Length; i++)
            {
                context.Report(
                    "sec-Input-Object-Field-Uniqueness",
                    $"There can be only one input field named \"{((NameNode)names[i]).Value}\".",
                    names[0],
                    names[i]);
            }
        }
    }

    private static void CheckIsOne(
        ValidationContext context, ObjectValueNode node, INamedTypeView type, GivenFields given)
    {
        if (given.DistinctCount != 1)
        {
            context.Report(
                Section, $"OneOf Input Object \"{type.Name}\" must specify exactly one key.", node);
        }
        else if (node.Fields[^1].Value is NullValueNode)
        {
            context.Report(
                Section,
                $"Field \"{type.Name}.{node.Fields[0].Name.Value}\" must be non-null.",
                node);
        }
    }

    private static void CheckScalar(ValidationContext context, IValueNode node, ITypeView type)
    {
        if (BuiltInScalars.IsOne(type.Named.Name))
        {
            if (BuiltInScalars.FaultOf(type.Named.Name, node) is { } fault)
            {
                context.Report(Section, fault, node);
            }
        }
        else if (type.Named.FaultOf(node) is { } fault)
        {
            context.Report(
                Section,
                $"Expected value of type \"{type}\", found {LiteralText.Of(node)}; "
                    + fault,
                node);
        }
    }

    private static void CheckEnum(ValidationContext context, IValueNode node, INamedTypeView type)
    {
        if (node is not EnumValueNode value)
        {
            var text = LiteralText.Of(node);
            context.Report(
                Section,
                $"Enum \"{type.Name}\" cannot represent non-enum value: {text}."
                    + context.Suggest(text, type.EnumValues, "the enum value"),
                node);
        }
        else if (!type.HasEnumValue(value.Value))
        {
            context.Report(
                Section,
                $"Value \"{value.Value}\" does not exist in \"{type.Name}\" enum."
                    + context.Suggest(value.Value, type.EnumValues, "the enum value"),
                node);
        }
    }

    private static void ReportUnexpected(
        ValidationContext context, IValueNode node, ITypeView type) =>
        context.Report(
            Section,
            $"Expected value of type \"{type}\", found {LiteralText.Of(node)}.",
            node);
}

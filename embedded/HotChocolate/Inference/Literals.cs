using System.Collections;
using HotChocolate.Language;
using HotChocolate.Types;

namespace HotChocolate.Inference;

/// <summary>Literals of C# values, for defaults in the schema.</summary>
internal static class Literals
{
    public static IValueNode Of(TypeNode type, object? value) => (type.Nullable, value) switch
    {
        (_, null) => NullValueNode.Default,
        (ListType list, IEnumerable items) when value is not string =>
            new ListValueNode([.. items.Cast<object?>().Select(item => Of(list.Item, item))]),
        (EnumType named, _) when named.RuntimeType is { } runtime && value.GetType() != runtime =>
            named.ToLiteral(Enum.ToObject(runtime, value)),
        (LeafType leaf, _) => leaf.ToLiteral(value),
        (InputObjectType fields, _) => new ObjectValueNode(
            [.. fields.Fields.Select(field => new ObjectFieldNode(
                field.Name, Of(field.Type, ValueOf(fields, field, value))))]),
        _ => throw new Building.BuildException($"{value} is no {type}."),
    };

    private static object? ValueOf(InputObjectType type, InputField field, object owner) =>
        Members.InputOf(type.RuntimeType!)
            .First(property => Naming.FieldOf(property) == field.Name)
            .GetValue(owner);
}

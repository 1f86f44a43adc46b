using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Finds the field that a selection means, those of introspection too.</summary>
internal static class MetaFields
{
    public static IFieldView? Find(ISchemaView schema, INamedTypeView? parent, FieldNode node)
    {
        var name = node.Name.Value;
        if (parent is null || !name.StartsWith("__", StringComparison.Ordinal))
        {
            return parent?.FindField(name);
        }

        var isQuery = ReferenceEquals(parent, schema.RootType(OperationType.Query));
        return name switch
        {
            "__typename" => schema.TypeNameField,
            "__schema" when isQuery => schema.SchemaField,
            "__type" when isQuery => schema.TypeField,
            _ => parent.FindField(name),
        };
    }
}

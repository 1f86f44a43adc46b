using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>What validation reads of a schema. It never changes, and any thread may read it.
/// </summary>
internal interface ISchemaView
{
    /// <summary>The names of all types, those of introspection too, for suggestions.</summary>
    IEnumerable<string> TypeNames { get; }

    /// <summary>The field <c>__typename</c>, which every composite type has.</summary>
    IFieldView TypeNameField { get; }

    /// <summary>The field <c>__schema</c> of the query type.</summary>
    IFieldView SchemaField { get; }

    /// <summary>The field <c>__type</c> of the query type.</summary>
    IFieldView TypeField { get; }

    INamedTypeView? FindType(string name);

    IDirectiveView? FindDirective(string name);

    /// <summary>The type an operation begins with; null if the schema has no such operations.
    /// </summary>
    INamedTypeView? RootType(OperationType operation);
}

/// <summary>A directive that the schema knows.</summary>
internal interface IDirectiveView
{
    string Name { get; }

    bool IsRepeatable { get; }

    IReadOnlyList<IInputView> Arguments { get; }

    /// <summary>Whether it may stand on a place, named as in the grammar: <c>FIELD</c>.</summary>
    bool MayStandOn(string location);
}

/// <summary>A field of an object or interface type.</summary>
internal interface IFieldView
{
    string Name { get; }

    ITypeView Type { get; }

    IReadOnlyList<IInputView> Arguments { get; }
}

/// <summary>An argument, or a field of an input object type.</summary>
internal interface IInputView
{
    string Name { get; }

    ITypeView Type { get; }

    bool HasDefault { get; }
}

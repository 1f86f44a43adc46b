using System.Collections.Concurrent;
using System.Collections.Frozen;
using HotChocolate.Introspection;
using HotChocolate.Language;

namespace HotChocolate.Types;

/// <summary>A schema that is built: read only, and shared by all requests.</summary>
internal sealed class Schema : ISchemaDefinition, ISchemaView
{
    private readonly FrozenDictionary<string, NamedType> _byName;
    private readonly FrozenDictionary<NamedType, FrozenSet<ObjectType>> _possible;
    private readonly IReadOnlyDictionary<OperationType, ObjectType> _roots;
    private readonly ConcurrentDictionary<(NamedType, Type), ObjectType?> _byRuntimeType = new();
    private readonly Lazy<string> _sdl;

    public Schema(
        string name,
        IReadOnlyList<NamedType> types,
        IReadOnlyDictionary<OperationType, ObjectType> roots)
    {
        Name = name;
        Types = types;
        _roots = roots;
        AllTypes = [.. types, .. IntrospectionTypes.All];
        _byName = AllTypes.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);
        _possible = AllTypes.Where(type => type.IsComposite).ToFrozenDictionary(
            type => type,
            type => PossibleOf(type, types).ToFrozenSet());
        foreach (var shape in types.OfType<InterfaceType>())
        {
            shape.Implementers = [.. _possible[shape]];
        }

        _sdl = new(() => SdlPrinter.Print(this));
    }

    public string Name { get; }

    /// <summary>All types but those of introspection.</summary>
    public IReadOnlyList<NamedType> Types { get; }

    public IReadOnlyList<NamedType> AllTypes { get; }

    public IReadOnlyList<DirectiveType> Directives { get; } = DirectiveTypes.All;

    IEnumerable<string> ISchemaView.TypeNames => AllTypes.Select(type => type.Name);

    IFieldView ISchemaView.TypeNameField => MetaFields.TypeName;

    IFieldView ISchemaView.SchemaField => MetaFields.Schema;

    IFieldView ISchemaView.TypeField => MetaFields.Type;

    INamedTypeView? ISchemaView.FindType(string name) => Type(name);

    IDirectiveView? ISchemaView.FindDirective(string name) =>
        Directives.FirstOrDefault(directive => directive.Name == name);

    INamedTypeView? ISchemaView.RootType(OperationType operation) => RootOf(operation);

    public ObjectType? RootOf(OperationType operation) => _roots.GetValueOrDefault(operation);

    public NamedType? Type(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The type that a document names; null when there is none.</summary>
    public TypeNode? TypeOf(ITypeNode node) => node switch
    {
        NonNullTypeNode wrapped => TypeOf(wrapped.Type)?.NonNull(),
        ListTypeNode list => TypeOf(list.Type)?.List(),
        NamedTypeNode named => Type(named.Name.Value),
        _ => null,
    };

    /// <summary>The field of a type, those of introspection included.</summary>
    public OutputField? FieldOf(NamedType type, string name)
    {
        if (!name.StartsWith("__", StringComparison.Ordinal))
        {
            return (type as FieldsType)?.Field(name);
        }

        return name switch
        {
            "__typename" when type is ObjectType self => self.TypeName,
            "__typename" when type.IsComposite => MetaFields.TypeName,
            "__schema" when ReferenceEquals(type, RootOf(OperationType.Query)) => MetaFields.Schema,
            "__type" when ReferenceEquals(type, RootOf(OperationType.Query)) => MetaFields.Type,
            _ => null,
        };
    }

    public IReadOnlyCollection<ObjectType> PossibleTypes(NamedType type) => _possible[type];

    /// <summary>Whether an object may be where a type, given by its name, is asked for.</summary>
    public bool IsPossible(string typeName, ObjectType type) =>
        _byName.TryGetValue(typeName, out var named)
        && _possible.TryGetValue(named, out var possible)
        && possible.Contains(type);

    /// <summary>The object type of a value that a field of the type gave.</summary>
    /// <exception cref="LeafException">No type of the schema is the value's.</exception>
    public ObjectType ObjectTypeOf(NamedType type, object value) =>
        TryObjectTypeOf(type, value) ?? throw new LeafException(
            $"A value of `{type.Name}` has the C# type {value.GetType().Name}, which no type of "
            + "the schema stands for.");

    public ObjectType? TryObjectTypeOf(NamedType type, object value) =>
        type as ObjectType
            ?? _byRuntimeType.GetOrAdd(
                (type, value.GetType()),
                static (key, schema) => schema.Find(key.Item1, key.Item2),
                this);

    public override string ToString() => _sdl.Value;

    private static IEnumerable<ObjectType> PossibleOf(
        NamedType type, IReadOnlyList<NamedType> types) => type switch
        {
            ObjectType self => [self],
            UnionType union => union.Cases,
            InterfaceType shape =>
                types.OfType<ObjectType>().Where(candidate => candidate.Interfaces.Contains(shape)),
            _ => [],
        };

    // The closest class wins, where several of the possible ones fit.
    private ObjectType? Find(NamedType type, Type runtime)
    {
        for (var at = runtime; at is not null; at = at.BaseType)
        {
            var found = _possible[type].FirstOrDefault(
                candidate => candidate.RuntimeType == at);
            if (found is not null)
            {
                return found;
            }
        }

        return _possible[type].FirstOrDefault(
            candidate => candidate.RuntimeType?.IsAssignableFrom(runtime) is true);
    }
}

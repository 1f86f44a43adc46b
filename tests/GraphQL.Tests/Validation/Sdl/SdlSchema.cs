using HotChocolate.Language;
using Krewe.Embedded.Validation;

namespace Krewe.GraphQL.Tests.Validation.Sdl;

/// <summary>A schema for tests, read from its text: nothing can be executed against it.</summary>
internal sealed class SdlSchema : ISchemaView
{
    private readonly Dictionary<string, SdlType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SdlDirective> _directives = new(StringComparer.Ordinal);

    private readonly Dictionary<OperationType, string> _roots = new()
    {
        [OperationType.Query] = "Query",
        [OperationType.Mutation] = "Mutation",
        [OperationType.Subscription] = "Subscription",
    };

    private SdlSchema(DocumentNode document)
    {
        foreach (var definition in document.Definitions)
        {
            Add(definition);
        }

        foreach (var type in _types.Values)
        {
            type.Complete(this);
        }

        TypeNameField = Meta("__typename: String!");
        SchemaField = Meta("__schema: __Schema!");
        TypeField = Meta("__type(name: String!): __Type");
    }

    public IEnumerable<string> TypeNames => _types.Keys;

    public IFieldView TypeNameField { get; }

    public IFieldView SchemaField { get; }

    public IFieldView TypeField { get; }

    public static SdlSchema Parse(string sdl) =>
        new(Utf8GraphQLParser.Parse(sdl + BuiltIn.Sdl));

    public INamedTypeView? FindType(string name) => _types.GetValueOrDefault(name);

    public IDirectiveView? FindDirective(string name) => _directives.GetValueOrDefault(name);

    public INamedTypeView? RootType(OperationType operation) => FindType(_roots[operation]);

    public SdlType Named(string name) => _types[name];

    public ITypeView TypeOf(ITypeNode node) => this.Resolve(node)
        ?? throw new InvalidOperationException($"The schema has no type {node}.");

    private SdlField Meta(string field)
    {
        var holder = Utf8GraphQLParser.Parse($"type T {{ {field} }}").Definitions[0];
        return new SdlField(((ObjectTypeDefinitionNode)holder).Fields[0], this);
    }

    private void Add(IDefinitionNode definition)
    {
        switch (definition)
        {
            case ITypeDefinitionNode type:
                _types.Add(type.Name.Value, new SdlType(type));
                break;
            case DirectiveDefinitionNode directive:
                _directives.Add(directive.Name.Value, new SdlDirective(directive, this));
                break;
            case SchemaDefinitionNode schema:
                foreach (var root in schema.OperationTypes)
                {
                    _roots[root.Operation] = root.Type.Name.Value;
                }

                break;
            default:
                throw new InvalidOperationException($"{definition.Kind} is not for tests.");
        }
    }
}

using System.Diagnostics;
using HotChocolate.Language;

namespace Krewe.Embedded.Language;

/// <summary>Definitions and extensions of a schema.</summary>
internal sealed partial class SyntaxPrinter
{
    private void WriteTypeSystem(ISyntaxNode node)
    {
        switch (node)
        {
            case TypeDefinitionNode definition:
                WriteTypeDefinition(definition);
                break;
            case TypeExtensionNode extension:
                WriteTypeExtension(extension);
                break;
            case FieldDefinitionNode field:
                WriteFieldDefinition(field);
                break;
            case InputValueDefinitionNode value:
                WriteInputValue(value);
                break;
            case EnumValueDefinitionNode value:
                WriteDescription(value.Description);
                _output.Append(value.Name.Value);
                WriteEach(value.Directives);
                break;
            case OperationTypeDefinitionNode operation:
                _output.Append(operation.Operation.Keyword()).Append(": ");
                Write(operation.Type);
                break;
            default:
                WriteSchema(node);
                break;
        }
    }

    private void WriteSchema(ISyntaxNode node)
    {
        switch (node)
        {
            case SchemaDefinitionNode schema:
                WriteDescription(schema.Description);
                _output.Append("schema");
                WriteEach(schema.Directives);
                WriteDefinitionBlock(schema.OperationTypes);
                break;
            case SchemaExtensionNode schema:
                _output.Append("extend schema");
                WriteEach(schema.Directives);
                WriteDefinitionBlock(schema.OperationTypes);
                break;
            case DirectiveDefinitionNode directive:
                WriteDirectiveDefinition(directive);
                break;
            default:
                throw new UnreachableException($"There is no form for {node.Kind}.");
        }
    }

    private void WriteTypeDefinition(TypeDefinitionNode definition)
    {
        WriteDescription(definition.Description);
        _output.Append(KeywordOf(definition.Kind)).Append(' ').Append(definition.Name.Value);
        switch (definition)
        {
            case ObjectTypeDefinitionNode type:
                WriteFields(type.Interfaces, type.Directives, type.Fields);
                break;
            case InterfaceTypeDefinitionNode type:
                WriteFields(type.Interfaces, type.Directives, type.Fields);
                break;
            case UnionTypeDefinitionNode type:
                WriteMembers(type.Directives, type.Types);
                break;
            case EnumTypeDefinitionNode type:
                WriteFields([], type.Directives, type.Values);
                break;
            case InputObjectTypeDefinitionNode type:
                WriteFields([], type.Directives, type.Fields);
                break;
            default:
                WriteEach(definition.Directives);
                break;
        }
    }

    private void WriteTypeExtension(TypeExtensionNode extension)
    {
        _output.Append("extend ").Append(KeywordOf(extension.Kind));
        _output.Append(' ').Append(extension.Name.Value);
        switch (extension)
        {
            case ObjectTypeExtensionNode type:
                WriteFields(type.Interfaces, type.Directives, type.Fields);
                break;
            case InterfaceTypeExtensionNode type:
                WriteFields(type.Interfaces, type.Directives, type.Fields);
                break;
            case UnionTypeExtensionNode type:
                WriteMembers(type.Directives, type.Types);
                break;
            case EnumTypeExtensionNode type:
                WriteFields([], type.Directives, type.Values);
                break;
            case InputObjectTypeExtensionNode type:
                WriteFields([], type.Directives, type.Fields);
                break;
            default:
                WriteEach(extension.Directives);
                break;
        }
    }

    private static string KeywordOf(SyntaxKind kind) => kind switch
    {
        SyntaxKind.ScalarTypeDefinition or SyntaxKind.ScalarTypeExtension => "scalar",
        SyntaxKind.ObjectTypeDefinition or SyntaxKind.ObjectTypeExtension => "type",
        SyntaxKind.InterfaceTypeDefinition or SyntaxKind.InterfaceTypeExtension => "interface",
        SyntaxKind.UnionTypeDefinition or SyntaxKind.UnionTypeExtension => "union",
        SyntaxKind.EnumTypeDefinition or SyntaxKind.EnumTypeExtension => "enum",
        _ => "input",
    };

    private void WriteFields<T>(
        IReadOnlyList<NamedTypeNode> interfaces,
        IReadOnlyList<DirectiveNode> directives,
        IReadOnlyList<T> members)
        where T : ISyntaxNode
    {
        if (interfaces.Count > 0)
        {
            _output.Append(" implements ");
            WriteJoined(interfaces, " & ");
        }

        WriteEach(directives);
        WriteDefinitionBlock(members);
    }

    private void WriteMembers(
        IReadOnlyList<DirectiveNode> directives, IReadOnlyList<NamedTypeNode> types)
    {
        WriteEach(directives);
        if (types.Count > 0)
        {
            _output.Append(" = ");
            WriteJoined(types, " | ");
        }
    }

    private void WriteFieldDefinition(FieldDefinitionNode field)
    {
        WriteDescription(field.Description);
        _output.Append(field.Name.Value);
        WriteWrapping(field.Arguments, headLength: 0, levels: 1);
        WriteTypeAndDefault(field.Type, defaultValue: null);
        WriteEach(field.Directives);
    }

    private void WriteInputValue(InputValueDefinitionNode value)
    {
        WriteDescription(value.Description);
        _output.Append(value.Name.Value);
        WriteTypeAndDefault(value.Type, value.DefaultValue);
        WriteEach(value.Directives);
    }

    private void WriteDirectiveDefinition(DirectiveDefinitionNode directive)
    {
        WriteDescription(directive.Description);
        _output.Append("directive @").Append(directive.Name.Value);
        WriteWrapping(directive.Arguments, headLength: 0, levels: 1);
        _output.Append(directive.IsRepeatable ? " repeatable on " : " on ");
        WriteJoined(directive.Locations, " | ");
    }
}

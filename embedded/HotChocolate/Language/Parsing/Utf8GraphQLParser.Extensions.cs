using Krewe.Embedded.Language;

namespace HotChocolate.Language;

/// <summary>Extensions of a schema. One that adds nothing is a mistake.</summary>
public ref partial struct Utf8GraphQLParser
{
    private IDefinitionNode ParseExtension(Mark start)
    {
        if (!SkipKeyword("extend"u8))
        {
            ThrowUnexpected();
        }

        if (SkipKeyword("schema"u8))
        {
            return ParseSchemaExtension(start);
        }

        return ParseTypeExtension(start);
    }

    private SchemaExtensionNode ParseSchemaExtension(Mark start)
    {
        var directives = ParseDirectives(isConstant: true);
        var operations = ParseOperationTypes();
        ThrowIfNothing(directives.Length + operations.Length);
        return new SchemaExtensionNode(Since(start), directives, operations);
    }

    private ITypeExtensionNode ParseTypeExtension(Mark start)
    {
        if (SkipKeyword("scalar"u8))
        {
            return ParseScalarExtension(start);
        }

        if (SkipKeyword("type"u8))
        {
            return ParseObjectExtension(start);
        }

        if (SkipKeyword("interface"u8))
        {
            return ParseInterfaceExtension(start);
        }

        if (SkipKeyword("union"u8))
        {
            return ParseUnionExtension(start);
        }

        if (SkipKeyword("enum"u8))
        {
            return ParseEnumExtension(start);
        }

        if (!SkipKeyword("input"u8))
        {
            ThrowUnexpected();
        }

        return ParseInputExtension(start);
    }

    private ScalarTypeExtensionNode ParseScalarExtension(Mark start)
    {
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        ThrowIfNothing(directives.Length);
        return new ScalarTypeExtensionNode(Since(start), name, directives);
    }

    private ObjectTypeExtensionNode ParseObjectExtension(Mark start)
    {
        var name = ParseName();
        var interfaces = ParseInterfaces();
        var directives = ParseDirectives(isConstant: true);
        var fields = ParseFieldDefinitions();
        ThrowIfNothing(interfaces.Length + directives.Length + fields.Length);
        return new ObjectTypeExtensionNode(Since(start), name, directives, interfaces, fields);
    }

    private InterfaceTypeExtensionNode ParseInterfaceExtension(Mark start)
    {
        var name = ParseName();
        var interfaces = ParseInterfaces();
        var directives = ParseDirectives(isConstant: true);
        var fields = ParseFieldDefinitions();
        ThrowIfNothing(interfaces.Length + directives.Length + fields.Length);
        return new InterfaceTypeExtensionNode(
            Since(start), name, directives, interfaces, fields);
    }

    private UnionTypeExtensionNode ParseUnionExtension(Mark start)
    {
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        var types = ParseUnionMembers();
        ThrowIfNothing(directives.Length + types.Length);
        return new UnionTypeExtensionNode(Since(start), name, directives, types);
    }

    private EnumTypeExtensionNode ParseEnumExtension(Mark start)
    {
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        var values = ParseEnumValues();
        ThrowIfNothing(directives.Length + values.Length);
        return new EnumTypeExtensionNode(Since(start), name, directives, values);
    }

    private InputObjectTypeExtensionNode ParseInputExtension(Mark start)
    {
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        var fields = ParseInputValues(TokenKind.LeftBrace, TokenKind.RightBrace);
        ThrowIfNothing(directives.Length + fields.Length);
        return new InputObjectTypeExtensionNode(Since(start), name, directives, fields);
    }

    private readonly void ThrowIfNothing(int parts)
    {
        if (parts == 0)
        {
            ThrowUnexpected();
        }
    }
}

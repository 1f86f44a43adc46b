using Krewe.Embedded.Language;

namespace HotChocolate.Language;

/// <summary>Definitions of a schema.</summary>
public ref partial struct Utf8GraphQLParser
{
    private static readonly string[] DirectiveLocations =
    [
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD",
        "INLINE_FRAGMENT", "VARIABLE_DEFINITION", "SCHEMA", "SCALAR", "OBJECT",
        "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE",
        "INPUT_OBJECT", "INPUT_FIELD_DEFINITION", "DIRECTIVE_DEFINITION",
    ];

    private IDefinitionNode? ParseTypeSystem(Mark start, StringValueNode? description)
    {
        if (!Sees(TokenKind.Name))
        {
            return null;
        }

        return _lexer.Value switch
        {
            var word when word.SequenceEqual("schema"u8) => ParseSchema(start, description),
            var word when word.SequenceEqual("scalar"u8) => ParseScalar(start, description),
            var word when word.SequenceEqual("type"u8) => ParseObjectType(start, description),
            var word when word.SequenceEqual("interface"u8) =>
                ParseInterface(start, description),
            var word when word.SequenceEqual("union"u8) => ParseUnion(start, description),
            var word when word.SequenceEqual("enum"u8) => ParseEnum(start, description),
            var word when word.SequenceEqual("input"u8) => ParseInput(start, description),
            var word when word.SequenceEqual("directive"u8) =>
                ParseDirectiveDefinition(start, description),
            _ => null,
        };
    }

    private SchemaDefinitionNode ParseSchema(Mark start, StringValueNode? description)
    {
        Advance();
        var directives = ParseDirectives(isConstant: true);
        var operations = ParseOperationTypes();
        if (operations.Length == 0)
        {
            ThrowExpected(TokenKind.LeftBrace.Describe());
        }

        return new SchemaDefinitionNode(Since(start), description, directives, operations);
    }

    private OperationTypeDefinitionNode[] ParseOperationTypes()
    {
        var mark = _stack.Count;
        if (Skip(TokenKind.LeftBrace))
        {
            do
            {
                _stack.Push(ParseOperationTypeDefinition());
            }
            while (!Skip(TokenKind.RightBrace));
        }

        return _stack.PopAll<OperationTypeDefinitionNode>(mark);
    }

    private OperationTypeDefinitionNode ParseOperationTypeDefinition()
    {
        var start = Here;
        var operation = PeekOperationType();
        if (operation is null)
        {
            RefuseOperationType();
        }

        Advance();
        Expect(TokenKind.Colon);
        var type = ParseNamedType();
        return new OperationTypeDefinitionNode(Since(start), operation.GetValueOrDefault(), type);
    }

    private readonly void RefuseOperationType()
    {
        if (Sees(TokenKind.Name))
        {
            ThrowUnexpected();
        }

        ThrowExpected(TokenKind.Name.Describe());
    }

    private ScalarTypeDefinitionNode ParseScalar(Mark start, StringValueNode? description)
    {
        Advance();
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        return new ScalarTypeDefinitionNode(Since(start), name, description, directives);
    }

    private ObjectTypeDefinitionNode ParseObjectType(Mark start, StringValueNode? description)
    {
        Advance();
        var name = ParseName();
        var interfaces = ParseInterfaces();
        var directives = ParseDirectives(isConstant: true);
        var fields = ParseFieldDefinitions();
        return new ObjectTypeDefinitionNode(
            Since(start), name, description, directives, interfaces, fields);
    }

    private InterfaceTypeDefinitionNode ParseInterface(Mark start, StringValueNode? description)
    {
        Advance();
        var name = ParseName();
        var interfaces = ParseInterfaces();
        var directives = ParseDirectives(isConstant: true);
        var fields = ParseFieldDefinitions();
        return new InterfaceTypeDefinitionNode(
            Since(start), name, description, directives, interfaces, fields);
    }

    private UnionTypeDefinitionNode ParseUnion(Mark start, StringValueNode? description)
    {
        Advance();
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        var types = ParseUnionMembers();
        return new UnionTypeDefinitionNode(Since(start), name, description, directives, types);
    }

    private EnumTypeDefinitionNode ParseEnum(Mark start, StringValueNode? description)
    {
        Advance();
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        var values = ParseEnumValues();
        return new EnumTypeDefinitionNode(Since(start), name, description, directives, values);
    }

    private InputObjectTypeDefinitionNode ParseInput(Mark start, StringValueNode? description)
    {
        Advance();
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        var fields = ParseInputValues(TokenKind.LeftBrace, TokenKind.RightBrace);
        return new InputObjectTypeDefinitionNode(
            Since(start), name, description, directives, fields);
    }

    private DirectiveDefinitionNode ParseDirectiveDefinition(
        Mark start, StringValueNode? description)
    {
        Advance();
        Expect(TokenKind.At);
        var name = ParseName();
        var arguments = ParseInputValues(
            TokenKind.LeftParenthesis, TokenKind.RightParenthesis);
        var isRepeatable = SkipKeyword("repeatable"u8);
        ExpectKeyword("on"u8);
        var mark = _stack.Count;
        Skip(TokenKind.Pipe);
        do
        {
            _stack.Push(ParseDirectiveLocation());
        }
        while (Skip(TokenKind.Pipe));

        return new DirectiveDefinitionNode(
            Since(start), name, description, isRepeatable, arguments,
            _stack.PopAll<NameNode>(mark));
    }

    private NameNode ParseDirectiveLocation()
    {
        if (Sees(TokenKind.Name) && !DirectiveLocations.Contains(TextOfToken()))
        {
            ThrowUnexpected();
        }

        return ParseName();
    }
}

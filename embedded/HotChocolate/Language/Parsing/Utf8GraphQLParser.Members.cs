using Krewe.Embedded.Language;

namespace HotChocolate.Language;

/// <summary>What the definitions of types consist of.</summary>
public ref partial struct Utf8GraphQLParser
{
    private NamedTypeNode[] ParseInterfaces() => SkipKeyword("implements"u8)
        ? ParseTypeNames(TokenKind.Ampersand)
        : [];

    private NamedTypeNode[] ParseUnionMembers() => Skip(TokenKind.Equal)
        ? ParseTypeNames(TokenKind.Pipe)
        : [];

    private NamedTypeNode[] ParseTypeNames(TokenKind separator)
    {
        var mark = _stack.Count;
        Skip(separator);
        do
        {
            _stack.Push(ParseNamedType());
        }
        while (Skip(separator));

        return _stack.PopAll<NamedTypeNode>(mark);
    }

    private FieldDefinitionNode[] ParseFieldDefinitions()
    {
        var mark = _stack.Count;
        if (Skip(TokenKind.LeftBrace))
        {
            do
            {
                _stack.Push(ParseFieldDefinition());
            }
            while (!Skip(TokenKind.RightBrace));
        }

        return _stack.PopAll<FieldDefinitionNode>(mark);
    }

    private FieldDefinitionNode ParseFieldDefinition()
    {
        var start = Here;
        var description = ParseDescription();
        var name = ParseName();
        var arguments = ParseInputValues(
            TokenKind.LeftParenthesis, TokenKind.RightParenthesis);
        Expect(TokenKind.Colon);
        var type = ParseType();
        var directives = ParseDirectives(isConstant: true);
        return new FieldDefinitionNode(
            Since(start), name, description, arguments, type, directives);
    }

    private InputValueDefinitionNode[] ParseInputValues(TokenKind open, TokenKind close)
    {
        var mark = _stack.Count;
        if (Skip(open))
        {
            do
            {
                _stack.Push(ParseInputValue());
            }
            while (!Skip(close));
        }

        return _stack.PopAll<InputValueDefinitionNode>(mark);
    }

    private InputValueDefinitionNode ParseInputValue()
    {
        var start = Here;
        var description = ParseDescription();
        var name = ParseName();
        Expect(TokenKind.Colon);
        var type = ParseType();
        var defaultValue = Skip(TokenKind.Equal) ? ParseValue(isConstant: true) : null;
        var directives = ParseDirectives(isConstant: true);
        return new InputValueDefinitionNode(
            Since(start), name, description, type, defaultValue, directives);
    }

    private EnumValueDefinitionNode[] ParseEnumValues()
    {
        var mark = _stack.Count;
        if (Skip(TokenKind.LeftBrace))
        {
            do
            {
                _stack.Push(ParseEnumValueDefinition());
            }
            while (!Skip(TokenKind.RightBrace));
        }

        return _stack.PopAll<EnumValueDefinitionNode>(mark);
    }

    private EnumValueDefinitionNode ParseEnumValueDefinition()
    {
        var start = Here;
        var description = ParseDescription();
        if (SeesKeyword("true"u8) || SeesKeyword("false"u8) || SeesKeyword("null"u8))
        {
            _lexer.Throw(_lexer.Start, $"Name \"{TextOfToken()}\" is reserved and cannot be "
                + "used for an enum value.");
        }

        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        return new EnumValueDefinitionNode(Since(start), name, description, directives);
    }
}

using Krewe.Embedded.Language;

namespace HotChocolate.Language;

/// <summary>Names, values, arguments, directives and types.</summary>
public ref partial struct Utf8GraphQLParser
{
    private NameNode ParseName()
    {
        if (!Sees(TokenKind.Name))
        {
            ThrowExpected(TokenKind.Name.Describe());
        }

        var start = Here;
        var name = _options.Names.Get(_lexer.Value);
        Advance();
        return new NameNode(Since(start), name);
    }

    private ArgumentNode[] ParseArguments(bool isConstant)
    {
        var mark = _stack.Count;
        if (Skip(TokenKind.LeftParenthesis))
        {
            do
            {
                var start = Here;
                var (name, value) = ParseNamedValue(isConstant);
                _stack.Push(new ArgumentNode(Since(start), name, value));
            }
            while (!Skip(TokenKind.RightParenthesis));
        }

        return _stack.PopAll<ArgumentNode>(mark);
    }

    private (NameNode Name, IValueNode Value) ParseNamedValue(bool isConstant)
    {
        var name = ParseName();
        Expect(TokenKind.Colon);
        return (name, ParseValue(isConstant));
    }

    private DirectiveNode[] ParseDirectives(bool isConstant)
    {
        var mark = _stack.Count;
        while (Sees(TokenKind.At))
        {
            LimitDirectives(_stack.Count - mark);
            var start = Here;
            Advance();
            var name = ParseName();
            var arguments = ParseArguments(isConstant);
            _stack.Push(new DirectiveNode(Since(start), name, arguments));
        }

        return _stack.PopAll<DirectiveNode>(mark);
    }

    private readonly void LimitDirectives(int before)
    {
        if (before >= _options.MaxAllowedDirectives)
        {
            _lexer.Throw(_lexer.Start, $"Document contains more than "
                + $"{_options.MaxAllowedDirectives} directives at one place. Parsing aborted.");
        }
    }

    private IValueNode ParseValue(bool isConstant)
    {
        switch (_lexer.Kind)
        {
            case TokenKind.LeftBracket:
                return ParseList(isConstant);
            case TokenKind.LeftBrace:
                return ParseObject(isConstant);
            case TokenKind.String or TokenKind.BlockString:
                return ParseString();
            case TokenKind.Name:
                return ParseNameValue();
            case TokenKind.Integer or TokenKind.Float:
                return ParseNumber();
            case TokenKind.Dollar when isConstant:
                ThrowVariable();
                return null!;
            case TokenKind.Dollar:
                return ParseVariable();
            default:
                ThrowUnexpected();
                return null!;
        }
    }

    private void ThrowVariable()
    {
        var dollar = _lexer;
        Advance();
        if (Sees(TokenKind.Name))
        {
            _lexer.Throw(
                dollar.Start, $"Unexpected variable \"${TextOfToken()}\" in constant value.");
        }

        _lexer = dollar;
        ThrowUnexpected();
    }

    private VariableNode ParseVariable()
    {
        var start = Here;
        Expect(TokenKind.Dollar);
        var name = ParseName();
        return new VariableNode(Since(start), name);
    }

    private IValueNode ParseNumber()
    {
        var start = Here;
        var isInteger = Sees(TokenKind.Integer);
        var digits = TextOfToken();
        Advance();
        return isInteger
            ? new IntValueNode(Since(start), digits)
            : new FloatValueNode(Since(start), digits);
    }

    private StringValueNode ParseString()
    {
        var start = Here;
        var isBlock = Sees(TokenKind.BlockString);
        var value = StringOfToken();
        Advance();
        return new StringValueNode(Since(start), value, isBlock);
    }

    private IValueNode ParseNameValue()
    {
        var start = Here;
        if (SkipKeyword("true"u8))
        {
            return new BooleanValueNode(Since(start), value: true);
        }

        if (SkipKeyword("false"u8))
        {
            return new BooleanValueNode(Since(start), value: false);
        }

        if (SkipKeyword("null"u8))
        {
            return new NullValueNode(Since(start));
        }

        var name = _options.Names.Get(_lexer.Value);
        Advance();
        return new EnumValueNode(Since(start), name);
    }

    private ListValueNode ParseList(bool isConstant)
    {
        Enter();
        var start = Here;
        var mark = _stack.Count;
        Expect(TokenKind.LeftBracket);
        while (!Skip(TokenKind.RightBracket))
        {
            _stack.Push(ParseValue(isConstant));
        }

        Leave();
        return new ListValueNode(Since(start), _stack.PopAll<IValueNode>(mark));
    }

    private ObjectValueNode ParseObject(bool isConstant)
    {
        Enter();
        var start = Here;
        var mark = _stack.Count;
        Expect(TokenKind.LeftBrace);
        while (!Skip(TokenKind.RightBrace))
        {
            var fieldStart = Here;
            var (name, value) = ParseNamedValue(isConstant);
            _stack.Push(new ObjectFieldNode(Since(fieldStart), name, value));
        }

        Leave();
        return new ObjectValueNode(Since(start), _stack.PopAll<ObjectFieldNode>(mark));
    }

    private ITypeNode ParseType()
    {
        var start = Here;
        INullableTypeNode type = Sees(TokenKind.LeftBracket) ? ParseListType() : ParseNamedType();
        return Skip(TokenKind.Bang) ? new NonNullTypeNode(Since(start), type) : type;
    }

    private ListTypeNode ParseListType()
    {
        Enter();
        var start = Here;
        Expect(TokenKind.LeftBracket);
        var type = ParseType();
        Expect(TokenKind.RightBracket);
        Leave();
        return new ListTypeNode(Since(start), type);
    }

    private NamedTypeNode ParseNamedType()
    {
        var start = Here;
        var name = ParseName();
        return new NamedTypeNode(Since(start), name);
    }

    private StringValueNode? ParseDescription() =>
        _lexer.Kind is TokenKind.String or TokenKind.BlockString ? ParseString() : null;
}

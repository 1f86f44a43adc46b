using Krewe.Embedded.Language;

namespace HotChocolate.Language;

/// <summary>Operations, fragments and what they select.</summary>
public ref partial struct Utf8GraphQLParser
{
    private IDefinitionNode ParseDefinition()
    {
        var start = Here;
        if (Sees(TokenKind.LeftBrace))
        {
            return ParseShorthandQuery(start);
        }

        var description = ParseDescription();
        if (ParseExecutable(start, description) is { } executable)
        {
            return executable;
        }

        if (ParseTypeSystem(start, description) is { } definition)
        {
            return definition;
        }

        if (description is not null && _lexer.Kind is TokenKind.Name or TokenKind.LeftBrace)
        {
            ThrowDescriptionUnexpected(start);
        }

        return ParseExtension(start);
    }

    private readonly void ThrowDescriptionUnexpected(Mark start) => _lexer.Throw(
        start.Start,
        Sees(TokenKind.LeftBrace)
            ? "Unexpected description, descriptions are not supported on shorthand queries."
            : "Unexpected description, only GraphQL definitions support descriptions.");

    private IDefinitionNode? ParseExecutable(Mark start, StringValueNode? description)
    {
        if (SeesKeyword("fragment"u8))
        {
            return ParseFragmentDefinition(start, description);
        }

        return PeekOperationType() is { } operation
            ? ParseOperation(start, description, operation)
            : null;
    }

    private OperationDefinitionNode ParseShorthandQuery(Mark start)
    {
        var selectionSet = ParseSelectionSet();
        return new OperationDefinitionNode(
            Since(start), null, null, OperationType.Query, [], [], selectionSet);
    }

    private OperationDefinitionNode ParseOperation(
        Mark start, StringValueNode? description, OperationType operation)
    {
        Advance();
        var name = Sees(TokenKind.Name) ? ParseName() : null;
        var variables = ParseVariableDefinitions();
        var directives = ParseDirectives(isConstant: false);
        var selectionSet = ParseSelectionSet();
        return new OperationDefinitionNode(
            Since(start), name, description, operation, variables, directives, selectionSet);
    }

    private readonly OperationType? PeekOperationType()
    {
        if (SeesKeyword("query"u8))
        {
            return OperationType.Query;
        }

        if (SeesKeyword("mutation"u8))
        {
            return OperationType.Mutation;
        }

        return SeesKeyword("subscription"u8) ? OperationType.Subscription : null;
    }

    private VariableDefinitionNode[] ParseVariableDefinitions()
    {
        var mark = _stack.Count;
        if (Skip(TokenKind.LeftParenthesis))
        {
            do
            {
                _stack.Push(ParseVariableDefinition());
            }
            while (!Skip(TokenKind.RightParenthesis));
        }

        return _stack.PopAll<VariableDefinitionNode>(mark);
    }

    private VariableDefinitionNode ParseVariableDefinition()
    {
        var start = Here;
        var description = ParseDescription();
        var variable = ParseVariable();
        Expect(TokenKind.Colon);
        var type = ParseType();
        var defaultValue = Skip(TokenKind.Equal) ? ParseValue(isConstant: true) : null;
        var directives = ParseDirectives(isConstant: true);
        return new VariableDefinitionNode(
            Since(start), variable, description, type, defaultValue, directives);
    }

    private SelectionSetNode ParseSelectionSet()
    {
        Enter();
        var start = Here;
        var mark = _stack.Count;
        Expect(TokenKind.LeftBrace);
        do
        {
            _stack.Push(Sees(TokenKind.Spread) ? ParseFragment() : ParseField());
        }
        while (!Skip(TokenKind.RightBrace));

        Leave();
        return new SelectionSetNode(Since(start), _stack.PopAll<ISelectionNode>(mark));
    }

    private FieldNode ParseField()
    {
        CountField();
        var start = Here;
        var name = ParseName();
        NameNode? alias = null;
        if (Skip(TokenKind.Colon))
        {
            alias = name;
            name = ParseName();
        }

        var arguments = ParseArguments(isConstant: false);
        var directives = ParseDirectives(isConstant: false);
        var selectionSet = Sees(TokenKind.LeftBrace) ? ParseSelectionSet() : null;
        return new FieldNode(Since(start), name, alias, directives, arguments, selectionSet);
    }

    private void CountField()
    {
        if (++_fields > _options.MaxAllowedFields)
        {
            _lexer.Throw(_lexer.Start, $"Document contains more than "
                + $"{_options.MaxAllowedFields} fields. Parsing aborted.");
        }
    }

    private ISelectionNode ParseFragment()
    {
        var start = Here;
        Expect(TokenKind.Spread);
        if (SkipKeyword("on"u8))
        {
            return ParseInlineFragment(start, ParseNamedType());
        }

        if (!Sees(TokenKind.Name))
        {
            return ParseInlineFragment(start, typeCondition: null);
        }

        var name = ParseName();
        var directives = ParseDirectives(isConstant: false);
        return new FragmentSpreadNode(Since(start), name, directives);
    }

    private InlineFragmentNode ParseInlineFragment(Mark start, NamedTypeNode? typeCondition)
    {
        var directives = ParseDirectives(isConstant: false);
        var selectionSet = ParseSelectionSet();
        return new InlineFragmentNode(Since(start), typeCondition, directives, selectionSet);
    }

    private FragmentDefinitionNode ParseFragmentDefinition(
        Mark start, StringValueNode? description)
    {
        Advance();
        if (SeesKeyword("on"u8))
        {
            ThrowUnexpected();
        }

        var name = ParseName();
        ExpectKeyword("on"u8);
        var typeCondition = ParseNamedType();
        var directives = ParseDirectives(isConstant: false);
        var selectionSet = ParseSelectionSet();
        return new FragmentDefinitionNode(
            Since(start), name, description, typeCondition, directives, selectionSet);
    }
}

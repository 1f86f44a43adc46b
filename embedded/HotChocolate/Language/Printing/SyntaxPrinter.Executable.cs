using HotChocolate.Language;

namespace Krewe.Embedded.Language;

/// <summary>Operations, fragments, selections, values and types.</summary>
internal sealed partial class SyntaxPrinter
{
    private bool WriteExecutable(ISyntaxNode node)
    {
        switch (node)
        {
            case DocumentNode document:
                WriteDocument(document);
                return true;
            case OperationDefinitionNode operation:
                WriteOperation(operation);
                return true;
            case VariableDefinitionNode variable:
                WriteVariableDefinition(variable);
                return true;
            case SelectionSetNode selectionSet:
                WriteBlock(selectionSet.Selections);
                return true;
            case FieldNode field:
                WriteField(field);
                return true;
            case FragmentSpreadNode spread:
                _output.Append("...").Append(spread.Name.Value);
                WriteEach(spread.Directives);
                return true;
            case InlineFragmentNode fragment:
                WriteInlineFragment(fragment);
                return true;
            case FragmentDefinitionNode fragment:
                WriteFragmentDefinition(fragment);
                return true;
            case DirectiveNode directive:
                _output.Append('@').Append(directive.Name.Value);
                WriteInParentheses(directive.Arguments);
                return true;
            case ArgumentNode argument:
                _output.Append(argument.Name.Value).Append(": ");
                Write(argument.Value);
                return true;
            default:
                return false;
        }
    }

    private void WriteOperation(OperationDefinitionNode operation)
    {
        WriteDescription(operation.Description);
        if (!IsShorthand(operation))
        {
            _output.Append(operation.Operation.Keyword()).Append(' ');
            _output.Append(operation.Name?.Value);
            WriteWrapping(operation.VariableDefinitions, headLength: 0, levels: 0);
            if (operation.Name is null && operation.VariableDefinitions.Count == 0)
            {
                _output.Length--;
            }

            WriteEach(operation.Directives);
            _output.Append(' ');
        }

        Write(operation.SelectionSet);
    }

    private static bool IsShorthand(OperationDefinitionNode operation) =>
        operation is { Operation: OperationType.Query, Name: null, Description: null }
        && operation.VariableDefinitions.Count == 0
        && operation.Directives.Count == 0;

    private void WriteVariableDefinition(VariableDefinitionNode definition)
    {
        WriteDescription(definition.Description);
        Write(definition.Variable);
        WriteTypeAndDefault(definition.Type, definition.DefaultValue);
        WriteEach(definition.Directives);
    }

    private void WriteTypeAndDefault(ITypeNode type, IValueNode? defaultValue)
    {
        _output.Append(": ");
        Write(type);
        if (defaultValue is not null)
        {
            _output.Append(" = ");
            Write(defaultValue);
        }
    }

    private void WriteField(FieldNode field)
    {
        var start = _output.Length;
        if (field.Alias is not null)
        {
            _output.Append(field.Alias.Value).Append(": ");
        }

        _output.Append(field.Name.Value);
        WriteWrapping(field.Arguments, _output.Length - start, levels: 1);
        WriteEach(field.Directives);
        if (field.SelectionSet is not null)
        {
            _output.Append(' ');
            Write(field.SelectionSet);
        }
    }

    private void WriteInlineFragment(InlineFragmentNode fragment)
    {
        _output.Append("...");
        if (fragment.TypeCondition is not null)
        {
            _output.Append(" on ").Append(fragment.TypeCondition.Name.Value);
        }

        WriteEach(fragment.Directives);
        _output.Append(' ');
        Write(fragment.SelectionSet);
    }

    private void WriteFragmentDefinition(FragmentDefinitionNode fragment)
    {
        WriteDescription(fragment.Description);
        _output.Append("fragment ").Append(fragment.Name.Value);
        _output.Append(" on ").Append(fragment.TypeCondition.Name.Value);
        WriteEach(fragment.Directives);
        _output.Append(' ');
        Write(fragment.SelectionSet);
    }

    private bool WriteValue(ISyntaxNode node)
    {
        switch (node)
        {
            case StringValueNode text:
                WriteString(text);
                return true;
            case ListValueNode list:
                _output.Append('[');
                WriteJoined(list.Items, ", ");
                _output.Append(']');
                return true;
            case ObjectValueNode composite:
                _output.Append('{');
                WriteJoined(composite.Fields, ", ");
                _output.Append('}');
                return true;
            case ObjectFieldNode field:
                _output.Append(field.Name.Value).Append(": ");
                Write(field.Value);
                return true;
            case VariableNode variable:
                _output.Append('$').Append(variable.Value);
                return true;
            case NameNode or IValueNode:
                _output.Append(((SyntaxNode)node).Text);
                return true;
            default:
                return WriteType(node);
        }
    }

    private bool WriteType(ISyntaxNode node)
    {
        switch (node)
        {
            case NamedTypeNode named:
                _output.Append(named.Name.Value);
                return true;
            case ListTypeNode list:
                _output.Append('[');
                Write(list.Type);
                _output.Append(']');
                return true;
            case NonNullTypeNode nonNull:
                Write(nonNull.Type);
                _output.Append('!');
                return true;
            default:
                return false;
        }
    }

    private void WriteString(StringValueNode text)
    {
        var block = text.Block && _indented ? StringPrinter.Block(text.Value) : null;
        if (block is null)
        {
            StringPrinter.AppendQuoted(_output, text.Value);
            return;
        }

        var lines = block.Split('\n');
        _output.Append(lines[0]);
        for (var i = 1; i < lines.Length; i++)
        {
            WriteLine();
            _output.Append(lines[i]);
        }
    }
}

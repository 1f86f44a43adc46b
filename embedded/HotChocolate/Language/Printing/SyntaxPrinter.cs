using System.Text;
using HotChocolate.Language;

namespace Krewe.Embedded.Language;

/// <summary>Writes a syntax tree as GraphQL text.</summary>
/// <remarks>
/// <para>Shape: on many lines the layout is that of graphql-js, two spaces a level; on one
/// line there are only single spaces. Either reads back as the same tree.</para>
/// </remarks>
internal sealed partial class SyntaxPrinter
{
    /// <summary>A field whose head is longer has one argument a line.</summary>
    private const int HeadLengthMax = 80;

    private readonly StringBuilder _output = new();
    private readonly bool _indented;
    private int _level;

    /// <summary>Characters that are only indentation: they count in no length.</summary>
    private int _indentation;

    private SyntaxPrinter(bool indented) => _indented = indented;

    public static string Print(ISyntaxNode node, bool indented)
    {
        var printer = new SyntaxPrinter(indented);
        printer.Write(node);
        return printer._output.ToString();
    }

    private void Write(ISyntaxNode node)
    {
        if (!WriteValue(node) && !WriteExecutable(node))
        {
            WriteTypeSystem(node);
        }
    }

    private void WriteDocument(DocumentNode document)
    {
        for (var i = 0; i < document.Definitions.Count; i++)
        {
            if (i > 0)
            {
                WriteLine();
            }

            if (i > 0 && _indented)
            {
                WriteLine();
            }

            Write(document.Definitions[i]);
        }
    }

    private void WriteLine()
    {
        if (!_indented)
        {
            _output.Append(' ');
            return;
        }

        _output.Append('\n').Append(' ', _level * 2);
        _indentation += _level * 2;
    }

    private void WriteDescription(StringValueNode? description)
    {
        if (description is not null)
        {
            Write(description);
            WriteLine();
        }
    }

    /// <summary>Nodes between parentheses, or nothing if there are none.</summary>
    private void WriteInParentheses<T>(IReadOnlyList<T> nodes)
        where T : ISyntaxNode
    {
        if (nodes.Count > 0)
        {
            _output.Append('(');
            WriteJoined(nodes, ", ");
            _output.Append(')');
        }
    }

    private void WriteJoined<T>(IReadOnlyList<T> nodes, string separator)
        where T : ISyntaxNode
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            _output.Append(i > 0 ? separator : "");
            Write(nodes[i]);
        }
    }

    /// <summary>Nodes behind what stands already, each after a space.</summary>
    private void WriteEach<T>(IReadOnlyList<T> nodes)
        where T : ISyntaxNode
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            _output.Append(' ');
            Write(nodes[i]);
        }
    }

    /// <summary>Nodes between braces, one a line.</summary>
    private void WriteBlock<T>(IReadOnlyList<T> nodes)
        where T : ISyntaxNode
    {
        _output.Append('{');
        WriteLines(nodes, levels: 1);
        _output.Append('}');
    }

    private void WriteLines<T>(IReadOnlyList<T> nodes, int levels)
        where T : ISyntaxNode
    {
        _level += levels;
        for (var i = 0; i < nodes.Count; i++)
        {
            WriteLine();
            Write(nodes[i]);
        }

        _level -= levels;
        WriteLine();
    }

    private void WriteDefinitionBlock<T>(IReadOnlyList<T> nodes)
        where T : ISyntaxNode
    {
        if (nodes.Count > 0)
        {
            _output.Append(' ');
            WriteBlock(nodes);
        }
    }

    /// <summary>Parentheses around one line, or, if that became more than one line or longer
    /// than it may, around one node a line.</summary>
    private void WriteWrapping<T>(IReadOnlyList<T> nodes, int headLength, int levels)
        where T : ISyntaxNode
    {
        var (length, indentation) = (_output.Length, _indentation);
        WriteInParentheses(nodes);
        if (nodes.Count == 0 || !_indented || Fits(length, indentation, headLength))
        {
            return;
        }

        (_output.Length, _indentation) = (length, indentation);
        _output.Append('(');
        WriteLines(nodes, levels);
        _output.Append(')');
    }

    private bool Fits(int length, int indentation, int headLength)
    {
        if (headLength > 0)
        {
            var written = _output.Length - length - (_indentation - indentation);
            return headLength + written <= HeadLengthMax;
        }

        for (var i = length; i < _output.Length; i++)
        {
            if (_output[i] == '\n')
            {
                return false;
            }
        }

        return true;
    }
}

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using Krewe.Embedded.Language;

namespace HotChocolate.Language;

/// <summary>Steps over tokens, and the limits.</summary>
public ref partial struct Utf8GraphQLParser
{
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Mark(int Start, int Line, int Column);

    private readonly Mark Here => new(_lexer.Start, _lexer.Line, _lexer.Column);

    private readonly bool Sees(TokenKind kind) => _lexer.Kind == kind;

    private readonly bool SeesKeyword(ReadOnlySpan<byte> keyword) =>
        _lexer.Kind is TokenKind.Name && _lexer.Value.SequenceEqual(keyword);

    private void Advance()
    {
        _lastEnd = _lexer.End;
        _lexer.Read();
    }

    private bool Skip(TokenKind kind)
    {
        if (_lexer.Kind != kind)
        {
            return false;
        }

        Advance();
        return true;
    }

    private bool SkipKeyword(ReadOnlySpan<byte> keyword)
    {
        if (!SeesKeyword(keyword))
        {
            return false;
        }

        Advance();
        return true;
    }

    private void Expect(TokenKind kind)
    {
        if (!Skip(kind))
        {
            ThrowExpected(kind.Describe());
        }
    }

    private void ExpectKeyword(ReadOnlySpan<byte> keyword)
    {
        if (!SkipKeyword(keyword))
        {
            ThrowExpected($"\"{Encoding.UTF8.GetString(keyword)}\"");
        }
    }

    /// <summary>The end of a fragment of source that stands alone.</summary>
    private T Alone<T>(T node)
    {
        Expect(TokenKind.EndOfFile);
        return node;
    }

    /// <summary>Where a node that began at the mark stands, now that it is complete.</summary>
    private Location? Since(Mark mark)
    {
        if (++_nodes > _options.MaxAllowedNodes)
        {
            _lexer.Throw(mark.Start, $"Document contains more than "
                + $"{_options.MaxAllowedNodes} nodes. Parsing aborted.");
        }

        return _options.NoLocations
            ? null
            : new Location(mark.Start, _lastEnd, mark.Line, mark.Column);
    }

    private readonly Location? WholeText() =>
        _options.NoLocations ? null : new Location(0, _lexer.Text.Length, 1, 1);

    private void Enter()
    {
        if (++_depth > _options.MaxAllowedRecursionDepth)
        {
            _lexer.Throw(_lexer.Start, "Document is nested deeper than "
                + $"{_options.MaxAllowedRecursionDepth} levels. Parsing aborted.");
        }
    }

    private void Leave()
    {
        Debug.Assert(_depth > 0, "every level that is left was entered");
        _depth--;
    }

    [DoesNotReturn]
    private readonly void ThrowExpected(string what) =>
        _lexer.Throw(_lexer.Start, $"Expected {what}, found {DescribeToken()}.");

    [DoesNotReturn]
    private readonly void ThrowUnexpected() =>
        _lexer.Throw(_lexer.Start, $"Unexpected {DescribeToken()}.");

    private readonly string DescribeToken()
    {
        var kind = _lexer.Kind.Describe();
        return _lexer.Kind switch
        {
            TokenKind.String or TokenKind.BlockString => $"{kind} \"{StringOfToken()}\"",
            TokenKind.Name or TokenKind.Integer or TokenKind.Float =>
                $"{kind} \"{TextOfToken()}\"",
            _ => kind,
        };
    }

    private readonly string TextOfToken() => Encoding.UTF8.GetString(_lexer.Value);

    private readonly string StringOfToken()
    {
        if (_lexer.Kind is TokenKind.BlockString)
        {
            return StringLiteral.Dedent(_lexer.Value);
        }

        return _lexer.IsEscaped
            ? StringLiteral.Unescape(_lexer.Value)
            : Encoding.UTF8.GetString(_lexer.Value[1..^1]);
    }
}

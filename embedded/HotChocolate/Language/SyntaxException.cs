namespace HotChocolate.Language;

/// <summary>A source text is not GraphQL, or is beyond a limit of the parser.</summary>
public sealed class SyntaxException : Exception
{
    internal SyntaxException(string fault, int position, int line, int column)
        : base($"Syntax Error: {fault}")
    {
        Position = position;
        Line = line;
        Column = column;
    }

    /// <summary>Offset in bytes of the UTF-8 text.</summary>
    public int Position { get; }

    /// <summary>Counted from one.</summary>
    public int Line { get; }

    /// <summary>Counted from one, in UTF-16 units.</summary>
    public int Column { get; }
}

using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Krewe.Embedded.Language;

namespace HotChocolate.Language;

/// <summary>Reads GraphQL documents: operations, fragments and schemas.</summary>
/// <remarks>
/// <para>Shape: the grammar of September 2025, which also allows descriptions on operations,
/// fragments and variables. Recursive descent, one method a production, one token ahead.</para>
/// <para>Errors: only <see cref="SyntaxException"/>, with the place and, like graphql-js, what
/// was expected and found. No text can exhaust the stack.</para>
/// <para>Source: spec.graphql.org/September2025, section 2 and appendix C.</para>
/// </remarks>
public ref partial struct Utf8GraphQLParser
{
    private readonly ParserOptions _options;
    private Lexer _lexer;
    private NodeStack _stack = new();
    private int _lastEnd;
    private int _depth;
    private int _nodes;
    private int _fields;

    public Utf8GraphQLParser(ReadOnlySpan<byte> sourceText, ParserOptions? options = null)
    {
        SourceText.ThrowIfNotUtf8(sourceText);
        _options = options ?? ParserOptions.Default;
        _lexer = new Lexer(sourceText, _options.MaxAllowedTokens);
        _lexer.Read();
    }

    public static DocumentNode Parse(
        ReadOnlySpan<byte> sourceText, ParserOptions? options = null) =>
        new Utf8GraphQLParser(sourceText, options).Parse();

    public static DocumentNode Parse(string sourceText, ParserOptions? options = null) =>
        WithUtf8(sourceText, options, static (ref parser) => parser.Parse());

    public DocumentNode Parse()
    {
        var mark = _stack.Count;
        do
        {
            _stack.Push(ParseDefinition());
        }
        while (_lexer.Kind is not TokenKind.EndOfFile);

        return new DocumentNode(WholeText(), _stack.PopAll<IDefinitionNode>(mark));
    }

    private delegate T Production<out T>(ref Utf8GraphQLParser parser);

    private static T WithUtf8<T>(
        string sourceText, ParserOptions? options, Production<T> production)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(sourceText.Length));
        try
        {
            var status = Utf8.FromUtf16(
                sourceText, buffer, out var read, out var written, replaceInvalidSequences: false);
            var bytes = buffer.AsSpan(0, written);
            if (status is not OperationStatus.Done)
            {
                SourceText.Throw(bytes, written,
                    $"Invalid character: U+{(int)sourceText[read]:X4}.");
            }

            var parser = new Utf8GraphQLParser(bytes, options);
            return production(ref parser);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Parts of documents, for default values and tools.</summary>
    public static class Syntax
    {
        /// <summary>Reads a literal, and nothing behind it.</summary>
        public static IValueNode ParseValueLiteral(string sourceText, bool constant = true) =>
            WithUtf8(sourceText, null, (ref parser) =>
                parser.Alone(parser.ParseValue(constant)));

        /// <summary>Reads a type such as <c>[Int!]!</c>, and nothing behind it.</summary>
        public static ITypeNode ParseTypeReference(string sourceText) =>
            WithUtf8(sourceText, null, static (ref parser) =>
                parser.Alone(parser.ParseType()));

        /// <summary>Reads a selection set between braces, and nothing behind it.</summary>
        public static SelectionSetNode ParseSelectionSet(string sourceText) =>
            WithUtf8(sourceText, null, static (ref parser) =>
                parser.Alone(parser.ParseSelectionSet()));
    }
}

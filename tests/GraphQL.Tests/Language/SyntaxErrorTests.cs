using System.Globalization;
using HotChocolate.Language;

namespace Krewe.GraphQL.Tests.Language;

/// <summary>The text and the place of what the parser refuses.</summary>
public sealed class SyntaxErrorTests
{
    [Theory]
    [InlineData("", "1:1 Unexpected <EOF>.")]
    [InlineData("{", "1:2 Expected Name, found <EOF>.")]
    [InlineData("{ }", "1:3 Expected Name, found \"}\".")]
    [InlineData("}", "1:1 Unexpected \"}\".")]
    [InlineData("{ ...on T }", "1:11 Expected \"{\", found \"}\".")]
    [InlineData("notAnOperation Foo { field }", "1:1 Unexpected Name \"notAnOperation\".")]
    [InlineData("...", "1:1 Unexpected \"...\".")]
    [InlineData("{ \"\"", "1:3 Expected Name, found String \"\".")]
    [InlineData("{ f(a: ) }", "1:8 Unexpected \")\".")]
    [InlineData("{ f(a 1) }", "1:7 Expected \":\", found Int \"1\".")]
    [InlineData("{ f() }", "1:5 Expected Name, found \")\".")]
    [InlineData("query () { f }", "1:8 Expected \"$\", found \")\".")]
    [InlineData("query ($a: Int = $b) { f }",
        "1:18 Unexpected variable \"$b\" in constant value.")]
    [InlineData("query ($a: Int = $) { f }", "1:18 Unexpected \"$\".")]
    [InlineData("fragment on on on { on }", "1:10 Unexpected Name \"on\".")]
    [InlineData("fragment F { f }", "1:12 Expected \"on\", found \"{\".")]
    [InlineData("\"d\" { f }", "1:1 Unexpected description, "
        + "descriptions are not supported on shorthand queries.")]
    [InlineData("\"d\" extend type A @a", "1:1 Unexpected description, "
        + "only GraphQL definitions support descriptions.")]
    [InlineData("\"d\"", "1:4 Unexpected <EOF>.")]
    [InlineData("schema { }", "1:10 Expected Name, found \"}\".")]
    [InlineData("schema { other: A }", "1:10 Unexpected Name \"other\".")]
    [InlineData("schema", "1:7 Expected \"{\", found <EOF>.")]
    [InlineData("extend type A", "1:14 Unexpected <EOF>.")]
    [InlineData("extend query { a }", "1:8 Unexpected Name \"query\".")]
    [InlineData("enum E { true }", "1:10 Name \"true\" is reserved "
        + "and cannot be used for an enum value.")]
    [InlineData("directive @d on NOWHERE", "1:17 Unexpected Name \"NOWHERE\".")]
    [InlineData("type A { f(a: Int = $v): Int }",
        "1:21 Unexpected variable \"$v\" in constant value.")]
    public void Parser_tells_what_it_expected_and_found(string text, string fault) =>
        Assert.Equal(fault, FaultOf(text));

    [Theory]
    [InlineData("\u0007", "1:1 Unexpected character: U+0007.")]
    [InlineData("é", "1:1 Unexpected character: U+00E9.")]
    [InlineData("😀", "1:1 Unexpected character: U+1F600.")]
    [InlineData("{ ?", "1:3 Unexpected character: \"?\".")]
    [InlineData("{ .. }", "1:3 Unexpected character: \".\".")]
    [InlineData("{ f(a: 'x') }", "1:8 Unexpected single quote character ('), "
        + "did you mean to use a double quote (\")?")]
    [InlineData("{ f(a: 00) }", "1:9 Invalid number, unexpected digit after 0: \"0\".")]
    [InlineData("{ f(a: -) }", "1:9 Invalid number, expected digit but got: \")\".")]
    [InlineData("{ f(a: 1.) }", "1:10 Invalid number, expected digit but got: \")\".")]
    [InlineData("{ f(a: 1.0.0", "1:11 Invalid number, expected digit but got: \".\".")]
    [InlineData("{ f(a: 1e", "1:10 Invalid number, expected digit but got: <EOF>.")]
    [InlineData("{ f(a: 0xF", "1:9 Invalid number, expected digit but got: \"x\".")]
    [InlineData("{ f(a: \"", "1:9 Unterminated string.")]
    [InlineData("{ f(a: \"x\n\") }", "1:10 Unterminated string.")]
    [InlineData("{ f(a: \"\"\"x\n", "2:1 Unterminated string.")]
    [InlineData("{ f(a: \"\\z\") }", "1:9 Invalid character escape sequence: \"\\z\".")]
    [InlineData("{ f(a: \"\\u1 1\") }",
        "1:9 Invalid Unicode escape sequence: \"\\u1 1\"\".")]
    [InlineData("{ f(a: \"\\uD83D\") }",
        "1:9 Invalid Unicode escape sequence: \"\\uD83D\".")]
    [InlineData("{ f(a: \"\\uDE00\") }",
        "1:9 Invalid Unicode escape sequence: \"\\uDE00\".")]
    [InlineData("{ f(a: \"\\u{}\") }", "1:9 Invalid Unicode escape sequence: \"\\u{}\".")]
    [InlineData("{ f(a: \"\\u{110000}\") }",
        "1:9 Invalid Unicode escape sequence: \"\\u{110000}\".")]
    [InlineData("{ f(a: \"\\u{FFFFFFFF}\") }",
        "1:9 Invalid Unicode escape sequence: \"\\u{FFFFFFFF\".")]
    public void Lexer_names_the_character_that_does_not_fit(string text, string fault) =>
        Assert.Equal(fault, FaultOf(text));

    [Theory]
    [InlineData("{\n  a\r\n  b\r  ? }", "4:3")]
    [InlineData("# é😀\n{ ?", "2:3")]
    [InlineData("{ f(a: \"é😀\") ? }", "1:15")]
    [InlineData("{ f(a: \"\"\"é\n😀\"\"\") ? }", "2:8")]
    [InlineData("\uFEFF{ ?", "1:4")]
    public void Place_counts_lines_and_utf16_units(string text, string place) =>
        Assert.StartsWith(place + " ", FaultOf(text), StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused()
    {
        var error = Assert.Throws<SyntaxException>(
            () => Utf8GraphQLParser.Parse([(byte)'{', (byte)'\n', 0xC3, (byte)'}']));

        Assert.Equal("Syntax Error: Invalid byte: 0xC3 is not UTF-8.", error.Message);
        Assert.Equal((2, 2, 1), (error.Position, error.Line, error.Column));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused() =>
        Assert.Equal("1:5 Invalid character: U+D83D.", FaultOf("{ # \uD83D"));

    private static string FaultOf(string text)
    {
        var error = Assert.Throws<SyntaxException>(() => Utf8GraphQLParser.Parse(text));
        var fault = error.Message.Replace("Syntax Error: ", "", StringComparison.Ordinal);
        return string.Create(
            CultureInfo.InvariantCulture, $"{error.Line}:{error.Column} {fault}");
    }
}

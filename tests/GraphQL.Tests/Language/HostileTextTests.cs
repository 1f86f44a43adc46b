using System.Text;
using HotChocolate.Language;

namespace Krewe.GraphQL.Tests.Language;

/// <summary>
/// <b>Goal</b>: no text does more than be refused.
/// <b>Method</b>: bytes by chance, and good texts with a few bytes changed, from a seed; then
/// texts made to be deep, wide or long.
/// </summary>
public sealed class HostileTextTests
{
    private const int TextsForSeed = 60;

    private static readonly byte[] Alphabet =
        "{}()[]:=!$@|&.,#\"\\\n\r u0x1-+eE_aon fragment query type true null \u00e9"u8.ToArray();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 50)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_bytes_are_read_or_refused(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < TextsForSeed; i++)
        {
            var bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            AssertReadOrRefused(seed, bytes);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_tokens_are_read_or_refused(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < TextsForSeed; i++)
        {
            AssertReadOrRefused(seed, random.GetItems(Alphabet, random.Next(60)));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Damaged_documents_are_read_or_refused(int seed)
    {
        var random = new Random(seed);
        var bytes = Encoding.UTF8.GetBytes(new RandomSyntax(seed).Document().ToString());
        for (var i = 0; i < TextsForSeed; i++)
        {
            var damaged = bytes.AsSpan(0, random.Next(1, bytes.Length + 1)).ToArray();
            for (var changes = random.Next(3); changes > 0; changes--)
            {
                damaged[random.Next(damaged.Length)] = Alphabet[random.Next(Alphabet.Length)];
            }

            AssertReadOrRefused(seed, damaged);
        }
    }

    [Theory]
    [InlineData("{a", "", 1)]
    [InlineData("{...", "", 1)]
    [InlineData("{ a(b: [", "[", 8)]
    [InlineData("{ a(b: {c: ", "{c: ", 11)]
    [InlineData("query ($a: [", "[", 12)]
    public void Deep_text_is_refused_at_the_limit_of_levels(string begin, string again, int at)
    {
        var level = again.Length == 0 ? begin : again;
        var text = begin + string.Concat(Enumerable.Repeat(level, 100_000));

        var error = Assert.Throws<SyntaxException>(() => Utf8GraphQLParser.Parse(text));

        Assert.Equal(
            "Syntax Error: Document is nested deeper than 200 levels. Parsing aborted.",
            error.Message);
        Assert.InRange(error.Position, at + 150, 1_000);
    }

    [Fact]
    public void Two_hundred_levels_are_read()
    {
        var text = string.Concat(Enumerable.Repeat("{a", 200)) + new string('}', 200);
        Assert.Single(Utf8GraphQLParser.Parse(text).Definitions);
        Assert.Throws<SyntaxException>(() => Utf8GraphQLParser.Parse($"{{a{text}}}"));
    }

    [Fact]
    public void Fields_are_limited()
    {
        var fields = string.Concat(Enumerable.Repeat("a ", 2_048));
        Assert.Single(Utf8GraphQLParser.Parse($"{{{fields}}}").Definitions);
        AssertRefused($"{{{fields}a}}", "Document contains more than 2048 fields.");
    }

    [Fact]
    public void Directives_at_one_place_are_limited()
    {
        Assert.Single(Utf8GraphQLParser.Parse("{ a @b @b @b @b }").Definitions);
        AssertRefused(
            "{ a @b @b @b @b @b }", "Document contains more than 4 directives at one place.");
    }

    [Fact]
    public void Tokens_are_limited_also_where_they_are_comments()
    {
        var options = new ParserOptions(maxAllowedTokens: 10);
        Assert.Single(Utf8GraphQLParser.Parse("{ a b c d e f g }", options).Definitions);
        AssertRefused("{ a b c d e f g h }", "Document contains more than 10 tokens.", options);
        AssertRefused(
            "#1\n#2\n#3\n{ a b c d e f }", "Document contains more than 10 tokens.", options);
    }

    [Fact]
    public void Nodes_are_limited()
    {
        var options = new ParserOptions(maxAllowedNodes: 6);
        Assert.Single(Utf8GraphQLParser.Parse("{ a b }", options).Definitions);
        AssertRefused("{ a b c }", "Document contains more than 6 nodes.", options);
    }

    [Fact]
    public void Huge_list_is_refused_before_it_fills_the_memory()
    {
        var text = "{ a(b: [" + string.Concat(Enumerable.Repeat("1,", 1_000_000));
        var before = GC.GetAllocatedBytesForCurrentThread();

        AssertRefused(text, "Document contains more than 250000 nodes.");

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000_000);
    }

    private static void AssertReadOrRefused(int seed, byte[] text)
    {
        try
        {
            Utf8GraphQLParser.Parse(text);
        }
        catch (SyntaxException error)
        {
            Assert.InRange(error.Position, 0, text.Length);
        }
        catch (Exception error)
        {
            Assert.Fail($"Seed {seed}: {error.GetType()} for {Convert.ToHexString(text)}");
        }
    }

    private static void AssertRefused(string text, string fault, ParserOptions? options = null)
    {
        var error = Assert.Throws<SyntaxException>(
            () => Utf8GraphQLParser.Parse(text, options));
        Assert.Equal($"Syntax Error: {fault} Parsing aborted.", error.Message);
    }
}

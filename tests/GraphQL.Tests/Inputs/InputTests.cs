using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using HotChocolate;
using Krewe.GraphQL.Tests.Support;

namespace Krewe.GraphQL.Tests.Inputs;

public sealed class InputTests
{
    [Theory]
    [InlineData("Int!", "1.5", "HC0002")]
    [InlineData("Int!", "3000000000", "HC0002")]
    [InlineData("Int!", "null", "HC0018")]
    [InlineData("Int!", "\"1\"", "HC0002")]
    [InlineData("[Int!]", "[1, null]", "HC0018")]
    [InlineData("Kind", "\"SMALL\"", "HC0002")]
    [InlineData("Kind", "1", "HC0002")]
    [InlineData("BoxInput!", "{\"size\": 1, \"more\": 1}", "HC0002")]
    [InlineData("BoxInput!", "{}", "HC0018")]
    [InlineData("EitherInput!", "{}", "HC0054")]
    [InlineData("EitherInput!", "{\"a\": 1, \"b\": \"x\"}", "HC0055")]
    [InlineData("EitherInput!", "{\"a\": null}", "HC0056")]
    public async Task Variable_of_another_type_is_refused_before_anything_runs(
        string type, string value, string code)
    {
        await using var services = TestSchema.Of<Query>();
        var field = type.TrimStart('[').TrimEnd('!', ']') switch
        {
            "Int" when type[0] == '[' => "ints(of: $v)",
            "Int" => "int(of: $v)",
            "Kind" => "kind(of: $v)",
            "BoxInput" => "box(of: $v)",
            _ => "either(of: $v)",
        };

        var answer = await services.AskAsync(request => request
            .SetDocument($"query($v: {type}) {{ {field} }}")
            .SetVariableValues($"{{\"v\": {value}}}"));

        Assert.Contains($"\"code\":\"{code}\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"data\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Required_variable_that_is_missing_is_refused()
    {
        await using var services = TestSchema.Of<Query>();

        Assert.Contains(
            "Variable `v` is required.",
            await services.AskAsync("query($v: Int!) { int(of: $v) }"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ int }", "int", "none")]
    [InlineData("{ int(of: null) }", "int", "none")]
    [InlineData("{ int(of: 5) }", "int", "5")]
    [InlineData("{ ints(of: 5) }", "ints", "5")]
    [InlineData("{ ints(of: [5, 6]) }", "ints", "5,6")]
    [InlineData("{ set(of: [5, 5]) }", "set", "5")]
    [InlineData("{ kind(of: LARGE_ONE) }", "kind", "LargeOne")]
    [InlineData("{ kind }", "kind", "Tiny")]
    [InlineData("{ box(of: {size: 2}) }", "box", "2 red - False")]
    [InlineData("{ box(of: {size: 2, color: \"blue\", note: null}) }", "box", "2 blue - True")]
    [InlineData("{ box(of: {size: 2, note: \"n\"}) }", "box", "2 red n True")]
    [InlineData("{ either(of: {b: \"x\"}) }", "either", " x")]
    [InlineData("{ id(of: 12) }", "id", "12")]
    [InlineData("{ when(of: \"2026-01-31T12:00:00Z\") }", "when", "31.01.2026")]
    [InlineData("{ many(of: [{size: 1}, {size: 2}]) }", "many", "3")]
    public async Task Literal_becomes_what_the_resolver_takes(
        string document, string field, string expected)
    {
        await using var services = TestSchema.Of<Query>();

        Assert.Equal(
            $$$"""{"data":{"{{{field}}}":"{{{expected}}}"}}""", await services.AskAsync(document));
    }

    [Fact]
    public async Task Bad_literal_of_a_scalar_is_an_error_of_the_field()
    {
        await using var services = TestSchema.Of<Query>();

        Assert.Equal(
            """{"errors":[{"message":"DateTime cannot represent a string value: a """
                + """date and time with its offset, such as 2026-01-31T12:00:00Z, is """
                + """needed.","path":["when"],"extensions":{"code":"HC0002","inputPath":"""
                + """["of"]}}],"data":{"when":null}}""",
            await services.AskAsync("""{ when(of: "2026-01-31T12:00:00") }"""));
    }

    [Fact]
    public async Task Variables_stand_for_parts_of_literals()
    {
        await using var services = TestSchema.Of<Query>();

        Assert.Equal(
            """{"data":{"many":"7","any":{"a":[4,{"b":"x"}]},"box":"1 red - False"}}""",
            await services.AskAsync(
                """
                query($n: Int!, $t: String, $none: String) {
                  many(of: [{size: $n}, {size: 3}])
                  any(of: {a: [$n, {b: $t}]})
                  box(of: {size: 1, note: $none})
                }
                """,
                new { n = 4, t = "x" }));
    }

    [Fact]
    public async Task Any_json_comes_back_as_it_went_in()
    {
        await using var services = TestSchema.Of<Query>();
        foreach (var value in Gen.Sized(Json).Sample(200, 20))
        {
            var text = JsonSerializer.Serialize(value);
            var answer = await services.AskAsync(request => request
                .SetDocument("query($v: Any) { any(of: $v) }")
                .SetVariableValues($"{{\"v\": {text}}}"));
            using var read = JsonDocument.Parse(answer);
            using var wanted = JsonDocument.Parse(text);
            Assert.True(
                JsonElement.DeepEquals(
                    wanted.RootElement,
                    read.RootElement.GetProperty("data").GetProperty("any")),
                $"{text} came back as {answer}");
        }
    }

    private static Gen<object?> Json(int size)
    {
        var leaf = Gen.OneOf(
            Gen.Constant<object?>(null),
            ArbMap.Default.GeneratorFor<int>().Select(n => (object?)n),
            ArbMap.Default.GeneratorFor<bool>().Select(b => (object?)b),
            Gen.Elements("", "a", "é\n\"", "\U0001F600").Select(s => (object?)s));
        if (size <= 1)
        {
            return leaf;
        }

        var items = Gen.ListOf(Json(size / 3), 3);
        return Gen.OneOf(
            leaf,
            items.Select(list => (object?)list.ToArray()),
            items.Select(list => (object?)list.Index().ToDictionary(
                item => $"f{item.Index}", item => item.Item, StringComparer.Ordinal)));
    }

    public enum Kind
    {
        Tiny,
        LargeOne,
    }

    public sealed record BoxInput(int Size, string Color = "red")
    {
        public Optional<string?> Note { get; init; }
    }

    [HotChocolate.Types.OneOf]
    public sealed record EitherInput(int? A, string? B);

    public sealed class Query
    {
        public string GetInt(int? of) => of is { } n ? $"{n}" : "none";

        public string GetInts(IReadOnlyList<int>? of) => string.Join(',', of ?? []);

        public string GetSet(HashSet<int> of) => string.Join(',', of);

        public string GetKind(Kind of = Kind.Tiny) => $"{of}";

        public string GetBox(BoxInput of) =>
            $"{of.Size} {of.Color} {of.Note.Value ?? "-"} {of.Note.HasValue}";

        public string GetEither(EitherInput of) => $"{of.A} {of.B}";

        public string GetId([HotChocolate.Types.Relay.ID] string of) => of;

        public string? GetWhen(DateTime of) => of.ToString(
            "dd.MM.yyyy", System.Globalization.CultureInfo.InvariantCulture);

        public string GetMany(BoxInput[] of) => $"{of.Sum(box => box.Size)}";

        public JsonElement? GetAny(JsonElement? of) => of;
    }
}

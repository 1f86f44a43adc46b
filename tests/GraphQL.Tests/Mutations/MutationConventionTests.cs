using HotChocolate.Types;
using Krewe.GraphQL.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.GraphQL.Tests.Mutations;

public sealed class MutationConventionTests
{
    [Fact]
    public async Task Undeclared_exception_is_an_error_of_the_request()
    {
        await using var services = Schema();

        Assert.Equal(
            """{"errors":[{"message":"Unexpected Execution Error","path":["fail"]}],"data":null}""",
            await services.AskAsync("""mutation { fail(input: {how: "other"}) { text } }"""));
    }

    [Theory]
    [InlineData("late", """[{"__typename":"TooLateError","message":"late"}]""")]
    [InlineData("both", """[{"__typename":"TooLateError","message":"a"},{"__"""
        + """typename":"OddError","message":"odd: b"}]""")]
    [InlineData("odd", """[{"__typename":"OddError","message":"odd: b"}]""")]
    [InlineData("made", """[{"__typename":"MadeError","message":"made"}]""")]
    public async Task Declared_exceptions_are_errors_of_the_payload(string how, string errors)
    {
        await using var services = Schema();

        Assert.Equal(
            $$$$"""{"data":{"fail":{"text":null,"errors":{{{{errors}}}}}}}""",
            await services.AskAsync(
                "mutation($how: String!) { fail(input: {how: $how}) "
                + "{ text errors { __typename ... on Error { message } } } }",
                new { how }));
    }

    [Fact]
    public async Task Result_or_error_is_told_apart_by_its_type()
    {
        await using var services = Schema();

        Assert.Equal(
            """{"data":{"a":{"int":2,"errors":null},"b":{"int":null,"errors":"""
                + """[{"message":"odd: 1"}]}}}""",
            await services.AskAsync(
                "mutation { a: even(input: {n: 2}) { int errors { ... on OddError { message } } } "
                + "b: even(input: {n: 1}) { int errors { ... on OddError { message } } } }"));
    }

    [Fact]
    public async Task Input_and_payload_have_the_names_of_the_mutation()
    {
        await using var services = Schema();
        var sdl = await services.SdlAsync();

        Assert.Contains("fail(input: FailInput!): FailPayload!", sdl, StringComparison.Ordinal);
        Assert.Contains(
            "union FailError = TooLateError | OddError | MadeError", sdl, StringComparison.Ordinal);
        Assert.Contains(
            "rename(change: RenamingInput!): Renamed!", sdl, StringComparison.Ordinal);
        Assert.Contains("plain(n: Int!): Int!", sdl, StringComparison.Ordinal);
        Assert.Contains("type Renamed {\n  newName: String\n}", sdl, StringComparison.Ordinal);
        Assert.Contains(
            "type TooLateError implements Error {\n  message: String!\n  minutes: Int!\n}",
            sdl,
            StringComparison.Ordinal);
    }

    private static ServiceProvider Schema() => TestSchema.Of<Execution.ExecutionTests.Query>(
        builder => builder.AddMutationType<Mutation>().AddMutationConventions());

    public sealed class Mutation
    {
        [Error<TooLateException>]
        [Error<OddError>]
        [Error(typeof(MadeErrorFactory))]
        [UseMutationConvention(PayloadFieldName = "text")]
        public string Fail(string how) => throw how switch
        {
            "late" => new TooLateException("late"),
            "both" => new AggregateException(new TooLateException("a"), new OddException("b")),
            "odd" => new OddException("b"),
            "made" => new NotSupportedException("made"),
            _ => new InvalidOperationException(how),
        };

        public HotChocolate.FieldResult<int, OddError> Even(int n)
        {
            if (n % 2 == 0)
            {
                return n;
            }

            return new OddError(new OddException($"{n}"));
        }

        [UseMutationConvention(
            InputTypeName = "RenamingInput",
            InputArgumentName = "change",
            PayloadTypeName = "Renamed",
            PayloadFieldName = "newName")]
        public string Rename(string name, int times = 2) => name + times;

        [UseMutationConvention(Disable = true)]
        public int Plain(int n) => n;
    }

    public sealed class TooLateException(string message) : Exception(message)
    {
        public int Minutes => 5;
    }

    public sealed class OddException(string message) : Exception(message);

    public sealed record OddError(string Message)
    {
        public OddError(OddException fault)
            : this($"odd: {fault.Message}")
        {
        }
    }

    public sealed record MadeError(string Message);

    public sealed class MadeErrorFactory : IPayloadErrorFactory<MadeError, NotSupportedException>
    {
        public MadeError CreateErrorFrom(NotSupportedException exception) => new(exception.Message);
    }
}

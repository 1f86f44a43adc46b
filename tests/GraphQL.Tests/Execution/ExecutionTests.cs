using HotChocolate;
using HotChocolate.Execution;
using Krewe.GraphQL.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.GraphQL.Tests.Execution;

public sealed class ExecutionTests
{
    [Theory]
    [InlineData("{", 400, "HC0011")]
    [InlineData("{ nope }", 400, null)]
    [InlineData("query A { one } query B { one }", 400, null)]
    [InlineData("mutation { one }", 400, null)]
    public async Task Request_that_cannot_run_has_errors_and_no_data(
        string document, int status, string? code)
    {
        await using var services = TestSchema.Of<Query>();
        var executor = await services.GetRequestExecutorAsync();

        await using var result = await executor.ExecuteAsync(document);

        var single = result.ExpectOperationResult();
        Assert.Null(single.Data);
        Assert.Equal(status, single.HttpStatus);
        Assert.Equal(code, Assert.Single(single.Errors).Code);
    }

    [Theory]
    [InlineData(
        "{ missing one }",
        """{"errors":[{"message":"Cannot return null for non-nullable """
            + """field.","path":["missing"],"extensions":{"code":"HC0018"}}],"data":null}""")]
    [InlineData(
        "{ child { missing } one }",
        """{"errors":[{"message":"Cannot return null for non-nullable """
            + """field.","path":["child","missing"],"extensions":{"code":"HC0018"}}]"""
            + ""","data":{"child":null,"one":1}}""")]
    [InlineData(
        "{ children { missing } one }",
        """{"errors":[{"message":"Cannot return null for non-nullable """
            + """field.","path":["children",0,"missing"],"extensions":{"code":"HC0018"}}]"""
            + ""","data":{"children":null,"one":1}}""")]
    [InlineData(
        "{ holes }",
        """{"data":{"holes":["a",null,"b"]}}""")]
    [InlineData(
        "{ noHoles }",
        """{"errors":[{"message":"Cannot return null for non-nullable """
            + """field.","path":["noHoles",1],"extensions":{"code":"HC0018"}}]"""
            + ""","data":{"noHoles":null}}""")]
    [InlineData(
        "{ late { missing } one }",
        """{"errors":[{"message":"Cannot return null for non-nullable """
            + """field.","path":["late","missing"],"extensions":{"code":"HC0018"}}]"""
            + ""","data":{"late":null,"one":1}}""")]
    public async Task Null_goes_up_to_the_nearest_field_that_may_be_null(
        string document, string expected)
    {
        await using var services = TestSchema.Of<Query>();

        Assert.Equal(expected, await services.AskAsync(document));
    }

    [Fact]
    public async Task Exception_says_nothing_to_the_client_and_everything_to_the_filter()
    {
        var seen = new List<Exception?>();
        await using var services = TestSchema.Of<Query>(builder => builder
            .ModifyRequestOptions(options => options.IncludeExceptionDetails = false)
            .AddErrorFilter(error =>
            {
                seen.Add(error.Exception);
                return error.WithMessage("Sorry.");
            }));

        Assert.Equal(
            """{"errors":[{"message":"Sorry.","path":["fault"]}],"data":{"fault":null}}""",
            await services.AskAsync("{ fault }"));
        Assert.Equal("secret", Assert.Single(seen)!.Message);
    }

    [Fact]
    public async Task Filter_that_fails_says_nothing_either()
    {
        await using var services = TestSchema.Of<Query>(builder => builder
            .AddErrorFilter(_ => throw new InvalidOperationException("secret")));

        Assert.Equal(
            """{"errors":[{"message":"Unexpected Execution """
                + """Error","path":["fault"]}],"data":{"fault":null}}""",
            await services.AskAsync("{ fault }"));
    }

    [Fact]
    public async Task Errors_that_are_returned_or_reported_are_errors_of_the_field()
    {
        await using var services = TestSchema.Of<Query>();

        Assert.Equal(
            """{"errors":[{"message":"Reported.","path":"""
                + """["reported"]},{"message":"Known.","path":["known"]"""
                + ""","extensions":{"code":"K"}}],"data":{"reported":7,"known":null}}""",
            await services.AskAsync("{ reported known }"));
    }

    [Theory]
    [InlineData(false, false, """{"data":{}}""")]
    [InlineData(true, false, """{"data":{"one":1,"child":{"name":"c"}}}""")]
    [InlineData(false, true, """{"data":{"one":1,"child":{"one":1}}}""")]
    [InlineData(true, true, """{"data":{"one":1,"child":{"name":"c","one":1}}}""")]
    public async Task Merged_field_is_there_when_one_of_its_places_is(
        bool a, bool b, string expected)
    {
        const string Document = """
            query($a: Boolean!, $b: Boolean!) {
              one @include(if: $a)
              ... @include(if: $b) { one }
              child @include(if: $a) { name }
              ...F @include(if: $b)
              never: one @skip(if: true)
            }
            fragment F on Query { child { one } }
            """;
        await using var services = TestSchema.Of<Query>();

        Assert.Equal(expected, await services.AskAsync(Document, new { a, b }));
    }

    [Fact]
    public async Task Operation_is_chosen_by_its_name()
    {
        await using var services = TestSchema.Of<Query>();
        const string Document = "query A { one } query B { child { name } }";

        Assert.Equal(
            """{"data":{"child":{"name":"c"}}}""",
            await services.AskAsync(request =>
                request.SetDocument(Document).SetOperationName("B")));
        Assert.Contains(
            "The specified operation `C` cannot be found.",
            await services.AskAsync(request =>
                request.SetDocument(Document).SetOperationName("C")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_that_is_given_up_ends_at_once()
    {
        var started = new TaskCompletionSource();
        await using var services = TestSchema.Of<Slow>(
            services: collection => collection.AddSingleton(started));
        using var stop = new CancellationTokenSource();

        var asked = services.AskAsync(request => request.SetDocument("{ stuck }"), stop.Token);
        await started.Task;
        await stop.CancelAsync();

        Assert.Contains("HC0049", await asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_that_takes_too_long_ends_at_its_time()
    {
        var started = new TaskCompletionSource();
        var time = new Krewe.Tests.Support.ManualTimeProvider();
        await using var services = TestSchema.Of<Slow>(services: collection => collection
            .AddSingleton(started)
            .AddSingleton<TimeProvider>(time));

        var asked = services.AskAsync("{ stuck }");
        await started.Task;
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Contains(
            "The request exceeded the configured timeout of `00:00:30`.",
            await asked,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_has_services_of_its_own_which_end_with_it()
    {
        await using var services = TestSchema.Of<Query>(
            services: collection => collection.AddScoped<Scoped>());

        Assert.Equal(
            """{"data":{"a":1,"b":1}}""",
            await services.AskAsync("{ a: scoped b: scoped }"));
    }

    [Fact]
    public async Task Values_that_the_type_does_not_have_are_errors()
    {
        await using var services = TestSchema.Of<Query>();

        Assert.Equal(
            """{"errors":[{"message":"Float cannot represent a value of type """
                + """Double.","path":["notANumber"]}],"data":{"notANumber":"""
                + """null,"then":"2026-01-31T12:00:00+02:00"}}""",
            await services.AskAsync("{ notANumber then }"));
    }

    public sealed class Query
    {
        public int One => 1;

        public string Missing => null!;

        public Child? Child => new("c");

        public Child[]? Children => [new("c")];

        public async Task<Child?> GetLateAsync()
        {
            await Task.Yield();
            return new("c");
        }

        public IEnumerable<string?> Holes => ["a", null, "b"];

        public IEnumerable<string>? NoHoles => ["a", null!, "b"];

        public string? Fault => throw new InvalidOperationException("secret");

        public double? NotANumber => double.NaN;

        public DateTimeOffset Then => new(2026, 1, 31, 12, 0, 0, TimeSpan.FromHours(2));

        public string? Known() => throw new GraphQLException(
            ErrorBuilder.New().SetMessage("Known.").SetCode("K").Build());

        public int Reported(HotChocolate.Resolvers.IResolverContext context)
        {
            context.ReportError("Reported.");
            return 7;
        }

        public int GetScoped([Service] Scoped scoped) => scoped.Count();
    }

    public sealed record Child(string Name)
    {
        public int One => 1;

        public string Missing => null!;
    }

    public sealed class Scoped
    {
        private int _count;

        public int Count() => ++_count;
    }

    public sealed class Slow
    {
        // Never ends, and does not listen to its token either.
        public Task<int> GetStuckAsync(TaskCompletionSource started)
        {
            started.SetResult();
            return new TaskCompletionSource<int>().Task;
        }
    }
}

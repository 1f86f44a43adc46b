using HotChocolate;
using HotChocolate.Execution;
using HotChocolate.Subscriptions;
using Krewe.GraphQL.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.GraphQL.Tests.Subscriptions;

public sealed class SubscriptionTests
{
    [Fact]
    public async Task Each_event_is_one_result()
    {
        await using var services = TestSchema.Catalog();

        Assert.Equal(
            ["""{"data":{"count":1}}""", """{"data":{"count":2}}"""],
            await ReadAsync(services, "subscription { count(to: 2) }"));
    }

    [Fact]
    public async Task Fields_below_an_event_use_services_and_loaders()
    {
        await using var services = TestSchema.Catalog();

        Assert.Equal(
            ["""{"data":{"segmentsCounted":{"name":"Segment """
                + """001","dataSource":{"name":"E-mail"}}}}"""],
            await ReadAsync(
                services,
                "subscription { segmentsCounted(to: 1) { name dataSource { name } } }"));
    }

    [Fact]
    public async Task Bad_arguments_are_an_error_and_no_stream()
    {
        await using var services = TestSchema.Catalog();
        var executor = await services.GetRequestExecutorAsync();

        await using var result = await executor.ExecuteAsync(
            "subscription { segmentsCounted(to: 1, segmentId: \"x\") { name } }");

        Assert.Equal(
            "The ID has an invalid format.",
            Assert.Single(result.ExpectOperationResult().Errors).Message);
    }

    [Fact]
    public async Task Topic_reaches_those_who_listen_until_it_is_complete()
    {
        await using var services = TestSchema.Catalog();
        var executor = await services.GetRequestExecutorAsync();
        var sender = services.GetRequiredService<ITopicEventSender>();
        await using var result = await executor.ExecuteAsync(
            "subscription { segmentChanged { name } }");

        await services.AskAsync(
            "mutation { createSegment(input: {name: \"New\", dataSourceId: \"RGF0YVNvdXJjZTox\"}) "
            + "{ segment { id } } }");
        await sender.CompleteAsync("SegmentChanged");

        Assert.Equal(
            ["""{"data":{"segmentChanged":{"name":"New"}}}"""],
            await ReadAsync(result.ExpectResponseStream()));
    }

    [Fact]
    public async Task Source_that_fails_ends_the_stream_and_says_nothing()
    {
        await using var services = TestSchema.Of<Execution.ExecutionTests.Query>(
            builder => builder.AddSubscriptionType<Failing>());

        Assert.Equal(
            [
                """{"data":{"broken":1}}""",
                """{"errors":[{"message":"Unexpected Execution Error","path":["broken"]}]}""",
            ],
            await ReadAsync(services, "subscription { broken }"));
    }

    [Fact]
    public async Task Slow_listener_loses_the_oldest_events()
    {
        var topics = new InMemoryTopics(new() { TopicBufferCapacity = 2 });
        await using var stream = await topics.SubscribeAsync<int>("t");
        for (var n = 1; n <= 5; n++)
        {
            await topics.SendAsync("t", n);
        }

        await topics.CompleteAsync("t");

        var seen = await stream.ReadEventsAsync().ToArrayAsync();
        Assert.Equal([4, 5], seen);
    }

    [Fact]
    public async Task Listener_that_has_gone_is_forgotten()
    {
        var topics = new InMemoryTopics(new());
        var stream = await topics.SubscribeAsync<int>("t");
        await stream.DisposeAsync();

        // With a listener, an event of another type would be refused.
        await topics.SendAsync("t", "text");
    }

    public sealed class Failing
    {
        public async IAsyncEnumerable<int> Events()
        {
            await Task.Yield();
            yield return 1;
            throw new InvalidOperationException("secret");
        }

        [HotChocolate.Types.Subscribe(With = nameof(Events))]
        public int Broken([EventMessage] int message) => message;
    }

    private static async Task<string[]> ReadAsync(IServiceProvider services, string document)
    {
        var executor = await services.GetRequestExecutorAsync();
        await using var result = await executor.ExecuteAsync(document);
        return await ReadAsync(result.ExpectResponseStream());
    }

    private static async Task<string[]> ReadAsync(IResponseStream stream)
    {
        var seen = new List<string>();
        await foreach (var result in stream.ReadResultsAsync())
        {
            await using (result)
            {
                seen.Add(result.ToJson(withIndentations: false));
            }
        }

        return [.. seen];
    }
}

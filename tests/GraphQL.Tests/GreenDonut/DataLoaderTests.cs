using GreenDonut;
using Krewe.GraphQL.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.GraphQL.Tests.GreenDonut;

public sealed class DataLoaderTests
{
    private readonly Log _log = new();

    [Fact]
    public async Task Keys_of_one_wave_are_asked_for_together_and_each_once()
    {
        await using var services = Schema();

        await services.AskAsync("{ a: number(n: 1) b: number(n: 2) c: number(n: 1) }");

        Assert.Equal(["1,2"], _log.Batches);
    }

    [Fact]
    public async Task What_a_resolver_asks_for_next_is_one_batch_again()
    {
        await using var services = Schema();

        Assert.Equal(
            """{"data":{"a":12,"b":13,"c":14}}""",
            await services.AskAsync("{ a: twice(n: 1) b: twice(n: 2) c: twice(n: 3) }"));
        Assert.Equal(["1,2,3", "11,12,13"], _log.Batches);
    }

    [Fact]
    public async Task Fields_below_a_list_are_one_batch()
    {
        await using var services = Schema();

        await services.AskAsync("{ items { number } }");

        Assert.Equal([string.Join(',', Enumerable.Range(0, 50))], _log.Batches);
    }

    [Fact]
    public async Task Batches_are_no_larger_than_they_may_be()
    {
        await using var services = Schema(collection =>
            collection.AddScoped(_ => new DataLoaderOptions { MaxBatchSize = 20 }));

        await services.AskAsync("{ items { number } }");

        Assert.Equal([20, 20, 10], _log.Batches.Select(batch => batch.Split(',').Length));
    }

    [Fact]
    public async Task Key_without_a_value_is_null_and_where_it_is_required_an_error()
    {
        await using var services = Schema();

        Assert.Equal(
            """{"errors":[{"message":"Unexpected Execution """
                + """Error","path":["required"]}],"data":{"name":null,"required":null}}""",
            await services.AskAsync("{ name(n: -1) required: name(n: -1, isRequired: true) }"));
    }

    [Fact]
    public async Task Batch_that_fails_fails_those_who_asked_and_nobody_else()
    {
        await using var services = Schema();

        Assert.Equal(
            """{"errors":[{"message":"Unexpected Execution """
                + """Error","path":["a"]}],"data":{"a":null,"b":11,"one":1}}""",
            await services.AskAsync("{ a: name(n: 666) b: number(n: 1) one }"));
    }

    [Fact]
    public async Task Values_are_forgotten_with_the_request()
    {
        await using var services = Schema();

        await services.AskAsync("{ number(n: 1) }");
        await services.AskAsync("{ number(n: 1) }");

        Assert.Equal(["1", "1"], _log.Batches);
    }

    [Fact]
    public async Task Groups_give_all_values_of_a_key()
    {
        await using var services = Schema();

        Assert.Equal(
            """{"data":{"a":[1,1],"b":[2,2]}}""",
            await services.AskAsync("{ a: group(n: 1) b: group(n: 2) }"));
    }

    [Fact]
    public async Task Outside_of_a_request_a_loader_loads_all_the_same()
    {
        await using var services = Schema();
        await using var scope = services.CreateAsyncScope();
        var loader = scope.ServiceProvider.GetRequiredService<NumberLoader>();

        Assert.Equal([11, 12], await loader.LoadAsync([1, 2]));
        Assert.Equal(11, await loader.LoadRequiredAsync(1));
    }

    private ServiceProvider Schema(Action<IServiceCollection>? configure = null) =>
        TestSchema.Of<Query>(services: collection =>
        {
            configure?.Invoke(collection);
            collection.AddSingleton(_log);
            collection.AddDataLoader<NumberLoader>();
            collection.AddDataLoader<NameLoader>();
            collection.AddDataLoader<GroupLoader>();
        });

    public sealed class Log
    {
        public List<string> Batches { get; } = [];
    }

    public sealed class Query
    {
        public int One => 1;

        public IEnumerable<Item> Items => Enumerable.Range(0, 50).Select(n => new Item(n));

        public Task<int> GetNumberAsync(int n, NumberLoader numbers) => numbers.LoadAsync(n);

        public async Task<int> GetTwiceAsync(int n, NumberLoader numbers) =>
            await numbers.LoadAsync(await numbers.LoadAsync(n)) - 10 + 1;

        public async Task<string?> GetNameAsync(int n, NameLoader names, bool isRequired = false) =>
            isRequired ? await names.LoadRequiredAsync(n) : await names.LoadAsync(n);

        public Task<int[]?> GetGroupAsync(int n, GroupLoader groups) => groups.LoadAsync(n);
    }

    public sealed record Item(int N)
    {
        public Task<int> GetNumberAsync(NumberLoader numbers) => numbers.LoadAsync(N);
    }

    public sealed class NumberLoader(
        Log log, IBatchScheduler scheduler, DataLoaderOptions options)
        : BatchDataLoader<int, int>(scheduler, options)
    {
        protected override async Task<IReadOnlyDictionary<int, int>> LoadBatchAsync(
            IReadOnlyList<int> keys, CancellationToken cancellationToken)
        {
            log.Batches.Add(string.Join(',', keys));
            await Task.Yield();
            return keys.ToDictionary(key => key, key => key + 10);
        }
    }

    public sealed class NameLoader(IBatchScheduler scheduler, DataLoaderOptions options)
        : BatchDataLoader<int, string>(scheduler, options)
    {
        protected override Task<IReadOnlyDictionary<int, string>> LoadBatchAsync(
            IReadOnlyList<int> keys, CancellationToken cancellationToken) => keys.Contains(666)
            ? throw new InvalidOperationException("The source is down.")
            : Task.FromResult<IReadOnlyDictionary<int, string>>(
                keys.Where(key => key >= 0).ToDictionary(key => key, key => $"{key}"));
    }

    public sealed class GroupLoader(IBatchScheduler scheduler, DataLoaderOptions options)
        : GroupedDataLoader<int, int>(scheduler, options)
    {
        protected override Task<ILookup<int, int>> LoadGroupedBatchAsync(
            IReadOnlyList<int> keys, CancellationToken cancellationToken) => Task.FromResult(
                keys.Concat(keys).ToLookup(key => key));
    }
}

using Krewe.GraphQL.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.GraphQL.Tests.Execution;

public sealed class MutationOrderTests
{
    [Fact]
    public async Task Fields_of_a_mutation_run_one_after_the_other_with_all_below_them()
    {
        var log = new List<string>();
        await using var services = TestSchema.Of<ExecutionTests.Query>(
            builder => builder.AddMutationType<Mutation>(),
            collection => collection.AddSingleton(log));

        await services.AskAsync("mutation { a: add(n: 1) { late } b: add(n: 2) { late } }");

        Assert.Equal(["begin 1", "end 1", "late 1", "begin 2", "end 2", "late 2"], log);
    }

    [Fact]
    public async Task Fields_of_a_query_run_side_by_side()
    {
        var meeting = new Meeting(3);
        await using var services = TestSchema.Of<Together>(
            services: collection => collection.AddSingleton(meeting));

        // Each waits for the others: one after the other they would wait for ever.
        Assert.Equal(
            """{"data":{"a":1,"b":1,"c":1}}""",
            await services.AskAsync("{ a: meet b: meet c: meet }"));
    }

    public sealed class Mutation
    {
        public async Task<Added> AddAsync(int n, List<string> log)
        {
            log.Add($"begin {n}");
            await Task.Yield();
            log.Add($"end {n}");
            return new(n);
        }
    }

    public sealed record Added(int N)
    {
        public async Task<int> GetLateAsync(List<string> log)
        {
            await Task.Yield();
            log.Add($"late {N}");
            return N;
        }
    }

    public sealed class Together
    {
        public async Task<int> GetMeetAsync(Meeting meeting)
        {
            await meeting.ArriveAsync();
            return 1;
        }
    }

    public sealed class Meeting(int count)
    {
        private readonly TaskCompletionSource _all = new();
        private int _missing = count;

        public Task ArriveAsync()
        {
            if (Interlocked.Decrement(ref _missing) == 0)
            {
                _all.SetResult();
            }

            return _all.Task;
        }
    }
}

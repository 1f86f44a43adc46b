using HotChocolate.CostAnalysis;
using HotChocolate.CostAnalysis.Types;
using HotChocolate.Types;
using HotChocolate.Types.Pagination;
using Krewe.GraphQL.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.GraphQL.Tests.Cost;

public sealed class CostTests
{
    // Leaf 0, object or list 1, awaited 10; below a list times its size.
    [Theory]
    [InlineData("{ leaf }", 0, 0)]
    [InlineData("{ one { leaf } }", 1, 1)]
    [InlineData("{ late { leaf } }", 10, 1)]
    [InlineData("{ dear }", 7, 0)]
    [InlineData("{ few { one { leaf } } }", 4, 6)]
    [InlineData("{ page(first: 5) { nodes { one { leaf } } } }", 7, 11)]
    [InlineData("{ page { nodes { leaf } } }", 2, 11)]
    [InlineData("{ page(first: 5) { edges { node { leaf } } } }", 7, 11)]
    public async Task Operation_costs_what_it_may_give_at_most(
        string document, double field, double type)
    {
        await using var services = Schema(_ => { });

        Assert.Contains(
            $$"""{"fieldCost":{{field}},"typeCost":{{type}}}""",
            await AskAsync(services, document),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operation_that_costs_too_much_is_refused()
    {
        await using var services = Schema(options => options.MaxFieldCost = 5);

        Assert.Equal(
            """{"errors":[{"message":"The maximum allowed field cost was """
                + """exceeded.","extensions":{"code":"HC0047","fieldCost":10,"maxFieldCost":"""
                + """5}}]}""",
            await services.AskAsync("{ late { leaf } }"));
    }

    private static Task<string> AskAsync(IServiceProvider services, string document) =>
        services.AskAsync(request => request
            .SetDocument(document)
            .SetGlobalState(CostAnalyzer.ModeKey, "report"));

    private static ServiceProvider Schema(Action<CostOptions> configure) =>
        TestSchema.Of<Query>(builder => builder.AddCostAnalyzer().ModifyCostOptions(configure));

    public sealed class Query
    {
        public int Leaf => 1;

        public Query? One => null;

        public Task<Query?> GetLateAsync() => Task.FromResult<Query?>(null);

        [Cost(7)]
        public int Dear => 1;

        [ListSize(AssumedSize = 3)]
        public Query[] Few => [];

        [UsePaging]
        public Connection<Query> GetPage() => new([], ConnectionPageInfo.Empty);
    }
}

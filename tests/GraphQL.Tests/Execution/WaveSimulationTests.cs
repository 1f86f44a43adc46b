using GreenDonut;
using HotChocolate;
using Krewe.GraphQL.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.GraphQL.Tests.Execution;

/// <summary>
/// Goal: an answer is the same however its values come.
/// Method: ask for a tree whose every value comes, by the seed, at once, later, or from a loader,
/// is null where it may be and where it may not, or fails; compare with the same tree whose values
/// all come at once.
/// </summary>
public sealed class WaveSimulationTests
{
    private const string Document = """
        query($seed: Int!, $atOnce: Boolean!) {
          root(seed: $seed, atOnce: $atOnce) {
            ...N
            children { ...N children { ...N } only { ...N } }
          }
        }
        fragment N on TreeNode { value must again: value }
        """;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Answer_is_the_same_however_its_values_come(int seed)
    {
        await using var services = Schema();

        var wanted = await services.AskAsync(Document, new { seed, atOnce = true });
        var answer = await services.AskAsync(Document, new { seed, atOnce = false });

        Assert.True(
            Data(wanted) == Data(answer), $"seed {seed}: {answer}, and at once: {wanted}");
        Assert.Equal(
            wanted.Contains("\"errors\"", StringComparison.Ordinal),
            answer.Contains("\"errors\"", StringComparison.Ordinal));
    }

    private static string Data(string answer) =>
        answer[answer.IndexOf("\"data\"", StringComparison.Ordinal)..];

    private static ServiceProvider Schema() => TestSchema.Of<Query>(
        services: collection => collection.AddDataLoader<ValueLoader>());

    public sealed class Query
    {
        public TreeNode? GetRoot(int seed, bool atOnce) => new(seed, 1, atOnce);
    }

    public sealed record TreeNode(
        [property: GraphQLIgnore] int Seed,
        [property: GraphQLIgnore] int Place,
        [property: GraphQLIgnore] bool AtOnce)
    {
        public ValueTask<int?> GetValueAsync(ValueLoader values) =>
            ComeAsync(1, values, Draw(1, 10) == 0 ? null : Place);

        public async ValueTask<int> GetMustAsync(ValueLoader values) =>
            await ComeAsync(2, values, Place) is { } value && Draw(2, 25) > 0
                ? value
                : throw new InvalidOperationException("By the seed.");

        public async ValueTask<IReadOnlyList<TreeNode?>?> GetChildrenAsync(ValueLoader values)
        {
            await ComeAsync(3, values, Place);
            return
            [
                .. Enumerable.Range(0, Draw(3, 4)).Select(n =>
                    Draw(10 + n, 8) == 0 ? null : this with { Place = (Place * 4) + n }),
            ];
        }

        public async ValueTask<TreeNode> GetOnlyAsync(ValueLoader values)
        {
            await ComeAsync(4, values, Place);
            return Draw(4, 10) == 0 ? null! : this with { Place = (Place * 4) + 3 };
        }

        private async ValueTask<int?> ComeAsync(int field, ValueLoader values, int? value)
        {
            switch (AtOnce ? 0 : Draw(field + 100, 3))
            {
                case 1:
                    await Task.Yield();
                    return value;
                case 2:
                    var loaded = await values.LoadAsync(value ?? -1);
                    return loaded is null ? null : await values.LoadAsync(int.Parse(
                        loaded, System.Globalization.CultureInfo.InvariantCulture))
                        is null ? null : value;
                default:
                    return value;
            }
        }

        // The same for the same seed, place and use.
        private int Draw(int use, int below) =>
            new Random((Seed * 7_919) ^ (Place * 104_729) ^ (use * 1_299_709)).Next(below);
    }

    public sealed class ValueLoader(IBatchScheduler scheduler, DataLoaderOptions options)
        : BatchDataLoader<int, string>(scheduler, options)
    {
        protected override async Task<IReadOnlyDictionary<int, string>> LoadBatchAsync(
            IReadOnlyList<int> keys, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return keys.Where(key => key >= 0).ToDictionary(key => key, key => $"{key}");
        }
    }
}

using HotChocolate;
using HotChocolate.Types;
using Krewe.GraphQL.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.GraphQL.Tests.Inference;

public sealed class SchemaTests
{
    [Fact]
    public async Task Catalog_is_the_schema_that_is_written_down()
    {
        await using var services = TestSchema.Catalog();
        var written = System.IO.Path.Combine(AppContext.BaseDirectory, "catalog.graphql");

        var sdl = await services.SdlAsync();

        // The file is the contract: a change of it is a change for clients.
        Assert.Equal(await File.ReadAllTextAsync(written), sdl + "\n");
    }

    [Fact]
    public async Task Schema_without_a_query_type_is_refused()
    {
        var collection = new ServiceCollection();
        collection.AddGraphQL();
        await using var services = collection.BuildServiceProvider();

        Assert.Equal(["The schema has no query type."], await services.FaultsAsync());
    }

    [Fact]
    public async Task All_faults_of_a_schema_are_told_at_once()
    {
        await using var services = TestSchema.Of<Faulty>();

        Assert.Equal(
            [
                "BadInput.Value: can be neither set nor constructed.",
                "BadOneOfInput.count: a field of a oneOf input is nullable and has no default.",
                "Faulty.GetPage: a paged field gives a Connection<T>.",
                "Faulty.GetPointer: System.IntPtr has no GraphQL type.",
                "The input `LoopInput` needs a value of itself, without end.",
                "The type `Void` has no fields.",
                "The union `Empty` has no cases: register the types that implement it.",
                "`Faulty.__hidden` is no name of GraphQL.",
            ],
            (await services.FaultsAsync()).Order(StringComparer.Ordinal).ToArray());
    }

    [Fact]
    public async Task Two_types_of_one_name_are_refused()
    {
        await using var services = TestSchema.Of<TwoNames>();

        Assert.Contains(
            "The name `Same` is used by",
            Assert.Single(await services.FaultsAsync()),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Authorization_that_nobody_asks_is_refused()
    {
        await using var services = TestSchema.Of<WronglyGuarded>();

        Assert.StartsWith(
            "WronglyGuarded uses Microsoft.AspNetCore.Authorization",
            Assert.Single(await services.FaultsAsync()),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nullability_is_read_at_every_depth()
    {
        await using var services = TestSchema.Of<Shapes>();

        Assert.Contains(
            """
            type Shapes {
              a: String!
              b: String
              c: [String]!
              d: [[Int!]!]
              e: Int
              g: [KeyValuePairOfStringAndString!]!
              h: UUID!
              f: [Long]!
              i: LocalDate
              j(x: Int!, y: [String!], z: Boolean! = true): Duration!
            }
            """,
            await services.SdlAsync(),
            StringComparison.Ordinal);
    }

    public sealed class Shapes
    {
        public string A => "";

        public string? B => null;

        public IReadOnlyList<string?> C => [];

        public int[][]? D => null;

        public int? E => null;

        public Task<List<long?>> GetFAsync() => Task.FromResult<List<long?>>([]);

        public Dictionary<string, string> G { get; } = [];

        public Guid H => default;

        public ValueTask<DateOnly?> GetIAsync() => default;

        public TimeSpan GetJ(
            int x, IEnumerable<string>? y, CancellationToken cancellationToken, bool z = true) =>
            cancellationToken.IsCancellationRequested || z ? default : TimeSpan.FromDays(x);

        public object Untyped => "";

        public void Nothing()
        {
        }

        public Task NothingAsync() => Task.CompletedTask;

        public T Generic<T>(T value) => value;

        [GraphQLIgnore]
        public int Ignored => 1;
    }

    public sealed class Faulty
    {
        [GraphQLName("__hidden")]
        public int Hidden => 1;

        public Void Nothing => new();

        public IEmpty? Empty => null;

        [UsePaging]
        public int[] GetPage() => [];

        public int GetBad(BadInput input) => input.Value;

        public int GetOneOf(BadOneOfInput input) => input.Count;

        public int GetLoop(LoopInput input) => input is null ? 0 : 1;

        public nint GetPointer() => 0;
    }

    public sealed class Void;

    [UnionType("Empty")]
    public interface IEmpty;

    public sealed class BadInput
    {
        public int Value => 1;
    }

    [OneOf]
    public sealed record BadOneOfInput(int Count);

    public sealed record LoopInput(LoopInput Next, int Depth);

    public sealed class TwoNames
    {
        public First A => new(1);

        public Second B => new(1);
    }

    [GraphQLName("Same")]
    public sealed record First(int A);

    [GraphQLName("Same")]
    public sealed record Second(int A);

    public sealed class WronglyGuarded
    {
        [Microsoft.AspNetCore.Authorization.Authorize]
        public int GetA() => 1;
    }
}

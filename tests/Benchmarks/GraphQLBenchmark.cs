using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HotChocolate;
using HotChocolate.Execution;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Krewe.Benchmarks;

/// <summary>
/// What GraphQL costs on one machine: a query of thirty fields whose plan is known, the first
/// time it comes, and requests over loopback. Beside it the plain way: the same object through
/// the serializer.
/// </summary>
internal static class GraphQLBenchmark
{
    private const string Document = """
        query Card($id: String!) {
          profile(id: $id) {
            id version createdAt updatedAt
            identities { namespace value primary firstSeen lastSeen }
            traits { sid name lastQualifiedAt frequency }
            attributes { key value }
            segments { id name status since version description folder population }
            destination { id name status shareable delivered pending }
          }
        }
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = args is ["--seconds", var text]
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : 2;
        var duration = TimeSpan.FromSeconds(seconds);
        await using var app = Build();
        await app.StartAsync();
        await ExecutionsAsync(app.Services, duration);
        await PreparationsAsync(app.Services, duration);
        Serializations(duration);
        await LoopbackAsync(new(app.Urls.First()), duration);
        return 0;
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.Services
            .AddGraphQLServer(disableDefaultSecurity: true)
            .AddQueryType<CardQuery>();
        var app = builder.Build();
        app.MapGraphQL();
        return app;
    }

    private static async Task ExecutionsAsync(IServiceProvider services, TimeSpan duration)
    {
        var executor = await services.GetRequestExecutorAsync();
        var request = Request(Document);
        await MeasureAsync(
            "30 fields, plan known", duration, goalMicroseconds: 60, async () =>
            {
                await using var result = await executor.ExecuteAsync(request);
                _ = result.ToJson(withIndentations: false);
            });
    }

    private static async Task PreparationsAsync(IServiceProvider services, TimeSpan duration)
    {
        var executor = await services.GetRequestExecutorAsync();
        var n = 0;
        await MeasureAsync(
            "30 fields, document new", duration, goalMicroseconds: 400, async () =>
            {
                await using var result = await executor.ExecuteAsync(
                    Request($"{Document}#{n++}"));
                _ = result.ToJson(withIndentations: false);
            });
    }

    private static void Serializations(TimeSpan duration)
    {
        var card = new CardQuery().GetProfile("1");
        var (count, watch) = (0, Stopwatch.StartNew());
        while (watch.Elapsed < duration)
        {
            _ = JsonSerializer.Serialize(card, JsonSerializerOptions.Web);
            count++;
        }

        Print("the plain way: System.Text.Json", watch.Elapsed, count, 0, null);
    }

    private static async Task LoopbackAsync(Uri address, TimeSpan duration)
    {
        const int Clients = 32;
        using var client = new HttpClient(new SocketsHttpHandler(), disposeHandler: true)
        {
            BaseAddress = address,
        };
        var count = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            while (watch.Elapsed < duration)
            {
                using var body = new StringContent(
                    "{\"query\":\"{__typename}\"}", Encoding.UTF8, "application/json");
                using var response = await client.PostAsync(
                    new Uri("/graphql", UriKind.Relative), body);
                response.EnsureSuccessStatusCode();
                Interlocked.Increment(ref count);
            }
        }));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"loopback, {Clients} clients: {count / watch.Elapsed.TotalSeconds:N0} requests/s, "
            + $"client and server together (goal 20,000)"));
    }

    private static IOperationRequest Request(string document) => OperationRequestBuilder.New()
        .SetDocument(document)
        .SetVariableValues("{\"id\": \"1\"}")
        .Build();

    private static async Task MeasureAsync(
        string name, TimeSpan duration, double goalMicroseconds, Func<Task> once)
    {
        for (var n = 0; n < 2_000; n++)
        {
            await once();
        }

        var before = GC.GetTotalAllocatedBytes(precise: true);
        var (count, watch) = (0, Stopwatch.StartNew());
        while (watch.Elapsed < duration)
        {
            await once();
            count++;
        }

        var elapsed = watch.Elapsed;
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
        Print(name, elapsed, count, bytes / count, goalMicroseconds);
    }

    private static void Print(
        string name, TimeSpan elapsed, int count, long bytes, double? goalMicroseconds)
    {
        Console.WriteLine(string.Join(", ", Parts()));

        IEnumerable<string> Parts()
        {
            var culture = CultureInfo.InvariantCulture;
            yield return string.Create(
                culture, $"{name}: {elapsed.TotalMicroseconds / count:N1} us");
            if (bytes > 0)
            {
                yield return string.Create(culture, $"{bytes:N0} bytes");
            }

            if (goalMicroseconds is { } goal)
            {
                yield return string.Create(culture, $"goal {goal:N0} us");
            }
        }
    }

    public sealed class CardQuery
    {
        private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        private readonly Card _profile = new(
            "p1",
            7,
            At,
            At,
            [new("email", "aa", true, At, At)],
            [new(12_345, "Trait", At, 3)],
            [new("tier", "gold")],
            [new("s1", "Segment", "ACTIVE", At, 2, "A segment.", "/", 1_000)],
            new("d1", "Destination", "ACTIVE", 900, 800, 100));

        public Card GetProfile(string id) => _profile with { Id = id };
    }

    public sealed record Card(
        string Id,
        long Version,
        DateTimeOffset CreatedAt,
        DateTimeOffset UpdatedAt,
        IReadOnlyList<CardIdentity> Identities,
        IReadOnlyList<CardTrait> Traits,
        IReadOnlyList<CardValue> Attributes,
        IReadOnlyList<CardSegment> Segments,
        CardDestination Destination);

    public sealed record CardIdentity(
        string Namespace,
        string Value,
        bool Primary,
        DateTimeOffset FirstSeen,
        DateTimeOffset LastSeen);

    public sealed record CardTrait(
        long Sid, string Name, DateTimeOffset LastQualifiedAt, int Frequency);

    [GraphQLName("CardAttribute")]
    public sealed record CardValue(string Key, string Value);

    public sealed record CardSegment(
        string Id,
        string Name,
        string Status,
        DateTimeOffset Since,
        long Version,
        string Description,
        string Folder,
        long Population);

    public sealed record CardDestination(
        string Id, string Name, string Status, long Shareable, long Delivered, long Pending);
}

using System.Collections.Immutable;
using Krewe.Contracts.Events;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;

namespace Krewe.Grains.Tests.Events;

/// <summary>
/// Goal: a profile that everybody hits at once ends as if its events had come one by one.
/// Method: 64 callers send 100,000 events of one person in batches, some of them twice; the same
/// events are applied one by one, by the domain alone.
/// </summary>
public sealed class HotProfileTests
{
    private const int Callers = 64;
    private const int BatchesEach = 125;
    private const int BatchEvents = 13;

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string[] Rules =
    [
        "1T",
        "1T AND FREQUENCY([2T]) >= 52000",
        "1T AND FREQUENCY([2T]) >= 52001",
        "3T AND FREQUENCY([3T]) <= 34667",
        "3T AND FREQUENCY([3T]) <= 34666",
        "1T AND NOT 6T",
    ];

    [Fact]
    public async Task Many_callers_end_as_one_by_one()
    {
        await using var silo = new IntakeSilo { Catalog = Definitions() };
        await silo.StartAsync();
        var ann = IntakeCatalog.Customer(1);

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            for (var batch = 0; batch < BatchesEach; batch++)
            {
                var number = (caller * BatchesEach) + batch;
                await AcceptAsync(silo.Part(ann), Batch(ann, number));
                if (batch % 10 == 0)
                {
                    await AcceptAsync(silo.Part(ann), Batch(ann, number));
                    await AcceptAsync(silo.Part(ann), Batch(ann, number - (batch / 2)));
                }
            }
        }));
        await silo.SettleAsync();

        var ended = Describe(await silo.ProfileOf(ann), ann);
        Assert.Equal(Describe(OneByOne(ann, silo.Catalog), ann), ended);
        Assert.StartsWith("1x104000 2x52000 3x34667 ", ended, StringComparison.Ordinal);
    }

    private static Catalog Definitions() => Catalog.Compile(
        IntakeDefinitions.All with
        {
            Segments =
            [
                .. Rules.Select((rule, number) => IntakeDefinitions.All.Segments[0] with
                {
                    Id = new SegmentId(number + 1),
                    Name = rule,
                    Rule = rule,
                }),
            ],
        },
        version: 1,
        new DateOnly(2026, 11, 22));

    private static ImmutableArray<LiveEvent> Batch(IdentityKey identity, int batch) =>
    [
        .. Enumerable.Range(batch * BatchEvents, BatchEvents).Select(number =>
            IntakeCatalog.Event((ulong)number, identity, TraitsOf(number))),
    ];

    private static int[] TraitsOf(int number) =>
        [.. Enumerable.Range(1, 3).Where(trait => number % trait == 0)];

    private static Profile OneByOne(IdentityKey identity, Catalog catalog)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var context = new ProfileContext(identity, catalog, now * 1_000_000);
        var state = ProfileState.Unknown;
        foreach (var happened in Enumerable.Range(0, Callers * BatchesEach)
            .SelectMany(batch => Batch(identity, batch)))
        {
            var batch = new EventBatch
            {
                Identity = identity,
                Page = (long)happened.Id + 1,
                Events = [happened],
                CatalogVersion = 1,
            };
            state = ProfileEvents.Observe(state, batch, context).Next;
        }

        return state.Profile;
    }

    // Who is refused waits until there is room.
    private static async Task AcceptAsync(IIntakeGrain part, ImmutableArray<LiveEvent> events)
    {
        while (!(await part.AcceptAsync(events, 1, None)).IsAccepted)
        {
            var status = await part.GetStatusAsync(None);
            await part.WaitAsync(status.Page, None).WaitAsync(Limit);
        }
    }

    private static string Describe(Profile profile, IdentityKey identity)
    {
        var held = profile.Fragments[profile.IndexOf(identity)];
        return string.Join(' ', held.Traits.Select(trait => $"{trait.Trait}x{trait.Total}"))
            + string.Concat(held.Traits.SelectMany(trait => trait.Days.Select(
                day => $" {trait.Trait}:{day.Day}x{day.Count}")))
            + " in " + string.Join(' ', held.Memberships.Select(member => member.Segment));
    }
}

using System.Collections.Concurrent;
using Krewe.Embedded;
using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Krewe.Engine.Tests.Embedded;

/// <summary>What arrived of every stream, with failures by a seeded chance.</summary>
public sealed class Ledger(Random random, double failureRate)
{
    private readonly ConcurrentDictionary<string, List<int>> _arrived =
        new(StringComparer.Ordinal);
    private readonly Lock _guard = new();

    public IReadOnlyDictionary<string, List<int>> Arrived => _arrived;

    public void Take(string key, IEnumerable<int> items)
    {
        lock (_guard)
        {
            var fails = random.NextDouble() < failureRate;
            foreach (var item in items)
            {
                _arrived.GetOrAdd(key, _ => []).Add(item);
                if (fails && random.NextDouble() < 0.5)
                {
                    throw new IOException("the receiver failed in the middle");
                }
            }
            if (fails)
            {
                throw new IOException("the receiver failed at the end");
            }
        }
    }
}

public interface ILedgerGrain : IGrainWithStringKey;

/// <summary>Three classes receive the same streams, each with failures of its own.</summary>
internal abstract class LedgerGrain(Ledger ledger, string name)
    : Grain, ILedgerGrain, IStreamSubscriptionObserver, IAsyncBatchObserver<int>
{
    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<int>().ResumeAsync(this);

    public Task OnNextAsync(IList<SequentialItem<int>> items)
    {
        ledger.Take(this.GetPrimaryKeyString() + name, items.Select(each => each.Item));
        return Task.CompletedTask;
    }

    public Task OnCompletedAsync() => Task.CompletedTask;

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}

[ImplicitStreamSubscription("ledger")]
internal sealed class FirstLedgerGrain(Ledger ledger) : LedgerGrain(ledger, "a");

[ImplicitStreamSubscription("ledger")]
internal sealed class SecondLedgerGrain(Ledger ledger) : LedgerGrain(ledger, "b");

[ImplicitStreamSubscription("ledger")]
internal sealed class ThirdLedgerGrain(Ledger ledger) : LedgerGrain(ledger, "c");

/// <summary>
/// Goal: whatever fails, every item that was taken in arrives, first arrivals in order.
/// Method: from a seed, several streams with batches of chance sizes, a receiver that fails by
/// chance, a host that is replaced in the middle, little memory; the store alone goes on.
/// </summary>
public sealed class StreamSimulationTests
{
    [Theory]
    [MemberData(nameof(Seeds.First), 5, MemberType = typeof(Seeds))]
    public async Task Every_item_arrives_in_order_whatever_fails(int seed)
    {
        var random = new Random(seed);
        var store = new InMemoryDurableStore();
        var streams = random.Next(1, 6);
        var produced = new int[streams];
        var ledgers = new List<Ledger>();
        for (var life = 0; life < 3; life++)
        {
            var isLast = life == 2;
            var rounds = random.Next(5, 30);
            var sizes = Enumerable.Range(0, rounds)
                .Select(_ => (Stream: random.Next(streams), Count: random.Next(1, 20))).ToList();
            var ledger = new Ledger(new Random((seed * 10) + life), isLast ? 0 : 0.5);
            ledgers.Add(ledger);
            await using var host = await StartAsync(store, ledger);
            foreach (var (stream, count) in sizes)
            {
                var items = Enumerable.Range(produced[stream], count);
                produced[stream] += count;
                await Stream(host, stream).OnNextBatchAsync(items);
            }
            if (isLast)
            {
                await store.WhenEmptyAsync();
            }
        }
        foreach (var stream in Enumerable.Range(0, streams))
        {
            foreach (var receiver in "abc")
            {
                var arrived = ledgers.SelectMany(
                    each => each.Arrived.GetValueOrDefault($"{stream}{receiver}") ?? []);
                Assert.True(
                    arrived.Distinct().SequenceEqual(Enumerable.Range(0, produced[stream])),
                    $"seed {seed}, stream {stream}{receiver}: {string.Join(' ', arrived)}");
            }
        }
        Assert.Equal(0, store.Count);
    }

    private static IAsyncStream<int> Stream(SiloHost host, int stream) =>
        host.Services.GetRequiredService<IClusterClient>()
            .GetStreamProvider("main").GetStream<int>(StreamId.Create("ledger", $"{stream}"));

    private static Task<SiloHost> StartAsync(InMemoryDurableStore store, Ledger ledger) =>
        SiloHost.StartAsync(silo =>
        {
            silo.AddEmbeddedStreams("main");
            silo.Services.AddSingleton<IDurableStore>(store);
            silo.Services.AddSingleton<IItemCodec<int>, NumberCodec>();
            silo.Services.AddSingleton(ledger);
            silo.Configure<EmbeddedEngineOptions>(options =>
            {
                options.StreamBytesMax = 3_000;
                options.StreamRetryWaitMax = TimeSpan.FromMilliseconds(5);
                options.StreamBatchMax = 16;
            });
        });
}

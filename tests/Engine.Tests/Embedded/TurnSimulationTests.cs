using System.Collections.Concurrent;
using Krewe.Embedded;
using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;

namespace Krewe.Engine.Tests.Embedded;

/// <summary>Everything that all activations of the simulation did, and whether two turns of one
/// key ever overlapped.</summary>
public sealed class TurnLedger
{
    private readonly ConcurrentDictionary<string, int> _inside = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Key, int Caller), List<int>> _calls = new();

    public bool Overlapped { get; private set; }

    public IEnumerable<IReadOnlyList<int>> Calls => _calls.Values;

    public void Enter(string key)
    {
        if (_inside.AddOrUpdate(key, 1, static (_, count) => count + 1) != 1)
        {
            Overlapped = true;
        }
    }

    public void Leave(string key) => _inside.AddOrUpdate(key, 0, static (_, count) => count - 1);

    public void Note(string key, int caller, int number) =>
        _calls.GetOrAdd((key, caller), static _ => []).Add(number);
}

public interface IBusyGrain : IGrainWithStringKey
{
    ValueTask<int> Work(int caller, int number, int kind);
}

internal sealed class BusyGrain(TurnLedger ledger) : Grain, IBusyGrain
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (this.GetPrimaryKeyString().EndsWith('1'))
        {
            await Task.Yield();
        }
    }

    public ValueTask<int> Work(int caller, int number, int kind)
    {
        var key = this.GetPrimaryKeyString();
        ledger.Enter(key);
        if (caller >= 0)
        {
            ledger.Note(key, caller, number);
        }
        if (kind == 0)
        {
            ledger.Leave(key);
            return new ValueTask<int>(number);
        }
        return WorkSlowly(key, number, kind);
    }

    private async ValueTask<int> WorkSlowly(string key, int number, int kind)
    {
        await Task.Yield();
        if (kind == 1)
        {
            DeactivateOnIdle();
        }
        if (kind == 2 && key.Length < 4)
        {
            // A chain of calls never turns back, so it cannot wait for itself.
            await GrainFactory.GetGrain<IBusyGrain>(key + "1").Work(-1, number, 0);
        }
        ledger.Leave(key);
        return number;
    }
}

/// <summary>
/// Goal: turns of one grain never overlap, calls of one caller to one grain arrive in order and
/// every call is answered, while activations end by themselves, by their own wish and for room.
/// Method: from a seed, callers send chains of calls of all kinds to few keys without waiting for
/// each answer, on as many threads as there are, with room for 8 activations.
/// </summary>
public sealed class TurnSimulationTests
{
    private const int Callers = 12;
    private const int CallsEach = 400;

    [Theory]
    [MemberData(nameof(Seeds.First), 4, MemberType = typeof(Seeds))]
    public async Task Turns_stay_apart_and_in_order_while_activations_come_and_go(int seed)
    {
        var ledger = new TurnLedger();
        await using var host = await SiloHost.StartAsync(silo =>
        {
            silo.Services.AddSingleton(ledger);
            silo.Configure<EmbeddedEngineOptions>(options => options.ActivationsMax = 8);
        });
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(
            caller => Task.Run(() => CallAsync(host, caller, new Random((seed * 100) + caller)))));
        Assert.False(ledger.Overlapped, $"seed {seed}: two turns of one grain overlapped");
        Assert.All(ledger.Calls.Where(each => each.Count > 0), numbers => Assert.True(
            numbers.Zip(numbers.Skip(1)).All(pair => pair.First < pair.Second)
                || numbers is [_],
            $"seed {seed}: {string.Join(' ', numbers)}"));
    }

    private static async Task CallAsync(SiloHost host, int caller, Random random)
    {
        var answers = new List<Task<int>>();
        for (var i = 0; i < CallsEach; i++)
        {
            var grain = host.Grains.GetGrain<IBusyGrain>($"{random.Next(20)}");
            answers.Add(grain.Work(caller, i, random.Next(8)).AsTask());
            if (random.Next(10) == 0)
            {
                await Task.WhenAll(answers);
            }
        }
        var all = await Task.WhenAll(answers);
        Assert.Equal(Enumerable.Range(0, CallsEach), all);
    }
}

using Orleans;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Krewe.Engine.Tests.Persistence;

[GenerateSerializer, Immutable, Alias("engine-tests-tally")]
public sealed record Tally([property: Id(0)] int Total)
{
    public Tally()
        : this(0)
    {
    }
}

public interface ITallyGrain : IGrainWithStringKey
{
    Task<int> Add(int more);

    Task<int> AddOrForget(int more);

    Task<(int Total, bool Exists)> Look();

    Task Clear();
}

internal sealed class TallyGrain(
    [PersistentState("tally", "faulty")] IPersistentState<Tally> tally) : Grain, ITallyGrain
{
    public async Task<int> Add(int more)
    {
        tally.State = new Tally(tally.State.Total + more);
        await tally.WriteStateAsync();
        return tally.State.Total;
    }

    public async Task<int> AddOrForget(int more)
    {
        try
        {
            return await Add(more);
        }
        catch (IOException)
        {
            DeactivateOnIdle();
            throw;
        }
    }

    public Task<(int Total, bool Exists)> Look() =>
        Task.FromResult((tally.State.Total, tally.RecordExists));

    public Task Clear() => tally.ClearStateAsync();
}

/// <summary>A storage that fails, or changes behind the grain's back, when a test says so.
/// </summary>
internal sealed class FaultyStorage : IGrainStorage
{
    private Tally? _stored;
    private int _tag;

    internal bool FailsToWrite { get; set; }

    internal void ChangeFromOutside(int total)
    {
        _stored = new Tally(total);
        _tag++;
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_stored is not null)
        {
            grainState.State = (T)(object)_stored;
        }
        grainState.RecordExists = _stored is not null;
        grainState.ETag = $"{_tag}";
        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Task.Yield();
        if (FailsToWrite)
        {
            throw new IOException("the disk is gone");
        }
        if (!string.Equals(grainState.ETag, $"{_tag}", StringComparison.Ordinal))
        {
            throw new InconsistentStateException("conflict", $"{_tag}", grainState.ETag);
        }
        _stored = (Tally)(object)grainState.State!;
        grainState.ETag = $"{++_tag}";
        grainState.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _stored = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }
}

public sealed class StateTests
{
    [Fact]
    public async Task A_failed_write_throws_and_a_grain_that_forgets_reads_again()
    {
        var storage = new FaultyStorage();
        await using var host = await StartAsync(storage);
        var grain = host.Grains.GetGrain<ITallyGrain>("a");
        Assert.Equal(2, await grain.Add(2));
        storage.FailsToWrite = true;
        await Assert.ThrowsAsync<IOException>(() => grain.AddOrForget(40));
        storage.FailsToWrite = false;
        Assert.Equal((2, true), await grain.Look());
    }

    [Fact]
    public async Task A_write_conflict_throws_and_the_next_call_sees_what_is_stored()
    {
        var storage = new FaultyStorage();
        await using var host = await StartAsync(storage);
        var grain = host.Grains.GetGrain<ITallyGrain>("a");
        await grain.Add(2);
        storage.ChangeFromOutside(100);
        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.Add(1));
        Assert.Equal(101, await grain.Add(1));
    }

    [Fact]
    public async Task A_state_that_was_never_stored_is_made_anew()
    {
        await using var host = await StartAsync(new FaultyStorage());
        Assert.Equal((0, false), await host.Grains.GetGrain<ITallyGrain>("a").Look());
    }

    [Fact]
    public async Task An_unknown_storage_is_named_in_the_failure()
    {
        await using var host = await SiloHost.StartAsync();
        var thrown = await Assert.ThrowsAnyAsync<Exception>(
            () => host.Grains.GetGrain<ITallyGrain>("a").Look());
        Assert.Contains("faulty", thrown.Message, StringComparison.Ordinal);
    }

    private static Task<SiloHost> StartAsync(FaultyStorage storage) =>
        SiloHost.StartAsync(silo => silo.Services.AddGrainStorage("faulty", (_, _) => storage));
}

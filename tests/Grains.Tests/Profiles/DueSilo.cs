using System.Collections.Concurrent;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Workspaces;
using Krewe.Grains.Catalogs;
using Krewe.Grains.Profiles;
using Krewe.Grains.Storage;
using Krewe.Grains.Tests.Activation;
using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;

namespace Krewe.Grains.Tests.Profiles;

/// <summary>A silo whose registers of due profiles are real, and whose profiles answer what a test
/// says.</summary>
internal sealed class DueSilo : ICatalogs, IAsyncDisposable
{
    // As many registers as an hour has.
    private const int DueShards = 8;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly IHost _host;
    private int _failures;

    private DueSilo(int failures)
    {
        _failures = failures;
        _host = GrainHost.Build(Time, catalogs: this, Storage, more: null, AnswerAsync);
    }

    /// <summary>Noon.</summary>
    public ManualTimeProvider Time { get; } = new();

    public FakeGrainStorage Storage { get; } = new(new StateSerializer(
    [
        StateForm.Of<DuePages>(DueCodec.Write, DueCodec.ReadPages),
        StateForm.Of<DuePage>(DueCodec.Write, DueCodec.ReadPage),
    ]));

    /// <summary>Which profiles were looked at, and when.</summary>
    public ConcurrentQueue<(IdentityKey Profile, DateTimeOffset At)> Looks { get; } = [];

    /// <summary>What a profile answers, once: when it is due next.</summary>
    public ConcurrentDictionary<IdentityKey, DateTimeOffset> DueNext { get; } = [];

    public static async Task<DueSilo> StartAsync(int failures = 0)
    {
        var silo = new DueSilo(failures);
        await silo._host.StartAsync();
        return silo;
    }

    /// <summary>Registers profiles as the imports do, in the register of their hour.</summary>
    public Task AddAsync(DateTimeOffset at, params IdentityKey[] profiles) => AddAsync(
        [.. profiles.Select(profile => new DueProfile(profile, at.ToUnixTimeSeconds()))]);

    public Task AddAsync(params DueProfile[] due) => _host.Services
        .GetRequiredService<IGrainFactory>()
        .GetGrain<IDueGrain>(WorkspaceId.Main.DueKey(due[0].At / 3_600, Shard(due[0].Profile)))
        .AddAsync([.. due], CancellationToken.None);

    /// <summary>Lets time pass minute by minute; all registers have done what is due by
    /// then.</summary>
    public async Task PassAsync(int minutes)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            Time.Advance(TimeSpan.FromMinutes(1));
            await SettleAsync(Time.GetUtcNow());
        }
    }

    /// <summary>Ends when every register of an hour and of those around it has had its turn: an
    /// empty registration comes behind it.</summary>
    public Task SettleAsync(DateTimeOffset at)
    {
        var hour = at.ToUnixTimeSeconds() / 3_600;
        return Task.WhenAll(Enumerable.Range(0, 3 * DueShards).Select(index => _host.Services
            .GetRequiredService<IGrainFactory>()
            .GetGrain<IDueGrain>(
                WorkspaceId.Main.DueKey(hour - 1 + (index / DueShards), index % DueShards))
            .AddAsync([], CancellationToken.None))).WaitAsync(Limit);
    }

    public ValueTask<Catalog> GetAsync(
        WorkspaceId workspace, long versionMin, CancellationToken cancellationToken) =>
        new(Catalog.Compile(WorkspaceDefinition.Empty, version: 1, new DateOnly(2028, 2, 29)));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static int Shard(IdentityKey profile) => StableHash.Bucket(
        profile.StableHashCode(), DueShards);

    private Task AnswerAsync(IIncomingGrainCallContext context)
    {
        if (context.Grain is not IProfileGrain)
        {
            return context.Invoke();
        }

        if (Interlocked.Decrement(ref _failures) >= 0)
        {
            throw new IOException("The profile cannot be read.");
        }

        var profile = WorkspaceId.IdentityOfKey(context.TargetId.Key);
        Looks.Enqueue((profile, Time.GetUtcNow()));
        context.Result = DueNext.TryRemove(profile, out var next)
            ? new ProfileReply { DueAt = next.ToUnixTimeSeconds() }
            : ProfileReply.Nothing;
        return Task.CompletedTask;
    }
}

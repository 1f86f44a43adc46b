using System.Collections.Immutable;
using Krewe.Contracts.Events;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Grains.Catalogs;
using Krewe.Grains.Events;
using Krewe.Grains.Profiles;
using Krewe.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans;

namespace Krewe.Grains.Tests.Events;

/// <summary>A silo with a real journal and real profiles.</summary>
internal sealed class IntakeSilo : ICatalogs, IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly IntakeOptions _options;
    private IHost? _host;

    private int _ticks;

    public IntakeSilo(IntakeOptions? options = null, TimeProvider? time = null) =>
        (_options, Time) = (options ?? new IntakeOptions(), time ?? TimeProvider.System);

    /// <summary>What the workspace defines.</summary>
    public Catalog Catalog { get; set; } = IntakeCatalog.Of(version: 1);

    public SimulatedDisk Disk { get; private set; } = NewDisk();

    public TimeProvider Time { get; }

    /// <summary>Called before a profile takes events in; what it throws is what the call
    /// throws.</summary>
    public Action<IdentityKey>? Observing { get; set; }

    public IEventIntake Events => Host.Services.GetRequiredService<IEventIntake>();

    private IHost Host => _host ?? throw new InvalidOperationException("Start the silo first.");

    private IGrainFactory Grains => Host.Services.GetRequiredService<IGrainFactory>();

    public IIntakeGrain Part(IdentityKey identity) => Part(IntakeParts.Of(identity));

    public IIntakeGrain Part(int part) =>
        Grains.GetGrain<IIntakeGrain>(WorkspaceId.Main.IntakeKey(part));

    /// <summary>How often reminders have come to the part of an identity.</summary>
    public async Task<int> TicksAsync(IdentityKey identity)
    {
        // It comes behind a tick that is on its way.
        await Part(identity).GetStatusAsync(None);
        return Volatile.Read(ref _ticks);
    }

    /// <summary>Ends when the part of an identity was reminded so often.</summary>
    public async Task UntilTicksAsync(IdentityKey identity, int count)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (await TicksAsync(identity) < count)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async Task StartAsync()
    {
        _host = GrainHost.Build(
            Time,
            catalogs: this,
            Disk,
            builder =>
            {
                builder.Services.AddIntake(builder.Configuration);
                builder.Services.AddSingleton(Options.Create(_options));
            },
            FilterAsync);
        await _host.StartAsync();
    }

    /// <summary>The process dies, and another one goes on with what it has stored.</summary>
    public async Task CrashAsync()
    {
        Disk = Disk.Reopen();
        await DisposeAsync();
        await StartAsync();
    }

    /// <summary>Ends when everything that was taken in has been applied.</summary>
    public async Task SettleAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        await SettleAsync(limit.Token);
    }

    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        for (var part = 0; part < IntakeParts.Count; part++)
        {
            await SettleAsync(Part(part), cancellationToken);
        }
    }

    /// <summary>How many events are set aside.</summary>
    public async Task<int> HeldAsync()
    {
        var held = 0;
        for (var part = 0; part < IntakeParts.Count; part++)
        {
            held += (await Part(part).GetStatusAsync(None)).Held;
        }

        return held;
    }

    public async Task UntilNothingIsHeldAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        while (await HeldAsync() > 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public ValueTask<ProfileState> StateOf(IdentityKey identity) => Grains
        .GetGrain<IProfileGrain>(WorkspaceId.Main.ProfileKey(identity))
        .GetAsync(None);

    /// <summary>The profile that an identity leads to.</summary>
    public async Task<Profile> ProfileOf(IdentityKey identity)
    {
        var state = await StateOf(identity);
        while (state.Standing is ProfileStanding.Pointer or ProfileStanding.Moving)
        {
            state = await StateOf(state.Owner);
        }

        return state.Profile;
    }

    /// <summary>How often a trait was realized by an identity.</summary>
    public async Task<int> CountOf(IdentityKey identity, int trait)
    {
        var profile = await ProfileOf(identity);
        var place = profile.IndexOf(identity);
        return place < 0
            ? 0
            : profile.Fragments[place].Traits
                .Where(held => held.Trait.Value == trait)
                .Sum(held => held.Total);
    }

    public ValueTask<Catalog> GetAsync(
        WorkspaceId workspace, long versionMin, CancellationToken cancellationToken) =>
        new(Catalog);

    public async ValueTask DisposeAsync()
    {
        if (_host is { } host)
        {
            _host = null;
            await host.StopAsync();
            host.Dispose();
        }
    }

    private static async Task SettleAsync(IIntakeGrain part, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var status = await part.GetStatusAsync(cancellationToken);
                await part.WaitAsync(status.Page, cancellationToken);
                return;
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The part is opened anew.
                continue;
            }
        }
    }

    private static SimulatedDisk NewDisk()
    {
        var services = new ServiceCollection();
        services.AddIntake(new Microsoft.Extensions.Configuration.ConfigurationManager());
        return new SimulatedDisk(
        [
            .. services.BuildServiceProvider().GetServices<StateForm>(),
            StateForm.Of(ProfileCodec.Write, ProfileCodec.Read),
            StateForm.Of<DuePages>(DueCodec.Write, DueCodec.ReadPages),
            StateForm.Of<DuePage>(DueCodec.Write, DueCodec.ReadPage),
        ]);
    }

    private Task FilterAsync(IIncomingGrainCallContext context)
    {
        if (context.Grain is IProfileGrain
            && string.Equals(
                context.MethodName, nameof(IProfileGrain.ObserveAsync), StringComparison.Ordinal))
        {
            Observing?.Invoke(WorkspaceId.IdentityOfKey(context.TargetId.Key));
        }

        if (context.Grain is IntakeGrain
            && string.Equals(
                context.MethodName,
                nameof(IRemindable.ReceiveReminder),
                StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _ticks);
        }

        return context.Invoke();
    }
}

/// <summary>The time of the system, shifted by what a test says.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shift;

    public override DateTimeOffset GetUtcNow() =>
        System.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _shift));

    public void Shift(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);
}

/// <summary>What the tests of events define and send.</summary>
internal static class IntakeCatalog
{
    public static readonly DataSourceId Customers = new(10);
    public static readonly DataSourceId Devices = new(30);

    public static IdentityKey Device(int number) =>
        new(Devices, IdentityValue.Parse($"d{number}"));

    public static IdentityKey Customer(int number) =>
        new(Customers, IdentityValue.Parse($"c{number}"));

    public static LiveEvent Event(ulong id, IdentityKey identity, params int[] traits) => new()
    {
        Id = id,
        At = 1_780_000_000 + (long)(id % 100_000),
        Identities = [new DeclaredIdentity(identity, AuthenticationState.Unknown)],
        Traits = [.. traits.Select(trait => new Domain.Traits.TraitId(trait))],
    };

    public static ImmutableArray<LiveEvent> Events(
        IdentityKey identity, int trait, params ulong[] ids) =>
        [.. ids.Select(id => Event(id, identity, trait))];

    public static Catalog Of(long version) => Catalog.Compile(
        IntakeDefinitions.All, version, new DateOnly(2026, 11, 22));
}

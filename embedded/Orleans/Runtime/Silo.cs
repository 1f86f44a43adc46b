using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Runtime;
using Orleans.Storage;

namespace Krewe.Embedded;

/// <summary>The engine: every grain of one process.</summary>
internal sealed class Silo : IDisposable
{
    /// <summary>An execution context without locals: what the pool's threads begin with.</summary>
    internal static readonly ExecutionContext NoLocals = CaptureEmpty();

    private readonly TimeProvider _time;
    private readonly SiloFilters _filters;
    private readonly MemoryShedder _shedder;
    private readonly TurnWatch? _turnWatch;
    private ITimer? _ticker;
    private int _lastCollection;
    private volatile bool _isClosed;

    internal Silo(IServiceProvider services)
    {
        Services = services;
        _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        Messaging = Of<SiloMessagingOptions>();
        Collection = Of<GrainCollectionOptions>();
        Options = Of<EmbeddedEngineOptions>();
        Lifetimes = services.GetRequiredService<ServiceLifetimes>();
        Log = new SiloLog(services.GetRequiredService<ILoggerFactory>()
            .CreateLogger("Krewe.Embedded.Silo"));
        Clock = new CoarseClock(_time);
        Deadlines = new DeadlineWheel(
            Clock, Messaging.ResponseTimeout, Options.WaitingCallsMax);
        Timers = new TimerCount(Options.TimersMax);
        Meters = new SiloMeters(
            () => Ring!.Count, () => Deadlines.Count, () => Timers.Count);
        Ring = new ActivationRing(Options.ActivationsMax, Meters.Evicted);
        _shedder = new MemoryShedder(
            Collection, services.GetRequiredService<IMemoryUsage>(), Ring, Shed);
        Registry = GrainRegistry.Discover();
        Details = services.GetRequiredService<ILocalSiloDetails>();
        _filters = new SiloFilters(services);
        _turnWatch = WatchesTurns ? new TurnWatch(this, Of<SchedulingOptions>()) : null;
        Factory = new GrainFactory(this);
    }

    internal ILocalSiloDetails Details { get; }

    internal string Name => Details.Name;

    internal bool IsClosed => _isClosed;

    internal IServiceProvider Services { get; }

    internal TimeProvider Time => _time;

    internal SiloMessagingOptions Messaging { get; }

    internal GrainCollectionOptions Collection { get; }

    internal EmbeddedEngineOptions Options { get; }

    internal TimeSpan DeactivationTimeout => Collection.DeactivationTimeout;

    internal ServiceLifetimes Lifetimes { get; }

    internal SiloLog Log { get; }

    internal SiloMeters Meters { get; }

    internal CoarseClock Clock { get; }

    internal DeadlineWheel Deadlines { get; }

    internal TimerCount Timers { get; }

    internal ActivationRing Ring { get; }

    internal GrainRegistry Registry { get; }

    internal GrainFactory Factory { get; }

    internal IIncomingGrainCallFilter[] IncomingFilters => _filters.Incoming;

    internal IOutgoingGrainCallFilter[] OutgoingFilters => _filters.Outgoing;

    internal bool HasFilters => _filters.Any;

    internal void Start()
    {
        using (ExecutionContext.SuppressFlow())
        {
            _ticker = _time.CreateTimer(
                static self => ((Silo)self!).Tick(),
                this,
                CoarseClock.TickLength,
                CoarseClock.TickLength);
        }
        Log.Started(Name, Factory.Classes.Count);
    }

    /// <summary>Ends every activation, letting each finish what it has begun and what waits for
    /// it. What a grain calls meanwhile is served; calls from outside find the door
    /// closed.</summary>
    internal async Task StopAsync(CancellationToken cancellationToken)
    {
        _isClosed = true;
        var reason = new DeactivationReason(
            DeactivationReasonCode.ShuttingDown, "the silo is shutting down");
        try
        {
            for (var all = Ring.All.ToList(); all.Count > 0; all = [.. Ring.All])
            {
                cancellationToken.ThrowIfCancellationRequested();
                var ended = all.ConvertAll(each => each.Deactivated);
                all.ForEach(each => each.EndWhenIdle(reason, drainsFirst: true));
                await Task.WhenAll(ended).WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            Log.StoppedBusy(Name, Ring.Count);
        }
        _ticker?.Dispose();
        Deadlines.Abandon();
        Log.Stopped(Name);
    }

    /// <summary>Why a call is not taken, if it is not. Grains may call until they have ended.
    /// </summary>
    internal Exception? Refusal => _isClosed && Activation.Current is null
        ? new SiloUnavailableException(
            "the silo is stopping or has stopped: it takes no more calls. Stop what calls grains "
            + "before the host stops, or ask a host that runs")
        : null;

    internal IGrainStorage StorageFor(string? name, Type grainClass)
    {
        var asked = name ?? ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME;
        return Services.GetKeyedService<IGrainStorage>(asked)
            ?? (name is null ? Services.GetService<IGrainStorage>() : null)
            ?? throw new BadProviderConfigException(
                $"{grainClass} keeps its state in a storage provider called \"{asked}\", and none "
                + "of that name was added");
    }

    public void Dispose()
    {
        _ticker?.Dispose();
        _turnWatch?.Dispose();
        Meters.Dispose();
    }

    private static ExecutionContext CaptureEmpty()
    {
        ExecutionContext? empty = null;
        var thread = new Thread(() => empty = ExecutionContext.Capture());
        using (ExecutionContext.SuppressFlow())
        {
            thread.Start();
        }
        thread.Join();
        return empty!;
    }

    private bool WatchesTurns => Options.WatchesTurns
        ?? Services.GetService<IHostEnvironment>()?.IsDevelopment() == true;

    private T Of<T>()
        where T : class => Services.GetRequiredService<IOptions<T>>().Value;

    private void Tick()
    {
        var now = Clock.Advance();
        Deadlines.Sweep(now);
        _shedder.Tick(now);
        _turnWatch?.Tick(now);
        if (now - _lastCollection >= CoarseClock.TicksOf(Collection.CollectionQuantum))
        {
            _lastCollection = now;
            CollectIdle(ageTicksMax: null);
        }
    }

    private void Shed(int count)
    {
        Meters.Evicted(count);
        Log.MemoryShort(count);
    }

    /// <summary>Ends what has been idle for longer than its class, or this call, allows.</summary>
    internal void CollectIdle(int? ageTicksMax)
    {
        var now = Clock.Tick;
        foreach (var each in Ring.All)
        {
            if (now - each.LastUsedTick >= (ageTicksMax ?? each.Class.IdleTicksMax)
                && !each.Class.IsKeptAlive)
            {
                each.TryEvict(DeactivationReasonCode.ActivationIdle, "it was idle");
            }
        }
    }
}

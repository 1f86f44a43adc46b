using System.Reflection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>What all activations of one grain class share.</summary>
internal sealed class GrainClass
{
    private Func<Activation, object>? _create;
    private StateSlot? _classState;

    internal GrainClass(Silo silo, Type type)
    {
        Silo = silo;
        ClrType = type;
        Type = NameOf(type, silo.Services);
        Activations = new GrainDirectory(this);
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        Interleaving = InterleaveRule.Of(type);
        IsItsOwnFilter = typeof(IIncomingGrainCallFilter).IsAssignableFrom(type);
        JoinsLifecycle =
            typeof(ILifecycleParticipant<IGrainLifecycle>).IsAssignableFrom(type);
        IsKeptAlive = type.IsDefined(typeof(KeepAliveAttribute), inherit: true);
        var worker = type.GetCustomAttribute<StatelessWorkerAttribute>();
        IsStatelessWorker = worker is not null;
        Workers = worker is null ? null : new WorkerPool(this, worker.MaxLocalWorkers);
        var limit = worker is null
            ? silo.Messaging.MaxEnqueuedRequestsHardLimit
            : silo.Messaging.MaxEnqueuedRequestsHardLimit_StatelessWorker;
        MailboxMax = limit > 0 ? limit : silo.Options.MailboxMax;
        IdleTicksMax = CoarseClock.TicksOf(IdleAge(type, silo.Collection));
        OverridesOnActivate = Overrides(type, nameof(IGrainBase.OnActivateAsync));
        OverridesOnDeactivate = Overrides(type, nameof(IGrainBase.OnDeactivateAsync))
            || typeof(IDisposable).IsAssignableFrom(type)
            || typeof(IAsyncDisposable).IsAssignableFrom(type);
    }

    private GrainClass(Silo silo, GrainType type)
    {
        Silo = silo;
        ClrType = typeof(IGrainObserver);
        Type = type;
        Activations = new GrainDirectory(this);
        IsForObservers = true;
    }

    internal static GrainClass ForObservers(Silo silo) =>
        new(silo, GrainType.Create("sys.observer"));

    internal Silo Silo { get; }

    internal bool IsForObservers { get; }

    internal Type ClrType { get; }

    internal GrainType Type { get; }

    internal GrainDirectory Activations { get; }

    internal WorkerPool? Workers { get; }

    internal bool IsReentrant { get; }

    internal bool IsKeptAlive { get; }

    /// <summary>Its [MayInterleave], if it has one.</summary>
    internal InterleaveRule? Interleaving { get; }

    internal bool IsItsOwnFilter { get; }

    internal bool JoinsLifecycle { get; }

    /// <summary>Whether calls need more than a look at the mailbox.</summary>
    internal bool PassesFilters => IsItsOwnFilter || Silo.HasFilters;

    internal bool IsStatelessWorker { get; }

    internal int MailboxMax { get; }

    internal int IdleTicksMax { get; }

    internal bool OverridesOnActivate { get; }

    internal bool OverridesOnDeactivate { get; }

    /// <summary>The one state of a <see cref="Grain{TGrainState}"/>.</summary>
    internal StateSlot ClassState => _classState ??= new StateSlot(
        "state",
        Silo.StorageFor(
            ClrType.GetCustomAttribute<StorageProviderAttribute>()?.ProviderName, ClrType));

    /// <summary>Builds the constructor call at the first use, when all services are
    /// there.</summary>
    internal object Create(Activation activation) =>
        (_create ??= GrainConstructor.Build(this))(activation);

    internal static GrainType NameOf(Type type, IServiceProvider services)
    {
        if (type.IsConstructedGenericType)
        {
            var open = NameOf(type.GetGenericTypeDefinition(), services).ToString();
            return GrainType.Create(GenericNames.Format(open, type.GetGenericArguments()));
        }
        if (type.GetCustomAttribute<GrainTypeAttribute>() is { } named)
        {
            return named.GetGrainType(services, type);
        }
        const string Suffix = "grain";
        var name = type.Name.ToLowerInvariant();
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        name = tick < 0 ? name : name[..tick];
        return GrainType.Create(
            name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal)
                ? name[..^Suffix.Length]
                : name);
    }

    private static TimeSpan IdleAge(Type type, GrainCollectionOptions options)
    {
        if (options.ClassSpecificCollectionAge.TryGetValue(type.FullName!, out var configured))
        {
            return configured;
        }
        return type.GetCustomAttribute<CollectionAgeLimitAttribute>() switch
        {
            { AlwaysActive: true } => TimeSpan.MaxValue,
            { } limit => limit.AgeLimit,
            null => options.CollectionAge,
        };
    }

    private static bool Overrides(Type type, string method)
    {
        var map = type.GetInterfaceMap(typeof(IGrainBase));
        var at = Array.FindIndex(map.InterfaceMethods, m => m.Name == method);
        var declaring = map.TargetMethods[at].DeclaringType;
        return declaring != typeof(Grain) && declaring != typeof(IGrainBase);
    }
}

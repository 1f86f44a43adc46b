using System.Collections.Concurrent;
using Orleans;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>Makes references for one silo.</summary>
internal sealed class GrainFactory : IClusterClient
{
    private readonly Silo _silo;
    private readonly GrainClasses _classes;
    private readonly ConcurrentDictionary<(Type, GrainClass), GrainBinding> _bindings = new();
    private readonly ConcurrentDictionary<Type, GrainBinding> _unique = new();
    private readonly ObserverTable _observers;

    internal GrainFactory(Silo silo)
    {
        _silo = silo;
        _observers = new ObserverTable(silo);
        _classes = new GrainClasses(silo);
    }

    public IServiceProvider ServiceProvider => _silo.Services;

    internal IReadOnlyList<GrainClass> Classes => _classes.Plain;

    public TGrainInterface GetGrain<TGrainInterface>(
        Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey =>
        Make<TGrainInterface>(GrainKeys.Of(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(
        long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
        Make<TGrainInterface>(GrainKeys.Of(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(
        string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        Make<TGrainInterface>(GrainKeys.Of(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(
        Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidCompoundKey =>
        Make<TGrainInterface>(GrainKeys.Of(primaryKey, keyExtension), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(
        long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerCompoundKey =>
        Make<TGrainInterface>(GrainKeys.Of(primaryKey, keyExtension), grainClassNamePrefix);

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) =>
        Make(grainInterfaceType, GrainKeys.Of(grainPrimaryKey));

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) =>
        Make(grainInterfaceType, GrainKeys.Of(grainPrimaryKey));

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) =>
        Make(grainInterfaceType, GrainKeys.Of(grainPrimaryKey));

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) =>
        Make(grainInterfaceType, GrainKeys.Of(grainPrimaryKey, keyExtension));

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) =>
        Make(grainInterfaceType, GrainKeys.Of(grainPrimaryKey, keyExtension));

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) =>
        Unique(interfaceType).Reference(grainKey);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable =>
        (TGrainInterface)(object)Reference(typeof(TGrainInterface), grainId);

    public IAddressable GetGrain(GrainId grainId) =>
        Untyped(ClassOf(grainId.Type), grainId.Key);

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(
        IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver =>
        (TGrainObserverInterface)(object)_observers.Add(typeof(TGrainObserverInterface), obj);

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => _observers.Remove(obj);

    internal GrainReference Reference(Type interfaceType, GrainId id)
    {
        if (_observers.Find(interfaceType, id) is { } observer)
        {
            return observer;
        }
        return Bind(interfaceType, ClassOf(id.Type)).Reference(id.Key);
    }

    /// <summary>A reference through no particular interface: only its identity is of use.</summary>
    internal static GrainReference Untyped(GrainClass grainClass, IdSpan key) => new(
        new GrainBinding(grainClass, typeof(IAddressable), static _ => null!), key);

    internal GrainClass ClassOf(GrainType type) => _classes.Of(type);

    internal Func<GrainProxyTarget, GrainReference> ProxyOf(Type interfaceType) =>
        _silo.Registry.ProxyOf(interfaceType)
        ?? throw new ArgumentException(
            $"{interfaceType} has no proxy: its assembly was not built with the generator, or "
            + "it is not a grain interface");

    private IGrain Make(Type interfaceType, IdSpan key) =>
        (IGrain)(object)Unique(interfaceType).Reference(key);

    private TGrainInterface Make<TGrainInterface>(IdSpan key, string? prefix)
    {
        if (typeof(TGrainInterface) == typeof(IManagementGrain))
        {
            return (TGrainInterface)(object)new ManagementGrain(_silo);
        }
        var binding = prefix is null
            ? Unique(typeof(TGrainInterface))
            : Bind(typeof(TGrainInterface), _classes.Choose(typeof(TGrainInterface), prefix));
        return (TGrainInterface)(object)binding.Reference(key);
    }

    private GrainBinding Unique(Type interfaceType) =>
        _unique.TryGetValue(interfaceType, out var known)
            ? known
            : _unique.GetOrAdd(
                interfaceType, Bind(interfaceType, _classes.Choose(interfaceType, prefix: null)));

    private GrainBinding Bind(Type interfaceType, GrainClass grainClass) =>
        _bindings.GetOrAdd(
            (interfaceType, grainClass),
            static (key, self) => new GrainBinding(key.Item2, key.Item1, self.ProxyOf(key.Item1)),
            this);
}

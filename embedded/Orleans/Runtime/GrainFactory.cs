using System.Collections.Concurrent;
using System.Collections.Frozen;
using Orleans;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>Makes references for one silo.</summary>
internal sealed class GrainFactory : IClusterClient
{
    private readonly Silo _silo;
    private readonly FrozenDictionary<GrainType, GrainClass> _byType;
    private readonly ConcurrentDictionary<(Type, GrainClass), GrainBinding> _bindings = new();
    private readonly ConcurrentDictionary<Type, GrainBinding> _unique = new();
    private readonly ObserverTable _observers;

    internal GrainFactory(Silo silo)
    {
        _silo = silo;
        _observers = new ObserverTable(silo);
        Classes = [.. silo.Registry.Classes.Select(type => new GrainClass(silo, type))];
        var twins = Classes.GroupBy(each => each.Type).FirstOrDefault(group => group.Count() > 1);
        if (twins is not null)
        {
            throw new OrleansConfigurationException(
                $"{string.Join(" and ", twins.Select(each => each.ClrType.FullName))} are both "
                + $"called \"{twins.Key}\": give one of them a [GrainType]");
        }
        _byType = Classes.ToFrozenDictionary(each => each.Type);
    }

    public IServiceProvider ServiceProvider => _silo.Services;

    internal IReadOnlyList<GrainClass> Classes { get; }

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

    internal GrainClass ClassOf(GrainType type) =>
        _byType.TryGetValue(type, out var found)
            ? found
            : throw new ArgumentException($"there is no grain class called \"{type}\"");

    internal Func<GrainProxyTarget, GrainReference> ProxyOf(Type interfaceType) =>
        _silo.Registry.Proxies.TryGetValue(interfaceType, out var proxy)
            ? proxy
            : throw new ArgumentException(
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
            : Bind(typeof(TGrainInterface), Choose(typeof(TGrainInterface), prefix));
        return (TGrainInterface)(object)binding.Reference(key);
    }

    private GrainBinding Unique(Type interfaceType) =>
        _unique.TryGetValue(interfaceType, out var known)
            ? known
            : _unique.GetOrAdd(
                interfaceType, Bind(interfaceType, Choose(interfaceType, prefix: null)));

    private GrainBinding Bind(Type interfaceType, GrainClass grainClass) =>
        _bindings.GetOrAdd(
            (interfaceType, grainClass),
            static (key, self) => new GrainBinding(key.Item2, key.Item1, self.ProxyOf(key.Item1)),
            this);

    private GrainClass Choose(Type interfaceType, string? prefix)
    {
        var fitting = Classes
            .Where(each => interfaceType.IsAssignableFrom(each.ClrType) && (prefix is null
                || each.ClrType.FullName!.StartsWith(prefix, StringComparison.Ordinal)))
            .ToList();
        return fitting switch
        {
            [var only] => only,
            [] => throw new ArgumentException(
                $"Could not find an implementation for interface {interfaceType}"),
            _ => fitting.Find(each =>
                    each.ClrType.Name == interfaceType.Name.TrimStart('I'))
                ?? throw new ArgumentException(
                    $"{interfaceType} is implemented by "
                    + string.Join(", ", fitting.Select(each => each.ClrType.FullName))
                    + ": name one by grainClassNamePrefix"),
        };
    }
}

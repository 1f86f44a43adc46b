using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>Names the generated class that registers an assembly's grains.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class GrainAssemblyAttribute(Type registration) : Attribute
{
    public Type Registration { get; } = registration;
}

/// <summary>Names an assembly with grains that this one is built with, since an assembly that is
/// not used by name would not be found otherwise.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class GrainReferenceAssemblyAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>What a generated class tells the engine about its assembly.</summary>
public interface IGrainRegistration
{
    void Register(GrainRegistry registry);
}

/// <summary>All grain classes and interfaces of the process's assemblies.</summary>
public sealed class GrainRegistry
{
    private readonly HashSet<Assembly> _seen = [];
    private readonly Dictionary<Type, Func<GrainProxyTarget, GrainReference>> _proxies = [];
    private readonly Dictionary<Type, Type> _openProxies = [];
    private readonly HashSet<Type> _classes = [];

    private readonly ConcurrentDictionary<Type, Func<GrainProxyTarget, GrainReference>?>
        _constructed = new();

    internal IReadOnlyCollection<Type> Classes => _classes;

    public void AddInterface<TInterface>(Func<GrainProxyTarget, GrainReference> proxy) =>
        _proxies[typeof(TInterface)] = proxy;

    public void AddOpenInterface(Type openInterface, Type openProxy) =>
        _openProxies[openInterface] = openProxy;

    public void AddClass(Type grainClass) => _classes.Add(grainClass);

    /// <summary>Reads every assembly that is loaded or that a loaded one was built with.</summary>
    internal static GrainRegistry Discover()
    {
        var registry = new GrainRegistry();
        if (Assembly.GetEntryAssembly() is { } entry)
        {
            registry.Visit(entry);
        }
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            registry.Visit(assembly);
        }
        return registry;
    }

    /// <summary>Null for an interface that was not registered.</summary>
    internal Func<GrainProxyTarget, GrainReference>? ProxyOf(Type interfaceType) =>
        interfaceType.IsConstructedGenericType && !_proxies.ContainsKey(interfaceType)
            ? _constructed.GetOrAdd(interfaceType, Construct)
            : _proxies.GetValueOrDefault(interfaceType);

    private Func<GrainProxyTarget, GrainReference>? Construct(Type interfaceType)
    {
        if (!_openProxies.TryGetValue(interfaceType.GetGenericTypeDefinition(), out var open))
        {
            return null;
        }
        var proxy = open.MakeGenericType(interfaceType.GetGenericArguments());
        var target = Expression.Parameter(typeof(GrainProxyTarget), "target");
        return Expression.Lambda<Func<GrainProxyTarget, GrainReference>>(
            Expression.New(proxy.GetConstructor([typeof(GrainProxyTarget)])!, target), target)
            .Compile();
    }

    private void Visit(Assembly assembly)
    {
        if (assembly.IsDynamic || !_seen.Add(assembly))
        {
            return;
        }
        var engine = typeof(GrainRegistry).Assembly.GetName().Name;
        var references = assembly.GetReferencedAssemblies();
        if (!Array.Exists(references, each => each.Name == engine))
        {
            return;
        }
        if (assembly.GetCustomAttribute<GrainAssemblyAttribute>() is { } hook)
        {
            ((IGrainRegistration)Activator.CreateInstance(hook.Registration)!).Register(this);
        }
        foreach (var part in assembly.GetCustomAttributes<GrainReferenceAssemblyAttribute>())
        {
            Visit(Assembly.Load(new AssemblyName(part.Name)));
        }
    }
}

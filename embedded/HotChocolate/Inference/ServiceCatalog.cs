using System.Linq.Expressions;
using Microsoft.Extensions.DependencyInjection;

namespace HotChocolate.Inference;

/// <summary>What the container knows: tells services from arguments.</summary>
internal sealed class ServiceCatalog(IEnumerable<ServiceDescriptor> descriptors)
{
    private readonly Dictionary<Type, ServiceLifetime> _lifetimes = descriptors
        .Where(descriptor => !descriptor.IsKeyedService)
        .GroupBy(descriptor => descriptor.ServiceType)
        .ToDictionary(group => group.Key, group => group.Last().Lifetime);

    public bool Has(Type type) =>
        type == typeof(IServiceProvider)
        || _lifetimes.ContainsKey(type)
        || (type.IsGenericType && _lifetimes.ContainsKey(type.GetGenericTypeDefinition()));

    public ServiceLifetime? LifetimeOf(Type type)
    {
        if (_lifetimes.TryGetValue(type, out var lifetime)
            || (type.IsGenericType
                && _lifetimes.TryGetValue(type.GetGenericTypeDefinition(), out lifetime)))
        {
            return lifetime;
        }

        return null;
    }
}

/// <summary>The objects whose methods extend types: one of each for a schema.</summary>
internal sealed class ResolverInstances(IServiceProvider services)
{
    private readonly Dictionary<Type, object> _holders = [];

    /// <summary>Code that gets the object, which is made when it is first needed.</summary>
    public Expression Expression(Type type)
    {
        if (!_holders.TryGetValue(type, out var holder))
        {
            holder = Activator.CreateInstance(
                typeof(Lazy<>).MakeGenericType(type), Maker(type))!;
            _holders.Add(type, holder);
        }

        return System.Linq.Expressions.Expression.Property(
            System.Linq.Expressions.Expression.Constant(holder), nameof(Lazy<object>.Value));
    }

    private Delegate Maker(Type type) => System.Linq.Expressions.Expression.Lambda(
        typeof(Func<>).MakeGenericType(type),
        System.Linq.Expressions.Expression.Convert(
            System.Linq.Expressions.Expression.Call(
                typeof(ActivatorUtilities),
                nameof(ActivatorUtilities.GetServiceOrCreateInstance),
                null,
                System.Linq.Expressions.Expression.Constant(services),
                System.Linq.Expressions.Expression.Constant(type)),
            type)).Compile();
}

using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>Compiles the constructor call of a grain class once.</summary>
/// <remarks>What is a singleton is looked up now and becomes a constant of the compiled code, so
/// an activation costs its own objects and no look-up.</remarks>
internal static class GrainConstructor
{
    internal static Func<Activation, object> Build(GrainClass grainClass)
    {
        var constructor = Choose(grainClass.ClrType);
        var activation = Expression.Parameter(typeof(Activation), "activation");
        var arguments = constructor.GetParameters()
            .Select(parameter => Argument(grainClass, parameter, activation));
        return Expression.Lambda<Func<Activation, object>>(
            Expression.New(constructor, arguments), activation).Compile();
    }

    private static ConstructorInfo Choose(Type type)
    {
        var all = type.GetConstructors();
        var marked = Array.Find(
            all, c => c.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)));
        return marked ?? all.MaxBy(c => c.GetParameters().Length)
            ?? throw new OrleansConfigurationException(
                $"{type} has no public constructor: the engine cannot make one");
    }

    private static Expression Argument(
        GrainClass grainClass, ParameterInfo parameter, ParameterExpression activation)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttributes().OfType<IPersistentStateConfiguration>()
            .FirstOrDefault() is { } state)
        {
            return State(grainClass, parameter, state, activation);
        }
        if (type == typeof(IGrainContext))
        {
            return activation;
        }
        var services = Expression.Property(
            activation, nameof(Activation.ActivationServices));
        if (type == typeof(IServiceProvider))
        {
            return services;
        }
        var key = parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key;
        if (grainClass.Silo.Lifetimes.IsSingleton(type, key))
        {
            return Expression.Constant(
                GrainServices.Get(grainClass.Silo.Services, parameter, key), type);
        }
        var scoped = Expression.Call(
            typeof(GrainServices), nameof(GrainServices.Get), typeArguments: null,
            services, Expression.Constant(parameter), Expression.Constant(key, typeof(object)));
        return Expression.Convert(scoped, type);
    }

    private static MethodCallExpression State(
        GrainClass grainClass,
        ParameterInfo parameter,
        IPersistentStateConfiguration named,
        ParameterExpression activation)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new OrleansConfigurationException(
                $"{grainClass.ClrType}: parameter \"{parameter.Name}\" has [PersistentState] and "
                + $"must be an IPersistentState<T>, not {type}");
        }
        var storage = grainClass.Silo.StorageFor(named.StorageName, grainClass.ClrType);
        return Expression.Call(
            activation,
            nameof(Activation.AddState),
            type.GetGenericArguments(),
            Expression.Constant(new StateSlot(named.StateName, storage)));
    }
}

/// <summary>Looks a constructor's argument up.</summary>
internal static class GrainServices
{
    internal static object? Get(IServiceProvider services, ParameterInfo parameter, object? key)
    {
        var type = parameter.ParameterType;
        if (parameter.HasDefaultValue)
        {
            return (key is null
                ? services.GetService(type)
                : ((IKeyedServiceProvider)services).GetKeyedService(type, key))
                ?? parameter.DefaultValue;
        }
        return key is null
            ? services.GetRequiredService(type)
            : services.GetRequiredKeyedService(type, key);
    }
}

/// <summary>Knows which services live as long as the silo.</summary>
internal sealed class ServiceLifetimes(IServiceCollection services)
{
    internal bool IsSingleton(Type type, object? key)
    {
        var open = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        var found = services.LastOrDefault(each => Matches(each, type, key))
            ?? services.LastOrDefault(each => Matches(each, open, key));
        return found?.Lifetime == ServiceLifetime.Singleton;
    }

    private static bool Matches(ServiceDescriptor each, Type type, object? key) =>
        each.ServiceType == type && Equals(each.ServiceKey, key);
}

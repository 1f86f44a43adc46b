using System.Reflection;
using HotChocolate.Types;

namespace HotChocolate.Mutations;

/// <summary>One declared error: its type in the schema, and how it is made of exceptions.</summary>
internal sealed record MutationError(Type Type, IReadOnlyList<Func<Exception, object?>> Factories)
{
    public static MutationError For(Type declared)
    {
        if (typeof(Exception).IsAssignableFrom(declared))
        {
            return new(declared, [fault => declared.IsInstanceOfType(fault) ? fault : null]);
        }

        var factory = declared.GetInterfaces().FirstOrDefault(shape =>
            shape.IsGenericType
            && shape.GetGenericTypeDefinition() == typeof(IPayloadErrorFactory<,>));
        return factory is null
            ? new(declared, [.. ByMethods(declared), .. ByConstructors(declared)])
            : new(factory.GetGenericArguments()[0], [ByFactory(declared, factory)]);
    }

    private static IEnumerable<Func<Exception, object?>> ByMethods(Type declared) =>
        from method in declared.GetMethods(BindingFlags.Public | BindingFlags.Static)
        where method.Name == "CreateErrorFrom" && TakesException(method)
        select Make(method, fault => method.Invoke(null, [fault]));

    private static IEnumerable<Func<Exception, object?>> ByConstructors(Type declared) =>
        from constructor in declared.GetConstructors()
        where TakesException(constructor)
        select Make(constructor, fault => constructor.Invoke([fault]));

    private static Func<Exception, object?> ByFactory(Type declared, Type shape)
    {
        var instance = Activator.CreateInstance(declared);
        var method = shape.GetMethod(
            nameof(IPayloadErrorFactory<object, Exception>.CreateErrorFrom))!;
        return Make(method, fault => method.Invoke(instance, [fault]));
    }

    private static Func<Exception, object?> Make(
        MethodBase method, Func<Exception, object?> make)
    {
        var taken = method.GetParameters()[0].ParameterType;
        return fault => taken.IsInstanceOfType(fault) ? make(fault) : null;
    }

    private static bool TakesException(MethodBase method) =>
        method.GetParameters() is [var only]
        && typeof(Exception).IsAssignableFrom(only.ParameterType);
}

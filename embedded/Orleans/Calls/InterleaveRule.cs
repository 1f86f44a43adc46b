using System.Reflection;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Krewe.Embedded;

/// <summary>A grain class's own decision which calls may start while others wait.</summary>
internal sealed class InterleaveRule
{
    private readonly Func<object, IInvokable, bool> _allows;

    private InterleaveRule(Func<object, IInvokable, bool> allows)
    {
        _allows = allows;
    }

    /// <summary>Null for a class that has none.</summary>
    internal static InterleaveRule? Of(Type type)
    {
        if (type.GetCustomAttribute<MayInterleaveAttribute>() is not { } named)
        {
            return null;
        }
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static
            | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;
        var method = type.GetMethod(named.CallbackMethodName, Any, [typeof(IInvokable)]);
        if (method?.ReturnType != typeof(bool))
        {
            throw new OrleansConfigurationException(
                $"{type} names \"{named.CallbackMethodName}\" in [MayInterleave], and has to have "
                + "a method of that name that takes an IInvokable and returns a bool");
        }
        return new InterleaveRule(method.IsStatic
            ? Static(method.CreateDelegate<Func<IInvokable, bool>>())
            : (grain, request) => (bool)method.Invoke(grain, [request])!);
    }

    /// <summary>Under the activation's lock: the grain's own code runs here, and only decides.
    /// </summary>
    internal bool Allows(object grain, QueuedCall call)
    {
        if (call.IsEngines)
        {
            return false;
        }
        try
        {
            return _allows(grain, new CallDescription(call));
        }
        catch (Exception exception)
        {
            call.Fail(exception is TargetInvocationException { InnerException: { } inner }
                ? inner
                : exception);
            return false;
        }
    }

    private static Func<object, IInvokable, bool> Static(Func<IInvokable, bool> predicate) =>
        (_, request) => predicate(request);
}

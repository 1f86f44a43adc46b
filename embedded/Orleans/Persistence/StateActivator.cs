using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace Krewe.Embedded;

/// <summary>Makes the state of a grain that has none stored yet.</summary>
internal static class StateActivator<T>
{
    private static readonly Func<T> Factory = Build();

    internal static T Create() => Factory();

    private static Func<T> Build()
    {
        var type = typeof(T);
        if (type.IsValueType)
        {
            return static () => default!;
        }
        if (type.IsAbstract || type == typeof(string) || type.IsArray)
        {
            return static () => default!;
        }
        const System.Reflection.BindingFlags Any = System.Reflection.BindingFlags.Instance
            | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic;
        return type.GetConstructor(Any, Type.EmptyTypes) is { } constructor
            ? Expression.Lambda<Func<T>>(Expression.New(constructor)).Compile()
            : static () => (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
    }
}

using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>Copies states, so that what a grain changes and does not write is not what is stored.
/// </summary>
/// <remarks>What cannot change is shared: simple values, [Immutable] types, and types all of whose
/// fields are read-only and of such types.</remarks>
internal static class StateCopy
{
    private static readonly ConcurrentDictionary<Type, bool> Shared = new();
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Copied = new();

    private const int KeptRoomMax = 1_024;

    /// <summary>What was copied so far, so that what is held twice is copied once.</summary>
    [ThreadStatic]
    private static Dictionary<object, object>? _made;

    internal static T Of<T>(T value)
    {
        if (value is null || IsShared(value.GetType()))
        {
            return value;
        }
        var made = _made ??= new(ReferenceEqualityComparer.Instance);
        try
        {
            return (T)Copy(value, made);
        }
        finally
        {
            if (made.Count > KeptRoomMax)
            {
                _made = null;
            }
            made.Clear();
        }
    }

    private static object Copy(object value, Dictionary<object, object> made)
    {
        if (made.TryGetValue(value, out var known))
        {
            return known;
        }
        if (IsShared(value.GetType()))
        {
            return value;
        }
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var copy = Duplicate(value);
        if (!value.GetType().IsValueType)
        {
            made[value] = copy;
        }
        if (copy is Array array)
        {
            CopyItems(array, made);
            return copy;
        }
        foreach (var field in Copied.GetOrAdd(copy.GetType(), FieldsToCopy))
        {
            if (field.GetValue(copy) is { } held)
            {
                field.SetValue(copy, Copy(held, made));
            }
        }
        return copy;
    }

    private static void CopyItems(Array array, Dictionary<object, object> made)
    {
        if (HoldsShared(array.GetType().GetElementType()!))
        {
            return;
        }
        var place = new int[array.Rank];
        for (var i = 0; i < array.Length; i++)
        {
            var rest = i;
            for (var dimension = array.Rank - 1; dimension >= 0; dimension--)
            {
                place[dimension] = (rest % array.GetLength(dimension))
                    + array.GetLowerBound(dimension);
                rest /= array.GetLength(dimension);
            }
            if (array.GetValue(place) is { } item)
            {
                array.SetValue(Copy(item, made), place);
            }
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "MemberwiseClone")]
    private static extern object Duplicate(object value);

    private static FieldInfo[] FieldsToCopy(Type type) =>
        [.. FieldsOf(type).Where(each => !HoldsShared(each.FieldType))];

    private static bool IsShared(Type type) =>
        Shared.GetOrAdd(type, static each => CannotChange(each, []));

    /// <summary>Whether all that a field or an array of a type may hold is shared.</summary>
    private static bool HoldsShared(Type declared) => IsFinal(declared) && IsShared(declared);

    private static bool IsFinal(Type type) => type.IsSealed || type.IsValueType;

    /// <summary>A type that holds itself is what the rest of it is.</summary>
    private static bool CannotChange(Type type, HashSet<Type> asked)
    {
        if (IsSimple(type) || !asked.Add(type))
        {
            return true;
        }
        if (type.IsArray)
        {
            return false;
        }
        if (IsImmutableCollection(type))
        {
            return Array.TrueForAll(
                type.GetGenericArguments(), each => IsFinal(each) && CannotChange(each, asked));
        }
        return FieldsOf(type).All(each =>
            (each.IsInitOnly || type.IsValueType)
            && IsFinal(each.FieldType)
            && CannotChange(each.FieldType, asked));
    }

    private static bool IsSimple(Type type) =>
        type.IsPrimitive || type.IsEnum || type.IsPointer || type == typeof(string)
        || type.IsDefined(typeof(ImmutableAttribute), inherit: false)
        || typeof(Delegate).IsAssignableFrom(type)
        || typeof(MemberInfo).IsAssignableFrom(type)
        || typeof(IAddressable).IsAssignableFrom(type)
        || typeof(IEqualityComparer).IsAssignableFrom(type)
        || typeof(IComparer).IsAssignableFrom(type)
        || Array.Exists(type.GetInterfaces(), IsComparer)
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ReadOnlyMemory<>));

    private static bool IsComparer(Type type) => type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(IEqualityComparer<>)
            || type.GetGenericTypeDefinition() == typeof(IComparer<>));

    private static bool IsImmutableCollection(Type type) => type.IsGenericType
        && type.Namespace is "System.Collections.Immutable" or "System.Collections.Frozen"
        && !type.Name.StartsWith("Builder", StringComparison.Ordinal);

    private static IEnumerable<FieldInfo> FieldsOf(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
                | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }
}

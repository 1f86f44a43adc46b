using System.Collections;
using System.Reflection;

namespace HotChocolate.Inference;

/// <summary>A C# type as a member uses it: with what may be null, at every depth.</summary>
/// <remarks>
/// Value types are what they are; references are read from the nullable annotations. Code
/// without annotations may give null anywhere.
/// </remarks>
internal sealed record ClrUse(Type Type, bool IsNullable, IReadOnlyList<ClrUse> Arguments)
{
    // Not thread-safe, hence one for each reader of a schema.
    private static readonly ThreadLocal<NullabilityInfoContext> Context = new(() => new());

    private static readonly Type[] Awaited = [typeof(Task<>), typeof(ValueTask<>)];

    public static ClrUse Of(Type type) => new(type, IsNullable: false, ArgumentsOf(type));

    public static ClrUse OfOutput(MemberInfo member) => member switch
    {
        PropertyInfo property => From(Context.Value!.Create(property), input: false),
        MethodInfo method => From(Context.Value!.Create(method.ReturnParameter), input: false),
        _ => throw new ArgumentException($"{member} gives no value.", nameof(member)),
    };

    /// <summary>What a property takes; what it gives, where it can only be constructed.</summary>
    public static ClrUse OfInput(PropertyInfo property) =>
        From(Context.Value!.Create(property), input: property.CanWrite);

    public static ClrUse OfInput(ParameterInfo parameter) =>
        From(Context.Value!.Create(parameter), input: true);

    public static bool IsAwaited(Type type) =>
        type == typeof(Task)
        || type == typeof(ValueTask)
        || (type.IsGenericType
            && (Awaited.Contains(type.GetGenericTypeDefinition())
                || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)));

    public bool Is(Type definition) =>
        Type.IsGenericType && Type.GetGenericTypeDefinition() == definition;

    /// <summary>What an awaited type gives in the end; this, when it is not awaited.</summary>
    public ClrUse Unwrapped => Awaited.Any(Is) ? Arguments[0].Unwrapped : this;

    /// <summary>The element of a list; null when this is none.</summary>
    public ClrUse? Item
    {
        get
        {
            if (Type == typeof(string) || Type == typeof(byte[]))
            {
                return null;
            }

            if (Type.IsArray || Is(typeof(IAsyncEnumerable<>)))
            {
                return Arguments[0];
            }

            return typeof(IEnumerable).IsAssignableFrom(Type) && ItemType(Type) is { } item
                ? Arguments.FirstOrDefault(use => use.Type == item && Arguments.Count == 1)
                    ?? OfItem(item)
                : null;
        }
    }

    private static ClrUse OfItem(Type item)
    {
        var inner = Nullable.GetUnderlyingType(item);
        return Of(inner ?? item) with { IsNullable = inner is not null };
    }

    private static Type? ItemType(Type type) =>
        new[] { type }.Concat(type.GetInterfaces())
            .FirstOrDefault(shape => shape.IsGenericType
                && shape.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            ?.GetGenericArguments()[0] is { } item
                ? Nullable.GetUnderlyingType(item) ?? item
                : null;

    private static ClrUse[] ArgumentsOf(Type type) =>
        type.IsArray ? [Of(type.GetElementType()!)] : [.. type.GetGenericArguments().Select(Of)];

    private static ClrUse From(NullabilityInfo info, bool input)
    {
        var inner = Nullable.GetUnderlyingType(info.Type);
        var type = inner ?? info.Type;
        var state = input ? info.WriteState : info.ReadState;
        var isNullable = inner is not null
            || (!type.IsValueType && state is not NullabilityState.NotNull);
        var arguments = info.ElementType is { } element
            ? [From(element, input)]
            : info.GenericTypeArguments.Select(argument => From(argument, input)).ToArray();
        return new(type, isNullable, inner is null ? arguments : ArgumentsOf(type));
    }
}

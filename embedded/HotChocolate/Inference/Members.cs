using System.Reflection;
using HotChocolate.Types;

namespace HotChocolate.Inference;

/// <summary>Which members of a C# type become fields.</summary>
internal static class Members
{
    private static readonly string[] Never =
        ["ToString", "GetHashCode", "Equals", "CompareTo", "<Clone>$", "PrintMembers", "GetType"];

    /// <summary>Properties first, then methods, each in the order of the code.</summary>
    public static IEnumerable<MemberInfo> OutputOf(Type type)
    {
        var methods = Inherited(type, t => t.GetMethods(
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .DistinctBy(method => (method.Name, string.Join(',', method.GetParameters()
                .Select(parameter => parameter.ParameterType.FullName))))
            .ToArray();
        var sources = methods
            .Select(method => method.GetCustomAttribute<SubscribeAttribute>()?.With)
            .Where(name => name is not null)
            .ToHashSet(StringComparer.Ordinal);

        return Properties(type)
            .Cast<MemberInfo>()
            .Concat(methods.Where(method => IsField(method) && !sources.Contains(method.Name)));
    }

    /// <summary>The properties that an input object is made of.</summary>
    public static IEnumerable<PropertyInfo> InputOf(Type type) => Properties(type);

    public static string? DescriptionOf(ICustomAttributeProvider member) =>
        Attribute<GraphQLDescriptionAttribute>(member)?.Description;

    public static string? DeprecationOf(ICustomAttributeProvider member) =>
        Attribute<GraphQLDeprecatedAttribute>(member)?.DeprecationReason
            ?? (Attribute<ObsoleteAttribute>(member) is { } obsolete
                ? obsolete.Message ?? "No longer supported."
                : null);

    public static T? Attribute<T>(ICustomAttributeProvider member)
        where T : Attribute =>
        member.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().FirstOrDefault();

    public static T[] Attributes<T>(ICustomAttributeProvider member)
        where T : Attribute =>
        [.. member.GetCustomAttributes(typeof(T), inherit: true).OfType<T>()];

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        Inherited(type, t => t.GetProperties(
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(IsField)
            .DistinctBy(property => property.Name, StringComparer.Ordinal);

    // The base type's come first, as a reader of the code would list them.
    private static IEnumerable<T> Inherited<T>(Type type, Func<Type, IEnumerable<T>> members)
        where T : MemberInfo
    {
        var chain = new List<Type>();
        for (var at = type; at is not null && at != typeof(object); at = at.BaseType)
        {
            if (at == typeof(Exception))
            {
                // Of what every exception has, only the message is for the client.
                return members(at).Where(member => member.Name == nameof(Exception.Message))
                    .Concat(chain.SelectMany(members));
            }

            chain.Insert(0, at);
        }

        if (type.IsInterface)
        {
            chain.InsertRange(0, type.GetInterfaces());
        }

        return chain.SelectMany(members);
    }

    private static bool IsField(PropertyInfo property) =>
        property.GetMethod is { IsPublic: true }
        && property.GetIndexParameters().Length == 0
        && !IsIgnored(property)
        && IsValue(property, property.PropertyType);

    private static bool IsField(MethodInfo method) =>
        !method.IsSpecialName
        && !method.IsGenericMethod
        && !Never.Contains(method.Name, StringComparer.Ordinal)
        && !IsIgnored(method)
        && method.ReturnType != typeof(void)
        && method.ReturnType != typeof(Task)
        && method.ReturnType != typeof(ValueTask)
        && IsValue(method, ClrUse.Of(method.ReturnType).Unwrapped.Type)
        && !method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef);

    private static bool IsValue(MemberInfo member, Type type) =>
        Attribute<GraphQLTypeAttribute>(member) is not null
        || (type != typeof(object)
            && !typeof(Delegate).IsAssignableFrom(type)
            && !typeof(MemberInfo).IsAssignableFrom(type)
            && !typeof(Assembly).IsAssignableFrom(type)
            && !type.IsByRef
            && !type.IsPointer
            && !type.IsByRefLike);

    private static bool IsIgnored(MemberInfo member) =>
        member.IsDefined(typeof(GraphQLIgnoreAttribute), inherit: true);
}

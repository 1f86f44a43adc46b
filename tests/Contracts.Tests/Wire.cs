using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;

namespace Krewe.Contracts.Tests;

/// <summary>What crosses grain interfaces, found by walking them.</summary>
internal static class Wire
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public
        | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Assembly[] Product =
    [
        typeof(IdentityKey).Assembly, typeof(WorkspaceId).Assembly,
        Assembly.Load("Krewe.Grains"),
    ];

    private static readonly Type[] Wrappers =
    [
        typeof(Task<>), typeof(ValueTask<>), typeof(IAsyncEnumerable<>), typeof(Nullable<>),
        typeof(ImmutableArray<>), typeof(ImmutableDictionary<,>),
        typeof(ImmutableSortedDictionary<,>), typeof(ImmutableHashSet<>),
        typeof(ImmutableSortedSet<>),
    ];

    private static readonly HashSet<Type> Plain =
    [
        typeof(void), typeof(Task), typeof(ValueTask), typeof(CancellationToken), typeof(string),
        typeof(decimal), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeSpan), typeof(Guid),
        typeof(UInt128), typeof(Int128), typeof(Uri), typeof(GrainId),
    ];

    /// <summary>Every grain interface of the product, those for its own use too.</summary>
    public static IReadOnlyList<Type> Interfaces { get; } =
    [
        .. Product.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type))
            .OrderBy(AliasOf, StringComparer.Ordinal),
    ];

    /// <summary>Every type of the product that crosses them, or says that it is kept.</summary>
    public static IReadOnlyList<Type> Types { get; } =
        [.. Walk().OrderBy(AliasOf, StringComparer.Ordinal)];

    public static string? AliasOf(MemberInfo member) =>
        member.GetCustomAttributes<AliasAttribute>(inherit: false).FirstOrDefault()?.Alias;

    public static IEnumerable<MethodInfo> MethodsOf(Type grain) =>
        grain.GetMethods(Own).Where(method => !method.IsStatic);

    /// <summary>What a value is made of, its bases' parts too.</summary>
    public static IEnumerable<WireMember> MembersOf(Type type) =>
        type.IsEnum || !IsOurs(type)
            ? []
            : type.GetFields(Own)
                .Where(field => field.GetCustomAttribute<NonSerializedAttribute>() is null)
                .Select(field => new WireMember(field, PropertyOf(type, field)))
                .Concat(type.BaseType is { } parent ? MembersOf(parent) : []);

    /// <summary>Whether values of a type cannot change: ours are looked into by
    /// themselves.</summary>
    public static bool IsKnownImmutable(Type type) =>
        type.IsPrimitive || Plain.Contains(type) || type.IsGenericParameter || IsOurs(type)
        || (type.IsGenericType
            && Wrappers.Contains(type.GetGenericTypeDefinition())
            && type.GetGenericArguments().All(IsKnownImmutable));

    public static bool IsOurs(Type type) => Product.Contains(type.Assembly);

    /// <summary>The name of a type as C# writes it, without namespaces.</summary>
    public static string NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } bare)
        {
            return $"{NameOf(bare)}?";
        }

        var name = type.Name.Split('`')[0];
        return type.IsGenericType
            ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
            : name;
    }

    private static HashSet<Type> Walk()
    {
        var found = new HashSet<Type>();
        var waiting = new Queue<Type>(Product.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null)
            .Concat(Interfaces.SelectMany(MethodsOf).SelectMany(TypesOf)));
        while (waiting.TryDequeue(out var type))
        {
            foreach (var part in type.GetGenericArguments().Concat(CasesOf(type)))
            {
                waiting.Enqueue(part);
            }

            if (IsOurs(type) && !typeof(IAddressable).IsAssignableFrom(type) && found.Add(type))
            {
                foreach (var member in MembersOf(type))
                {
                    waiting.Enqueue(member.Type);
                }
            }
        }

        return found;
    }

    private static IEnumerable<Type> TypesOf(MethodInfo method) =>
        method.GetParameters().Select(parameter => parameter.ParameterType)
            .Append(method.ReturnType);

    // A value whose type is open may be any of its cases.
    private static IEnumerable<Type> CasesOf(Type type) =>
        IsOurs(type) && type is { IsClass: true, IsSealed: false }
            ? type.Assembly.GetTypes().Where(other => other.BaseType == type)
            : [];

    private static PropertyInfo? PropertyOf(Type type, FieldInfo field) =>
        field.GetCustomAttribute<CompilerGeneratedAttribute>() is not null
            && field.Name.StartsWith('<')
            ? type.GetProperty(field.Name.Split('<', '>')[1], Own)
            : null;
}

/// <summary>A part of a value: a field, and the property that it serves if there is one.</summary>
internal sealed record WireMember(FieldInfo Field, PropertyInfo? Property)
{
    public string Name => Property?.Name ?? Field.Name;

    public Type Type => Field.FieldType;

    public uint? Id => ((MemberInfo?)Property ?? Field)
        .GetCustomAttribute<IdAttribute>(inherit: false)?.Id;

    /// <summary>Nobody can assign it once the value is made.</summary>
    public bool IsFixed => Property is null
        ? Field.IsInitOnly
        : Property.SetMethod is not { } setter
            || setter.ReturnParameter.GetRequiredCustomModifiers()
                .Contains(typeof(IsExternalInit));
}

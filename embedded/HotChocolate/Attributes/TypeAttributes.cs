namespace HotChocolate.Types;

/// <summary>The names of the three root types.</summary>
public static class OperationTypeNames
{
    public const string Query = "Query";
    public const string Mutation = "Mutation";
    public const string Subscription = "Subscription";
}

/// <summary>The members of the class become fields of another object type.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class ExtendObjectTypeAttribute : Attribute
{
    public ExtendObjectTypeAttribute(string? name = null) => Name = name;

    public ExtendObjectTypeAttribute(Type extendsType) => ExtendsType = extendsType;

    public string? Name { get; set; }

    public Type? ExtendsType { get; }

    /// <summary>C# properties of the extended type that are left out.</summary>
    public string[]? IgnoreProperties { get; set; }

    /// <summary>GraphQL fields of the extended type that are left out.</summary>
    public string[]? IgnoreFields { get; set; }
}

[AttributeUsage(AttributeTargets.Class)]
public sealed class ExtendObjectTypeAttribute<T>() : ExtendObjectTypeAttribute(typeof(T));

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class ObjectTypeAttribute(string? name = null) : Attribute
{
    public string? Name { get; set; } = name;
}

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class InterfaceTypeAttribute(string? name = null) : Attribute
{
    public string? Name { get; set; } = name;
}

/// <summary>A class or interface without members; what derives from it are its cases.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class UnionTypeAttribute(string? name = null) : Attribute
{
    public string? Name { get; set; } = name;
}

[AttributeUsage(AttributeTargets.Enum)]
public sealed class EnumTypeAttribute(string? name = null) : Attribute
{
    public string? Name { get; set; } = name;
}

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class InputObjectTypeAttribute(string? name = null) : Attribute
{
    public string? Name { get; set; } = name;
}

/// <summary>Exactly one field of the input is given, and it is not null.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class OneOfAttribute : Attribute;

/// <summary>The value when none is given, as C# writes it.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class DefaultValueAttribute(object? value) : Attribute
{
    public object? Value { get; } = value;
}

/// <summary>The value when none is given, as GraphQL writes it.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class DefaultValueSyntaxAttribute(string? syntax) : Attribute
{
    public string? Syntax { get; } = syntax;
}

/// <summary>The services of the resolver live as long as the request.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UseRequestScopeAttribute : Attribute;

/// <summary>The services of the resolver live as long as the call of it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UseResolverScopeAttribute : Attribute;

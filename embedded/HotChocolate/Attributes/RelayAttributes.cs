namespace HotChocolate.Types.Relay;

/// <summary>The value is an opaque ID that carries the name of its type.</summary>
[AttributeUsage(
    AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Method)]
public class IDAttribute(string? typeName = null) : Attribute
{
    /// <summary>The type whose ID it is: that of the field's own type when null.</summary>
    public string? TypeName { get; } = typeName;
}

/// <summary>An ID of the GraphQL type that <typeparamref name="T"/> is.</summary>
[AttributeUsage(
    AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Method)]
public sealed class IDAttribute<T> : IDAttribute;

/// <summary>The type can be fetched by its ID: it implements Node.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class NodeAttribute : Attribute
{
    /// <summary>The property that is the ID; otherwise "Id".</summary>
    public string? IdField { get; set; }

    public string? NodeResolver { get; set; }

    /// <summary>Where the node resolver is, if not in the type itself.</summary>
    public Type? NodeResolverType { get; set; }
}

/// <summary>The method fetches the node by its ID.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeResolverAttribute : Attribute;

namespace Refit;

/// <summary>The name on the wire, where it differs from the one in the code.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public class AliasAsAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>The parameter is the request's body.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class BodyAttribute : Attribute
{
    public BodyAttribute()
    {
    }

    public BodyAttribute(bool buffered) => Buffered = buffered;

    public BodyAttribute(BodySerializationMethod serializationMethod) =>
        SerializationMethod = serializationMethod;

    public BodyAttribute(BodySerializationMethod serializationMethod, bool buffered)
    {
        SerializationMethod = serializationMethod;
        Buffered = buffered;
    }

    /// <summary>
    /// Whether the body is written to memory first, so that its length is sent and it can be
    /// sent again. Null leaves it to <see cref="RefitSettings.Buffered"/>.
    /// </summary>
    public bool? Buffered { get; }

    public BodySerializationMethod SerializationMethod { get; }
}

/// <summary>The parameter goes to the query: its format, prefix and collection form.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public class QueryAttribute : Attribute
{
    private CollectionFormat? _collectionFormat;

    public QueryAttribute()
    {
    }

    public QueryAttribute(string delimiter) => Delimiter = delimiter;

    public QueryAttribute(string delimiter, string prefix)
        : this(delimiter) => Prefix = prefix;

    public QueryAttribute(string delimiter, string prefix, string format)
        : this(delimiter, prefix) => Format = format;

    public QueryAttribute(CollectionFormat collectionFormat) =>
        CollectionFormat = collectionFormat;

    /// <summary>Stands between the prefix, or the outer name, and the inner name.</summary>
    public string Delimiter { get; } = ".";

    public string? Prefix { get; }

    public string? Format { get; set; }

    /// <summary>A null is sent as an empty value instead of being left out.</summary>
    public bool SerializeNull { get; set; }

    /// <summary>An object is sent by its ToString instead of property by property.</summary>
    public bool TreatAsString { get; set; }

    public CollectionFormat CollectionFormat
    {
        get => _collectionFormat.GetValueOrDefault();
        set => _collectionFormat = value;
    }

    public bool IsCollectionFormatSpecified => _collectionFormat.HasValue;
}

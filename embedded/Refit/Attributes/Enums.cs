namespace Refit;

/// <summary>How a body is written.</summary>
public enum BodySerializationMethod
{
    /// <summary>A string, stream or content as it is; anything else by the serializer.</summary>
    Default,

    /// <summary>The older name of <see cref="Serialized"/>.</summary>
    Json,

    /// <summary>A form: a dictionary, or an object by its properties.</summary>
    UrlEncoded,

    /// <summary>By the content serializer, a string too.</summary>
    Serialized,
}

/// <summary>How a collection stands in a query or a form.</summary>
public enum CollectionFormat
{
    /// <summary>Left to the settings; in the end one value, joined by commas.</summary>
    RefitParameterFormatter,

    /// <summary>One value, joined by commas.</summary>
    Csv,

    /// <summary>One value, joined by spaces.</summary>
    Ssv,

    /// <summary>One value, joined by tabs.</summary>
    Tsv,

    /// <summary>One value, joined by bars.</summary>
    Pipes,

    /// <summary>One pair for each element, all of the same name.</summary>
    Multi,
}

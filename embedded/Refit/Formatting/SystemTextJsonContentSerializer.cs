using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Refit;

/// <summary>JSON by System.Text.Json.</summary>
public sealed class SystemTextJsonContentSerializer(JsonSerializerOptions jsonSerializerOptions)
    : IHttpContentSerializer
{
    public SystemTextJsonContentSerializer()
        : this(GetDefaultJsonSerializerOptions())
    {
    }

    public JsonSerializerOptions SerializerOptions { get; } = jsonSerializerOptions;

    /// <summary>Web defaults, and enums by camelCase name.</summary>
    public static JsonSerializerOptions GetDefaultJsonSerializerOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        return options;
    }

    public HttpContent ToHttpContent<T>(T item) =>
        JsonContent.Create(item, mediaType: null, SerializerOptions);

    public Task<T?> FromHttpContentAsync<T>(
        HttpContent content, CancellationToken cancellationToken = default) =>
        content.ReadFromJsonAsync<T>(SerializerOptions, cancellationToken);

    public string? GetFieldNameForProperty(PropertyInfo propertyInfo)
    {
        ArgumentNullException.ThrowIfNull(propertyInfo);
        return propertyInfo.GetCustomAttribute<JsonPropertyNameAttribute>(inherit: true)?.Name;
    }
}

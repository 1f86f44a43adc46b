using System.Reflection;

namespace Refit;

/// <summary>Turns objects into bodies and bodies into objects.</summary>
public interface IHttpContentSerializer
{
    HttpContent ToHttpContent<T>(T item);

    Task<T?> FromHttpContentAsync<T>(
        HttpContent content, CancellationToken cancellationToken = default);

    /// <summary>The name this serializer gives a property, or null if it has no say.</summary>
    string? GetFieldNameForProperty(PropertyInfo propertyInfo);
}

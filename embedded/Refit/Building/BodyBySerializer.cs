using System.Collections.Concurrent;
using System.Reflection;

namespace Refit;

/// <summary>Hands a body to the serializer as the type that the parameter declares.</summary>
internal static class BodyBySerializer
{
    private static readonly ConcurrentDictionary<Type, Write> Writers = new();

    private delegate HttpContent Write(IHttpContentSerializer serializer, object value);

    public static HttpContent Of(RefitSettings settings, Type declared, object value) =>
        Writers.GetOrAdd(declared, WriterOf)(settings.ContentSerializer, value);

    private static Write WriterOf(Type declared) =>
        typeof(BodyBySerializer)
            .GetMethod(nameof(WriteAs), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(declared)
            .CreateDelegate<Write>();

    private static HttpContent WriteAs<T>(IHttpContentSerializer serializer, object value) =>
        serializer.ToHttpContent((T)value);
}

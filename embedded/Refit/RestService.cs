namespace Refit;

/// <summary>Makes clients of interfaces.</summary>
public static class RestService
{
    /// <exception cref="ArgumentException">The interface cannot be a client: why not.</exception>
    public static T For<T>(HttpClient client, RefitSettings? settings) =>
        (T)RestProxy.Create(typeof(T), client, settings);

    public static T For<T>(HttpClient client) => For<T>(client, settings: null);

    public static object For(
        Type refitInterfaceType, HttpClient client, RefitSettings? settings) =>
        RestProxy.Create(refitInterfaceType, client, settings);

    public static object For(Type refitInterfaceType, HttpClient client) =>
        For(refitInterfaceType, client, settings: null);
}

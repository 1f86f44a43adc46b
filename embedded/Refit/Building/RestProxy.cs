using System.Reflection;

namespace Refit;

/// <summary>Stands behind the interface: every call becomes a request.</summary>
/// <remarks>
/// The runtime derives from this class and lets the derived one see internal interfaces of
/// other assemblies, so neither they nor this class need be public.
/// </remarks>
internal class RestProxy : DispatchProxy
{
    private RestInterface _methods = null!;
    private RestClient _client = null!;

    public static object Create(Type type, HttpClient http, RefitSettings? settings)
    {
        ArgumentNullException.ThrowIfNull(http);
        var methods = RestInterface.Of(type);
        var proxy = Create(type, typeof(RestProxy));
        ((RestProxy)proxy)._methods = methods;
        ((RestProxy)proxy)._client = new(http, settings ?? new RefitSettings());
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.DeclaringType == typeof(IDisposable))
        {
            _client.Close();
            return null;
        }

        var method = _methods[targetMethod];
        return method.Call.Start(_client, method, args ?? []);
    }
}

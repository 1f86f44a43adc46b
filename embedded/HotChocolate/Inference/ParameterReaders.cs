using System.Reflection;
using System.Security.Claims;
using HotChocolate.Resolvers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HotChocolate.Inference;

/// <summary>What a resolver's parameters that are no arguments are read from.</summary>
/// <remarks>Called by compiled code, by name; see <see cref="ResolverCompiler"/>.</remarks>
internal static class ParameterReaders
{
    public static CancellationToken Aborted(ResolverContext context) => context.RequestAborted;

    public static T? Argument<T>(ResolverContext context, int index) =>
        context.Argument<T>(index);

    public static T Parent<T>(ResolverContext context) => context.Parent<T>();

    public static T? EventMessage<T>(ResolverContext context) =>
        context.EventMessage is T message ? message : default;

    public static T? GlobalState<T>(ResolverContext context, string key) =>
        context.ContextData.TryGetValue(key, out var value) && value is T state ? state : default;

    public static T Service<T>(ResolverContext context)
        where T : notnull => context.Services.GetRequiredService<T>();

    public static T? OptionalService<T>(ResolverContext context) =>
        context.Services.GetService<T>();

    public static T KeyedService<T>(ResolverContext context, string key)
        where T : notnull => context.Services.GetRequiredKeyedService<T>(key);

    /// <summary>Loaders are the request's, whatever scope the call has.</summary>
    public static T Loader<T>(ResolverContext context)
        where T : notnull => context.RequestServices.GetRequiredService<T>();

    public static ClaimsPrincipal? User(ResolverContext context) =>
        GlobalState<ClaimsPrincipal>(context, nameof(ClaimsPrincipal));

    public static HttpContext Http(ResolverContext context) =>
        GlobalState<HttpContext>(context, nameof(HttpContext))
            ?? throw new InvalidOperationException("The request did not come over HTTP.");

    public static MethodInfo Method(string name, Type? argument = null)
    {
        var method = typeof(ParameterReaders).GetMethod(name)!;
        return argument is null ? method : method.MakeGenericMethod(argument);
    }
}

using System.Security.Claims;

namespace HotChocolate.Resolvers;

/// <summary>The state of a request, by name.</summary>
public static class ResolverContextStateExtensions
{
    /// <summary>Who asks; null when nobody has said.</summary>
    public static ClaimsPrincipal? GetUser(this IResolverContext context) =>
        context.GetGlobalStateOrDefault<ClaimsPrincipal>(nameof(ClaimsPrincipal));

    public static T? GetGlobalStateOrDefault<T>(this IResolverContext context, string name)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.ContextData.TryGetValue(name, out var value) && value is T state
            ? state
            : default;
    }

    public static void SetGlobalState<T>(this IResolverContext context, string name, T value)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.ContextData[name] = value;
    }
}

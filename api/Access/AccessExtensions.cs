using Krewe.Domain.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Api.Access;

/// <summary>Lets callers in by their permissions.</summary>
public static class AccessExtensions
{
    private const string AnyKey = nameof(AnyKey);
    private const string InBody = nameof(InBody);
    private const string OpenHere = nameof(Permission.Operate) + ".OpenHere";

    /// <summary>Adds keys, permissions as policies of the same names, and the audit log.</summary>
    /// <remarks>A door that says nothing is an operator's.</remarks>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>();
        services.AddSingleton<ApiKeyDirectory>();
        services.AddSingleton<KeyHolders>();
        services.AddSingleton<ApiKeyDesk>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessRefusals>();
        services.AddAuthentication(ApiKeyHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(
                ApiKeyHandler.SchemeName, configureOptions: null);
        services.AddAuthorization(options =>
        {
            foreach (var permission in Enum.GetValues<Permission>())
            {
                options.AddPolicy(
                    permission.ToString(), Require(new PermissionRequirement(permission)));
            }

            var operate = new PermissionRequirement(Permission.Operate);
            options.AddPolicy(OpenHere, Require(operate with { IsOpenHere = true }));
            options.AddPolicy(AnyKey, policy => policy.AddRequirements(new KeyRequirement()));
            options.AddPolicy(InBody, Require(new KeyInBodyRequirement()));
            options.FallbackPolicy = Require(operate);
        });
        return services;
    }

    /// <summary>Lets nobody through a door but callers who have a permission.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder door, Permission permission)
        where TBuilder : IEndpointConventionBuilder =>
        door.RequireAuthorization(permission.ToString());

    /// <summary>Lets operators through a door, and callers on this machine without a
    /// key.</summary>
    public static TBuilder RequiresOperatorFromElsewhere<TBuilder>(this TBuilder door)
        where TBuilder : IEndpointConventionBuilder => door.RequireAuthorization(OpenHere);

    /// <summary>Lets every caller with a key through a door, whose fields ask for what they
    /// need.</summary>
    public static TBuilder RequiresKey<TBuilder>(this TBuilder door)
        where TBuilder : IEndpointConventionBuilder => door.RequireAuthorization(AnyKey);

    /// <summary>Lets callers through a door who may send data in, and those who show no key: the
    /// door looks for it in the body.</summary>
    internal static TBuilder RequiresKeyHereOrInBody<TBuilder>(this TBuilder door)
        where TBuilder : IEndpointConventionBuilder => door.RequireAuthorization(InBody);

    private static AuthorizationPolicy Require(IAuthorizationRequirement requirement) =>
        new AuthorizationPolicyBuilder().AddRequirements(requirement).Build();
}

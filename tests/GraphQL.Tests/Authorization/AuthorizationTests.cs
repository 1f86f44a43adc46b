using System.Security.Claims;
using HotChocolate.Authorization;
using Krewe.GraphQL.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.GraphQL.Tests.Authorization;

public sealed class AuthorizationTests
{
    [Theory]
    [InlineData("{ roles }", null, "AUTH_NOT_AUTHENTICATED")]
    [InlineData("{ roles }", "reader", "AUTH_NOT_AUTHORIZED")]
    [InlineData("{ both }", "steward", "AUTH_NOT_AUTHORIZED")]
    [InlineData("{ policy }", "reader", "AUTH_NOT_AUTHORIZED")]
    [InlineData("{ unknown }", "steward", "AUTH_POLICY_NOT_FOUND")]
    [InlineData("{ guarded { name } }", null, "AUTH_NOT_AUTHENTICATED")]
    [InlineData("{ maybe { ... on Guarded { name } } }", null, "AUTH_NOT_AUTHENTICATED")]
    [InlineData("{ any }", null, "AUTH_NOT_AUTHENTICATED")]
    public async Task Field_is_refused_and_null(string document, string? role, string code)
    {
        await using var services = Schema();

        var answer = await AskAsync(services, document, role);

        Assert.Contains($"\"code\":\"{code}\"", answer, StringComparison.Ordinal);
        Assert.Contains(":null}}", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ roles }", "steward")]
    [InlineData("{ roles }", "operator")]
    [InlineData("{ policy }", "steward")]
    [InlineData("{ any }", "reader")]
    [InlineData("{ guarded { name } }", "reader")]
    [InlineData("{ open { name } }", null)]
    public async Task Field_is_granted(string document, string? role)
    {
        await using var services = Schema();

        Assert.DoesNotContain(
            "errors", await AskAsync(services, document, role), StringComparison.Ordinal);
    }

    private static Task<string> AskAsync(
        IServiceProvider services, string document, string? role) =>
        services.AskAsync(request =>
        {
            request.SetDocument(document);
            if (role is not null)
            {
                request.SetUser(new(new ClaimsIdentity([new(ClaimTypes.Role, role)], "test")));
            }
        });

    private static ServiceProvider Schema() => TestSchema.Of<Query>(
        builder => builder.AddAuthorization().AddObjectType<Guarded>(),
        collection => collection.AddAuthorization(options =>
            options.AddPolicy("steward", policy => policy.RequireRole("steward"))));

    public sealed class Query
    {
        [Authorize(Roles = ["steward", "operator"])]
        public int? Roles => 1;

        [Authorize(Roles = ["steward"])]
        [Authorize(Roles = ["operator"])]
        public int? Both => 1;

        [Authorize(Policy = "steward")]
        public int? Policy => 1;

        [Authorize(Policy = "unknown")]
        public int? Unknown => 1;

        [Authorize]
        public int? Any => 1;

        public Guarded? Guarded => new("x");

        public IMaybe? Maybe => new Guarded("x");

        [AllowAnonymous]
        public Guarded? GetOpen() => new("x");
    }

    [Authorize]
    public sealed record Guarded(string Name) : IMaybe;

    [HotChocolate.Types.UnionType("Maybe")]
    public interface IMaybe;
}

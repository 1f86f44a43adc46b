using Krewe.Api.Access;
using Krewe.Domain.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Api.Tests.Access;

/// <summary>
/// Goal: no door is ever open to somebody by oversight.
/// Method: list the doors of the running application and who is let through each, and compare with
/// the table here. Who adds a door adds a line.
/// </summary>
public sealed class DoorTests
{
    private const string Everybody = "anybody";

    // Who shows no key gets as far as the body, which may hold one.
    private const string Tracking =
        "/v1/{call:regex(^(identify|track|page|screen|group|alias|batch|import|i|t|p|s|g|a|b)$)}";

    private static readonly SortedDictionary<string, string> Table = new(StringComparer.Ordinal)
    {
        ["DELETE /v1/keys/{id:int}"] = "operator",
        ["ANY /graphql/{**slug}"] = "reader marketer steward ingest operator",
        ["GET /demoptout"] = "ingest operator",
        ["GET /demoptout.jpg"] = "ingest operator",
        ["GET /event"] = "ingest operator",
        ["GET /ibs:{pair}"] = "ingest operator",
        ["GET /health/live"] = Everybody,
        ["GET /health/ready"] = Everybody,
        ["GET /v1/audit"] = "steward operator",
        ["GET /v1/backfill"] = "reader marketer steward operator",
        ["GET /v1/data-sources"] = "reader marketer steward operator",
        ["GET /v1/data-sources/{id:int}"] = "reader marketer steward operator",
        ["GET /v1/destinations"] = "reader marketer steward operator",
        ["GET /v1/events"] = "reader marketer steward ingest operator",
        ["GET /v1/jobs"] = "reader marketer steward ingest operator",
        ["GET /v1/jobs/{id:int}"] = "reader marketer steward ingest operator",
        ["GET /v1/keys"] = "operator",
        ["GET /v1/profiles/{source:int}/{**value}"] = "reader marketer steward operator",
        ["GET /v1/reports/onboarding"] = "reader marketer steward ingest operator",
        ["GET /v1/retention"] = "reader marketer steward operator",
        ["GET /v1/samples/id-sync/{source:int}"] = "reader marketer steward operator",
        ["GET /v1/samples/traits/{source:int}"] = "reader marketer steward operator",
        ["GET /v1/segments"] = "reader marketer steward operator",
        ["GET /v1/workspace"] = "marketer steward operator",
        ["OPTIONS /event"] = Everybody,
        [$"OPTIONS {Tracking}"] = Everybody,
        ["POST /event"] = "ingest operator",
        [$"POST {Tracking}"] = "ingest operator",
        ["POST /v1/backups"] = "operator",
        ["POST /v1/destinations/{id:int}/resume"] = "marketer steward operator",
        ["POST /v1/keys"] = "operator",
        ["POST /v1/segments/estimate"] = "reader marketer steward operator",
        ["POST /v1/workspace/plan"] = "marketer steward operator",
        ["PUT /v1/inbound/{fileName}"] = "ingest operator",
        ["PUT /v1/workspace"] = "marketer steward operator",
    };

    [Fact]
    public async Task Door_says_who_is_let_through()
    {
        await using var host = await ApiHost.StartAsync();
        var silent = host.Doors.Where(door =>
            door.Metadata.GetMetadata<IAuthorizeData>() is null
            && door.Metadata.GetMetadata<IAllowAnonymous>() is null);

        Assert.Empty(silent.Select(NameOf));
    }

    [Fact]
    public async Task Doors_let_through_whom_the_table_says()
    {
        await using var host = await ApiHost.StartAsync();
        var actual = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var door in host.Doors)
        {
            actual.Add(NameOf(door), await LetThroughAsync(host.Services, door));
        }

        Assert.Equal(
            string.Join('\n', Table.Select(pair => $"{pair.Key}: {pair.Value}")),
            string.Join('\n', actual.Select(pair => $"{pair.Key}: {pair.Value}")));
    }

    [Fact]
    public async Task Door_that_changes_something_is_audited_or_says_why_not()
    {
        await using var host = await ApiHost.StartAsync();
        var silent = host.Doors.Where(door =>
            !MethodOf(door).Equals("GET", StringComparison.Ordinal)
            && door.Metadata.GetMetadata<AuditMetadata>() is null);

        Assert.Empty(silent.Select(NameOf));
        Assert.Equal(
            [
                "ANY /graphql/{**slug}", "OPTIONS /event", $"OPTIONS {Tracking}", "POST /event",
                "POST /v1/segments/estimate", "POST /v1/workspace/plan", $"POST {Tracking}",
            ],
            host.Doors
                .Where(door => door.Metadata.GetMetadata<AuditMetadata>() is { Action: null })
                .Select(NameOf)
                .Order(StringComparer.Ordinal)
                .ToArray());
    }

    [Fact]
    public async Task Door_that_says_nothing_is_an_operators()
    {
        await using var host = await ApiHost.StartAsync();
        var steward = host.MakeKey(Role.Steward);
        var operators = host.MakeKey(Role.Operator);

        Assert.Equal(401, (await host.CallAsync("GET", "/forgotten")).Status);
        Assert.Equal(403, (await host.CallAsync("GET", "/forgotten", steward)).Status);
        Assert.Equal(200, (await host.CallAsync("GET", "/forgotten", operators)).Status);
    }

    [Theory]
    [InlineData("GET", "/health/live", 200)]
    [InlineData("GET", "/health/ready", 200)]
    [InlineData("GET", "/v1/segments", 401)]
    [InlineData("GET", "/v1/nothing", 401)]
    [InlineData("PUT", "/v1/workspace", 401)]
    [InlineData("DELETE", "/v1/keys/1", 401)]
    [InlineData("GET", "/event", 401)]
    [InlineData("POST", "/event", 401)]
    [InlineData("GET", "/demoptout.jpg", 401)]
    [InlineData("GET", "/v1/events", 401)]
    public async Task Unknown_callers_get_no_further_than_this(
        string method, string path, int status)
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(status, (await host.CallAsync(method, path)).Status);
    }

    private static async Task<string> LetThroughAsync(
        IServiceProvider services, RouteEndpoint door)
    {
        if (door.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return Everybody;
        }

        var policy = await AuthorizationPolicy.CombineAsync(
            services.GetRequiredService<IAuthorizationPolicyProvider>(),
            door.Metadata.GetOrderedMetadata<IAuthorizeData>());
        var authorization = services.GetRequiredService<IAuthorizationService>();
        var let = new List<string>();
        foreach (var role in Enum.GetValues<Role>())
        {
            var user = new System.Security.Claims.ClaimsPrincipal(
                new CallerIdentity(new AuditActor(new ApiKeyId(1), "Test"), role));
            var result = await authorization.AuthorizeAsync(
                user, new DefaultHttpContext { User = user }, policy!);
            if (result.Succeeded)
            {
                let.Add(RolePermissions.NameOf(role));
            }
        }

        return string.Join(' ', let);
    }

    private static string NameOf(RouteEndpoint door) =>
        $"{MethodOf(door)} {door.RoutePattern.RawText}";

    private static string MethodOf(RouteEndpoint door) => string.Join(
        ',', door.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"]);
}

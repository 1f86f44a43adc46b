using Krewe.Api.Access;
using Krewe.Domain.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api.Backups;

/// <summary>An operator's door to a copy of everything that is kept.</summary>
/// <remarks>The directory comes as JSON, which a foreign page in a browser cannot send here.
/// </remarks>
internal static class BackupEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/backups", TakeAsync)
            .Requires(Permission.Operate)
            .Audits(AuditActions.BackupTake, "backup", (_, _) => null);

    private static async Task<Results<Ok<BackupAnswer>, ProblemHttpResult>> TakeAsync(
        BackupRequest request, IBackups backups, CancellationToken cancellationToken)
    {
        if (request.To is not { } directory || !Path.IsPathFullyQualified(directory))
        {
            return TypedResults.Problem(
                "\"to\" is the full path of a directory on the silo's machine.",
                statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            return TypedResults.Ok(await backups.TakeAsync(directory, cancellationToken));
        }
        catch (BackupFailedException fault)
        {
            return TypedResults.Problem(
                fault.Message, statusCode: StatusCodes.Status409Conflict);
        }
    }
}

using System.Collections.Immutable;
using System.Security.Claims;
using Krewe.Api.Access;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Krewe.Domain.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api.Onboarding;

/// <summary>What came of the files, day by day and by data source.</summary>
internal static class ReportEndpoints
{
    private const int DaysDefault = 7;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/reports/onboarding", TakeAsync)
            .Requires(Permission.ReadJobs);

    private static async Task<Results<Ok<OnboardingReportAnswer>, ProblemHttpResult>> TakeAsync(
        IOnboardingReports reports,
        IGrainFactory grains,
        TimeProvider time,
        ClaimsPrincipal user,
        CancellationToken cancellationToken,
        int? source = null,
        DateOnly? from = null,
        DateOnly? to = null)
    {
        var last = to ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var first = from ?? last.AddDays(1 - DaysDefault);
        if (first > last || last.DayNumber - first.DayNumber >= IOnboardingReports.DaysMax)
        {
            return TypedResults.Problem(
                $"A report is on 1 to {IOnboardingReports.DaysMax} days, \"from\" one \"to\" a "
                + "later one.",
                statusCode: StatusCodes.Status400BadRequest);
        }

        var report = await reports.TakeAsync(
            WorkspaceId.Main,
            first,
            last,
            source is { } number ? new DataSourceId(number) : null,
            cancellationToken);
        var mail = await grains.GetGrain<IReportMailGrain>(WorkspaceId.Main.Name)
            .GetAsync(cancellationToken);
        return TypedResults.Ok(new OnboardingReportAnswer(
            first, last, [.. report.Days.Select(day => For(day, user))], mail));
    }

    private static OnboardingDay For(OnboardingDay day, ClaimsPrincipal user) => day with
    {
        Files = [.. day.Files.Select(file => file with { Samples = file.Samples.For(user) })],
    };
}

/// <summary>What came of the files of some days, and how far the mailing of reports is.</summary>
public sealed record OnboardingReportAnswer(
    DateOnly From, DateOnly To, ImmutableArray<OnboardingDay> Days, ReportMailStatus Mail);

using HotChocolate;
using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Api.Identity;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Krewe.Domain.Identity;

namespace Krewe.Api.Onboarding;

/// <summary>What came of the files, day by day.</summary>
[ExtendObjectType(OperationTypeNames.Query)]
public sealed class ReportQueries
{
    private const int DaysDefault = 7;

    /// <summary>The files of some days, added up by data source.</summary>
    [Authorize(Policy = nameof(Permission.ReadJobs))]
    [GraphQLDescription(
        "The files received on some UTC days, both inclusive, added up by data source; the last "
        + "seven days where none are given, 92 at most.")]
    public async Task<IReadOnlyList<OnboardingDayView>> GetOnboardingReportAsync(
        DateOnly? from,
        DateOnly? to,
        [ID<DataSourceView>] string? dataSourceId,
        IOnboardingReports reports,
        TimeProvider time,
        DefinitionsReader reader,
        CancellationToken cancellationToken)
    {
        var last = to ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var first = from ?? last.AddDays(1 - DaysDefault);
        if (first > last || last.DayNumber - first.DayNumber >= IOnboardingReports.DaysMax)
        {
            throw GraphErrors.Of(
                "INVALID_DAYS",
                $"A report is on 1 to {IOnboardingReports.DaysMax} days, `from` one `to` a later "
                + "one.");
        }

        var source = dataSourceId is null ? null : GraphKeys.Number(dataSourceId);
        var report = await reports.TakeAsync(
            WorkspaceId.Main,
            first,
            last,
            source is { } number ? new DataSourceId(number) : null,
            cancellationToken);
        var definitions = await reader.GetAsync(cancellationToken);
        return [.. report.Days.Select(day => new OnboardingDayView(day, definitions))];
    }
}

/// <summary>What came of the files of one data source on one day, as the graph shows it.</summary>
[GraphQLName("OnboardingDay")]
public sealed class OnboardingDayView(OnboardingDay day, Definitions definitions)
{
    /// <summary>The UTC day.</summary>
    public DateOnly Day => day.Day;

    /// <summary>Whose files; null of those whose name does not say.</summary>
    public DataSourceView? DataSource => day.DataSource is { } number
        ? definitions.DataSource(new DataSourceId(number))
        : null;

    /// <summary>Files received.</summary>
    public int FilesReceived => day.FilesReceived;

    /// <summary>Those whose lines are in.</summary>
    public int FilesDone => day.FilesDone;

    /// <summary>Those that were refused or broke off.</summary>
    public int FilesFailed => day.FilesFailed;

    /// <summary>Those that somebody stopped.</summary>
    public int FilesCanceled => day.FilesCanceled;

    /// <summary>Those that are not over.</summary>
    public int FilesWaiting => day.FilesWaiting;

    /// <summary>Lines that were read as records.</summary>
    public long Received => day.Totals.Received;

    /// <summary>Records that had an effect.</summary>
    public long Stored => day.Totals.Stored;

    /// <summary>What became of the lines.</summary>
    public IReadOnlyList<JobCounterView> Counters => JobCounterView.Of(day.Totals);

    /// <summary>The jobs of the files.</summary>
    [ID<JobView>]
    public IReadOnlyList<string> JobIds =>
        [.. day.Files.Select(file => GraphKeys.Of(file.Job))];
}

using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;
using Krewe.Grains.Catalogs;

namespace Krewe.Grains.Onboarding;

/// <summary>Makes reports of the jobs themselves, so that a report never differs from the
/// receipts.</summary>
internal sealed class OnboardingReports(IClusterClient client, ICatalogs catalogs)
    : IOnboardingReports
{
    private const int PageJobs = 100;

    // More than anybody reads; the totals have them all.
    private const int FilesListedMax = 1_000;

    public async Task<OnboardingReport> TakeAsync(
        WorkspaceId workspace,
        DateOnly first,
        DateOnly last,
        DataSourceId? source,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            last, first.AddDays(IOnboardingReports.DaysMax - 1));
        var catalog = await catalogs.GetAsync(workspace, versionMin: 0, cancellationToken);
        var days = new SortedDictionary<(DateOnly Day, int Source), List<ImportJob>>();
        var inbound = client.GetGrain<IInboundGrain>(workspace.Name);
        int? before = null;
        while (true)
        {
            var page = await inbound.ListAsync(before, PageJobs, cancellationToken);
            foreach (var job in page.Where(job => DayOf(job) >= first && DayOf(job) <= last))
            {
                Add(days, job, source);
            }

            // Jobs are numbered as they are received.
            if (page.IsEmpty || page.All(job => DayOf(job) < first))
            {
                return new OnboardingReport(
                    first, last, [.. days.Select(pair => Day(pair.Key, pair.Value, catalog))]);
            }

            before = page[^1].Id;
        }
    }

    private static DateOnly DayOf(ImportJob job) =>
        DateOnly.FromDateTime(job.Received.UtcDateTime);

    private static void Add(
        SortedDictionary<(DateOnly Day, int Source), List<ImportJob>> days,
        ImportJob job,
        DataSourceId? wanted)
    {
        var subject = InboundFileName.Parse(job.File).Value?.Subject;
        if (wanted is not null && subject != wanted)
        {
            return;
        }

        var key = (DayOf(job), subject?.Value ?? -1);
        if (!days.TryGetValue(key, out var jobs))
        {
            days.Add(key, jobs = []);
        }

        jobs.Add(job);
    }

    private static OnboardingDay Day(
        (DateOnly Day, int Source) key, List<ImportJob> jobs, Catalog catalog)
    {
        jobs.Reverse();
        var isKnown = key.Source >= 0;
        return new OnboardingDay
        {
            Day = key.Day,
            DataSource = isKnown ? key.Source : null,
            Name = isKnown ? catalog.FindDataSource(new DataSourceId(key.Source))?.Name : null,
            FilesReceived = jobs.Count,
            FilesDone = jobs.Count(job => job.Status is ImportStatus.Done),
            FilesFailed = jobs.Count(job => job.Status is ImportStatus.Failed),
            FilesCanceled = jobs.Count(job => job.Status is ImportStatus.Canceled),
            FilesWaiting = jobs.Count(job => !job.Status.IsOver()),
            Totals = jobs.Aggregate(
                default(ImportCounters),
                (sum, job) => sum.Add(job.Receipt?.Counters ?? default)),
            Files = [.. jobs.Take(FilesListedMax).Select(File)],
        };
    }

    private static OnboardingFile File(ImportJob job) => new(
        job.Id,
        PersonalData.Excerpt(job.File),
        job.Status,
        job.Receipt?.ErrorSampling ?? false,
        job.Receipt?.Counters ?? default,
        job.Receipt?.Error,
        job.Receipt?.Samples ?? []);
}

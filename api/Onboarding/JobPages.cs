using HotChocolate.Types.Pagination;
using Krewe.Api.Graph;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;

namespace Krewe.Api.Onboarding;

/// <summary>Pages of jobs, newest first; jobs are numbered without gaps.</summary>
internal sealed class JobPages(
    IGrainFactory grains, IReadOnlyList<JobKind>? kinds, IReadOnlyList<JobStatus>? statuses)
{
    private const int WindowMax = 100;

    public async Task<Connection<JobView>> CutAsync(
        PageRequest page, CancellationToken cancellationToken) => page.IsFromEnd
        ? Page(await OlderEndAsync(page, cancellationToken), page)
        : Page(await NewerEndAsync(page, cancellationToken), page);

    // One more than the page holds tells whether there is another.
    private static Connection<JobView> Page(List<JobView> jobs, PageRequest page)
    {
        var hasMore = jobs.Count > page.Count;
        if (hasMore)
        {
            jobs.RemoveAt(page.IsFromEnd ? 0 : jobs.Count - 1);
        }

        return Pages.Of(
            [.. jobs.Select(job => new Edge<JobView>(job, job.Id))],
            hasNext: page.IsFromEnd ? page.BeforeKey is not null : hasMore,
            hasPrevious: page.IsFromEnd ? hasMore : page.AfterKey is not null);
    }

    private async Task<List<JobView>> NewerEndAsync(
        PageRequest page, CancellationToken cancellationToken)
    {
        var found = new List<JobView>();
        var below = (int?)page.AfterKey;
        while (found.Count <= page.Count)
        {
            var window = await Inbound.ListAsync(below, WindowMax, cancellationToken);
            found.AddRange(Wanted(window.Where(job => !(job.Id <= page.BeforeKey))));
            if (window.Length < WindowMax || window[^1].Id <= page.BeforeKey)
            {
                break;
            }

            below = window[^1].Id;
        }

        return found.Count > page.Count ? found[..(page.Count + 1)] : found;
    }

    // Upwards from the oldest one that is asked for: newest first within the answer all the same.
    private async Task<List<JobView>> OlderEndAsync(
        PageRequest page, CancellationToken cancellationToken)
    {
        var found = new List<JobView>();
        var above = (int)(page.BeforeKey ?? 0);
        while (found.Count <= page.Count && !(above + 1 >= page.AfterKey))
        {
            var end = above + WindowMax + 1;
            var window = await Inbound.ListAsync(end, WindowMax, cancellationToken);
            var fresh = window
                .Where(job => job.Id > above && !(job.Id >= page.AfterKey))
                .Reverse()
                .ToArray();
            found.AddRange(Wanted(fresh));
            if (fresh.Length < WindowMax)
            {
                break;
            }

            above += WindowMax;
        }

        var nearest = found.Count > page.Count ? found[..(page.Count + 1)] : found;
        nearest.Reverse();
        return nearest;
    }

    private IInboundGrain Inbound => grains.GetGrain<IInboundGrain>(WorkspaceId.Main.Name);

    private IEnumerable<JobView> Wanted(IEnumerable<ImportJob> jobs) => jobs
        .Where(job => kinds?.Contains(JobView.KindOf(job)) ?? true)
        .Where(job => statuses?.Contains(JobView.StatusOf(job)) ?? true)
        .Select(job => new JobView(job));
}

using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Profiles;

namespace Krewe.Grains.Retention;

/// <summary>When each upload was read, by the jobs of a workspace.</summary>
/// <param name="takenAt">Before the jobs were looked at, in Unix seconds.</param>
/// <param name="known">By upload, in Unix seconds.</param>
internal sealed class UploadTimes(long takenAt, Dictionary<ulong, long> known)
{
    private const int PageJobs = 100;
    private const long Second = 1_000_000;

    /// <summary>Looks at the jobs of uploads that were received since an instant.</summary>
    public static async Task<UploadTimes> TakeAsync(
        IGrainFactory grains,
        WorkspaceId workspace,
        DateTimeOffset since,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var takenAt = time.GetUtcNow().ToUnixTimeSeconds();
        var known = new Dictionary<ulong, long>();
        var inbound = grains.GetGrain<IInboundGrain>(workspace.Name);
        int? before = null;
        while (true)
        {
            var page = await inbound.ListAsync(before, PageJobs, cancellationToken);
            foreach (var job in page)
            {
                var at = (job.Started ?? job.Received).ToUnixTimeSeconds();
                known[job.Upload] = Math.Max(known.GetValueOrDefault(job.Upload), at);
            }

            if (page.IsEmpty || page.All(job => (job.Started ?? job.Received) < since))
            {
                return new UploadTimes(takenAt, known);
            }

            before = page[^1].Id;
        }
    }

    /// <summary>When an upload that a profile names was read.</summary>
    /// <remarks>One that is not known is older than was looked for, or came meanwhile; in that case
    /// the profile has changed since, and is left for the next walk.</remarks>
    public Func<ulong, long> For(Profile profile) => upload =>
        known.TryGetValue(upload, out var at) ? at
        : profile.Version / Second >= takenAt ? takenAt
        : 0;
}

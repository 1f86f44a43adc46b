using Krewe.Contracts.Workspaces;

namespace Krewe.Contracts.Onboarding;

/// <summary>Tells how far an import is, as it goes.</summary>
public interface IJobFeed
{
    /// <summary>The job as it is now, then as it changes, until it is over.</summary>
    /// <param name="workspace">Whose job.</param>
    /// <param name="job">Its number.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    /// <remarks>
    /// <para>Shape: every status that the job comes to, progress ten times a second at most, and
    /// the last state always; a reader that is slower hears the latest progress when it reads. A
    /// job that is over is told once; one that does not exist, not at all.</para>
    /// <para>Errors: <see cref="Profiles.FeedInterruptedException"/> if a change may have been
    /// missed because a silo was lost.</para>
    /// </remarks>
    IAsyncEnumerable<ImportJob> WatchAsync(
        WorkspaceId workspace, int job, CancellationToken cancellationToken);
}

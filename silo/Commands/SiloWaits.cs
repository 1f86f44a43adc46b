using Krewe.Contracts.Onboarding;

namespace Krewe.Silo.Commands;

/// <summary>Waits for what a silo does in its own time.</summary>
internal static class SiloWaits
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Sends a file in and waits until its job is over.</summary>
    public static async Task<ImportJob> ImportAsync(
        this SiloClient silo,
        string name,
        Stream content,
        Action<ImportJob> onProgress,
        CancellationToken cancellationToken)
    {
        var job = await silo.SendFileAsync(name, content, cancellationToken);
        while (!job.Status.IsOver())
        {
            onProgress(job);
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
            job = await silo.GetJobAsync(job.Id, cancellationToken);
        }

        onProgress(job);
        return job;
    }

    /// <summary>Looks until something is so, or the time is over.</summary>
    /// <returns>Whether it came to be so.</returns>
    public static async Task<bool> UntilAsync(
        Func<Task<bool>> isSo, TimeSpan timeMax, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var began = time.GetTimestamp();
        while (!await isSo())
        {
            if (time.GetElapsedTime(began) > timeMax)
            {
                return false;
            }

            await Task.Delay(Look, time, cancellationToken);
        }

        return true;
    }
}

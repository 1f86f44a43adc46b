using Krewe.Contracts.Events;
using Krewe.Contracts.Workspaces;
using Orleans;

namespace Krewe.Benchmarks;

/// <summary>Looks at the journal of live events.</summary>
internal sealed class JournalProbe(IGrainFactory grains)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until everything that was taken in has been applied.</summary>
    /// <returns>How many pages there have been.</returns>
    public async Task<long> DrainedAsync()
    {
        while (true)
        {
            var parts = await Task.WhenAll(Enumerable.Range(0, IntakeParts.Count).Select(part =>
                grains.GetGrain<IIntakeGrain>(WorkspaceId.Main.IntakeKey(part))
                    .GetStatusAsync(CancellationToken.None).AsTask()));
            if (parts.Sum(part => part.Waiting) == 0)
            {
                return parts.Sum(part => part.Page);
            }

            await Task.Delay(Rest, TimeProvider.System);
        }
    }
}

using Krewe.Contracts.Workspaces;

namespace Krewe.Api.Graph;

/// <summary>The definitions in force, indexed once for each version.</summary>
/// <remarks>Every call asks the workspace's grain whether there are newer ones, so that a change
/// that was acknowledged is seen by whoever asks next, on any silo.</remarks>
public sealed class DefinitionsReader(IGrainFactory grains)
{
    private volatile Definitions? _latest;

    /// <summary>The definitions in force.</summary>
    public async ValueTask<Definitions> GetAsync(CancellationToken cancellationToken)
    {
        var known = _latest;
        var newer = await grains.GetGrain<IWorkspaceGrain>(WorkspaceId.Main.Name)
            .GetNewerAsync(known?.Version ?? -1, cancellationToken);
        if (newer is null)
        {
            return known!;
        }

        var definitions = new Definitions(newer);
        Keep(definitions);
        return definitions;
    }

    // Of two that come at once the later version stays, whichever is done last.
    private void Keep(Definitions definitions)
    {
        var latest = _latest;
        while (latest is null || latest.Version < definitions.Version)
        {
#pragma warning disable CS0420 // Interlocked does what volatile asks for.
            var found = Interlocked.CompareExchange(ref _latest, definitions, latest);
#pragma warning restore CS0420
            if (ReferenceEquals(found, latest))
            {
                return;
            }

            latest = found;
        }
    }
}

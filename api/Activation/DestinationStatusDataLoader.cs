using GreenDonut;
using Krewe.Contracts.Activation;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Activation;

namespace Krewe.Api.Activation;

/// <summary>What destinations say of themselves: each is asked once for a request.</summary>
public sealed class DestinationStatusDataLoader(
    IGrainFactory grains, IBatchScheduler scheduler, DataLoaderOptions options)
    : BatchDataLoader<DestinationId, Contracts.Activation.DestinationStatus>(scheduler, options)
{
    /// <inheritdoc/>
    protected override async Task<
        IReadOnlyDictionary<DestinationId, Contracts.Activation.DestinationStatus>> LoadBatchAsync(
        IReadOnlyList<DestinationId> keys, CancellationToken cancellationToken)
    {
        var asked = keys.Select(key => grains
            .GetGrain<IDestinationGrain>(WorkspaceId.Main.DestinationKey(key))
            .GetStatusAsync(cancellationToken));
        return (await Task.WhenAll(asked)).ToDictionary(status => status.Id);
    }
}

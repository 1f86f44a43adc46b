using Azure;
using Azure.Storage.Blobs;
using Krewe.Api.Health;

namespace Krewe.Silo.Cluster;

/// <summary>Ready is a silo whose storage account answers.</summary>
internal sealed class AzureReadiness(BlobContainerClient container) : IReadiness
{
    public async ValueTask<string?> FindFaultAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await container.ExistsAsync(cancellationToken)
                ? null
                : "The container of the states is missing.";
        }
        catch (RequestFailedException)
        {
            return "The storage account does not answer.";
        }
    }
}

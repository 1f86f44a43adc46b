using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Krewe.Api.Health;
using Krewe.Contracts.Activation;
using Krewe.Contracts.Profiles;
using Microsoft.Extensions.Options;
using Orleans.Clustering.AzureStorage;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Reminders.AzureStorage;
using Orleans.Storage;

namespace Krewe.Silo.Cluster;

/// <summary>A cluster that meets in an Azure Storage account and keeps everything there: states in
/// blobs, streams in queues, the rest in tables.</summary>
internal static class AzureStore
{
    /// <summary>The container of the states.</summary>
    public const string Container = "krewe-state";

    public static void UseAzureStore(this ISiloBuilder silo, ClusteringOptions options)
    {
        var tables = new TableServiceClient(options.ConnectionString);
        var blobs = new BlobServiceClient(options.ConnectionString);
        var queues = new QueueServiceClient(options.ConnectionString);
        silo.Services.AddSingleton(blobs.GetBlobContainerClient(Container));
        silo.Services.AddSingleton<IProfileScan, BlobProfileScan>();
        silo.Services.AddSingleton<IReadiness, AzureReadiness>();
        silo.UseAzureStorageClustering((AzureStorageClusteringOptions clustering) =>
            clustering.TableServiceClient = tables);
        silo.UseAzureTableReminderService((AzureTableReminderStorageOptions reminders) =>
            reminders.TableServiceClient = tables);
        silo.AddAzureBlobGrainStorageAsDefault(
            (OptionsBuilder<AzureBlobStorageOptions> storage) => storage
                .Configure<IGrainStorageSerializer>((to, serializer) =>
                    UseForms(to, blobs, serializer)));
        silo.AddAzureQueueStreams(
            DestinationShards.Stream,
            (SiloAzureQueueStreamConfigurator streams) =>
            {
                streams.ConfigureAzureQueue(
                    to => to.Configure(queue => queue.QueueServiceClient = queues));
                streams.NeverGiveUp();
            });
    }

    private static void UseForms(
        AzureBlobStorageOptions storage,
        BlobServiceClient blobs,
        IGrainStorageSerializer serializer)
    {
        (storage.BlobServiceClient, storage.ContainerName) = (blobs, Container);
        storage.GrainStorageSerializer = serializer;
        storage.DeleteStateOnClear = true;
    }
}

using Krewe.Api.Health;
using Krewe.Contracts.Activation;
using Krewe.Contracts.Profiles;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;

namespace Krewe.Silo.Cluster;

/// <summary>A cluster that meets in a PostgreSQL database and keeps everything there.</summary>
/// <remarks>The database has to be set up with the scripts of the same version of
/// Orleans.</remarks>
internal static class PostgresStore
{
    private const string Invariant = "Npgsql";

    public static void UsePostgresStore(this ISiloBuilder silo, ClusteringOptions options)
    {
        var connection = options.ConnectionString;
        silo.Services.AddSingleton(_ => NpgsqlDataSource.Create(connection));
        silo.Services.AddSingleton<IProfileScan>(provider => new PostgresProfileScan(
            provider.GetRequiredService<NpgsqlDataSource>(), options.ServiceId));
        silo.Services.AddSingleton<IReadiness, PostgresReadiness>();
        silo.UseAdoNetClustering((AdoNetClusteringSiloOptions clustering) =>
            (clustering.Invariant, clustering.ConnectionString) = (Invariant, connection));
        silo.UseAdoNetReminderService((AdoNetReminderTableOptions reminders) =>
            (reminders.Invariant, reminders.ConnectionString) = (Invariant, connection));
        silo.AddAdoNetGrainStorageAsDefault(
            (OptionsBuilder<AdoNetGrainStorageOptions> storage) => storage
                .Configure<IGrainStorageSerializer>((to, serializer) =>
                    UseForms(to, connection, serializer)));
        silo.AddAdoNetStreams(
            DestinationShards.Stream,
            (SiloAdoNetStreamConfigurator streams) =>
            {
                streams.ConfigureAdoNet(queues => queues
                    .Bind(silo.Configuration.GetSection("Cluster:Streams"))
                    .Configure(to =>
                        (to.Invariant, to.ConnectionString) = (Invariant, connection)));
                streams.NeverGiveUp();
            });
    }

    // A state that is cleared leaves no row behind: a row without a state would be read as one
    // that is there and empty.
    private static void UseForms(
        AdoNetGrainStorageOptions storage, string connection, IGrainStorageSerializer serializer)
    {
        (storage.Invariant, storage.ConnectionString) = (Invariant, connection);
        storage.GrainStorageSerializer = serializer;
        storage.DeleteStateOnClear = true;
    }
}

using Krewe.Api.Backups;
using Krewe.Api.Health;
using Krewe.Contracts.Activation;
using Krewe.Contracts.Profiles;
using Krewe.Domain.Activation;
using Krewe.Embedded;
using Krewe.Embedded.Storage;
using Krewe.Silo.Embedded;
using Orleans.Hosting;

namespace Krewe.Silo;

/// <summary>The engine of one machine: everything in this process, on the embedded store.</summary>
internal static class EngineExtensions
{
    /// <summary>Adds the engine, its storage, streams and reminders.</summary>
    public static void AddEngine(this WebApplicationBuilder builder, SiloSettings settings)
    {
        builder.Services.AddEmbeddedStore(options =>
        {
            builder.Configuration.GetSection("Store").Bind(options);
            options.Directory = Path.Combine(settings.DataDirectory, "store");
        });
        builder.Services.Configure<EmbeddedEngineOptions>(
            builder.Configuration.GetSection("Engine"));
        builder.Services.AddSingleton<IItemCodec<Qualification>, QualificationItemCodec>();
        builder.Services.AddSingleton<IProfileScan, StoreProfileScan>();
        builder.Services.AddSingleton<IReadiness, StoreReadiness>();
        builder.Services.AddSingleton<IBackups, StoreBackups>();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering()
            .AddEmbeddedGrainStorageAsDefault()
            .AddEmbeddedStreams(DestinationShards.Stream)
            .UseEmbeddedReminders());
    }

    /// <summary>Whether a silo could not start because another process has its data.</summary>
    public static bool IsDataInUse(Exception fault) => fault is StoreInUseException;
}

using System.Net;
using Krewe.Silo.Cluster;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Krewe.Silo;

/// <summary>The engine of a cluster: Orleans, with everything that is kept in a store that all
/// silos share.</summary>
internal static class EngineExtensions
{
    /// <summary>Adds the engine, its storage, streams and reminders, set up by the section
    /// <c>Cluster</c>.</summary>
    public static void AddEngine(this WebApplicationBuilder builder, SiloSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var options = ClusteringOptions.Read(builder.Configuration);
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(cluster =>
                (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ServiceId));
            silo.Configure<EndpointOptions>(endpoint => Place(endpoint, options));
            if (options.Store == ClusterStore.Azure)
            {
                silo.UseAzureStore(options);
            }
            else
            {
                silo.UsePostgresStore(options);
            }
        });
    }

    /// <summary>Whether a silo could not start because another process has its data: silos of a
    /// cluster share it.</summary>
    public static bool IsDataInUse(Exception fault) => false;

    // Without an address Orleans takes the first one of the machine.
    private static void Place(EndpointOptions endpoint, ClusteringOptions options)
    {
        (endpoint.SiloPort, endpoint.GatewayPort) = (options.SiloPort, options.GatewayPort);
        if (options.AdvertisedAddress is { } address)
        {
            endpoint.AdvertisedIPAddress = IPAddress.Parse(address);
        }
    }
}

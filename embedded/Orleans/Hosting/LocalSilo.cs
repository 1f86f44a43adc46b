using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Configuration
{
    /// <summary>What the silo is called.</summary>
    public class SiloOptions
    {
        /// <summary>Null gives it a name of the machine and the process.</summary>
        public string? SiloName { get; set; }
    }

    /// <summary>Where a silo would be reached. One process listens nowhere, and only names it.
    /// </summary>
    public class EndpointOptions
    {
        public const int DEFAULT_SILO_PORT = 11111;
        public const int DEFAULT_GATEWAY_PORT = 30000;

        public IPAddress? AdvertisedIPAddress { get; set; }

        public int SiloPort { get; set; } = DEFAULT_SILO_PORT;

        public int GatewayPort { get; set; } = DEFAULT_GATEWAY_PORT;

        public IPEndPoint? SiloListeningEndpoint { get; set; }

        public IPEndPoint? GatewayListeningEndpoint { get; set; }
    }
}

namespace Orleans.Runtime
{
    /// <summary>What this silo knows of itself.</summary>
    public interface ILocalSiloDetails
    {
        string Name { get; }

        string ClusterId { get; }

        string DnsHostName { get; }

        SiloAddress SiloAddress { get; }

        SiloAddress? GatewayAddress { get; }
    }
}

namespace Krewe.Embedded
{
    /// <summary>The one silo. A later process at the same place has a higher generation.</summary>
    internal sealed class LocalSilo(
        IOptions<SiloOptions> silo,
        IOptions<ClusterOptions> cluster,
        IOptions<EndpointOptions> endpoint,
        TimeProvider time) : ILocalSiloDetails
    {
        public string Name { get; } = silo.Value.SiloName
            ?? $"{Environment.MachineName}:{Environment.ProcessId}";

        public string ClusterId => cluster.Value.ClusterId;

        public string DnsHostName => Environment.MachineName;

        public SiloAddress SiloAddress { get; } = SiloAddress.New(
            endpoint.Value.AdvertisedIPAddress ?? IPAddress.Loopback,
            endpoint.Value.SiloPort,
            SiloAddress.GenerationAt(time.GetUtcNow()));

        public SiloAddress? GatewayAddress => SiloAddress.New(
            SiloAddress.Endpoint.Address, endpoint.Value.GatewayPort, SiloAddress.Generation);
    }
}

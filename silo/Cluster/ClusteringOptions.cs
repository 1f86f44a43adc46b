using System.Net;
using Microsoft.Extensions.Options;

namespace Krewe.Silo.Cluster;

/// <summary>What the silos of a cluster share.</summary>
internal enum ClusterStore
{
    /// <summary>A PostgreSQL database.</summary>
    Postgres = 0,

    /// <summary>An Azure Storage account: blobs, tables and queues.</summary>
    Azure = 1,
}

/// <summary>How a silo finds its cluster and where that keeps its data. Section:
/// <c>Cluster</c>.</summary>
internal sealed record ClusteringOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Cluster";

    /// <summary>What the silos share. Default <see cref="ClusterStore.Postgres"/>.</summary>
    public ClusterStore Store { get; init; }

    /// <summary>How to reach it. There is no default; it may hold a password, so it belongs in the
    /// environment (<c>Cluster__ConnectionString</c>).</summary>
    public string ConnectionString { get; init; } = string.Empty;

    /// <summary>The name of this cluster: silos of one name meet. Default <c>krewe</c>.</summary>
    public string ClusterId { get; init; } = "krewe";

    /// <summary>The name under which data is kept; it outlives the cluster. Default
    /// <c>krewe</c>.</summary>
    public string ServiceId { get; init; } = "krewe";

    /// <summary>Where other silos reach this one. Default: the first address of the
    /// machine.</summary>
    public string? AdvertisedAddress { get; init; }

    /// <summary>The port for other silos, 1 to 65,535. Default 11,111.</summary>
    public int SiloPort { get; init; } = 11_111;

    /// <summary>The port for clients of the cluster, 1 to 65,535. Default 30,000.</summary>
    public int GatewayPort { get; init; } = 30_000;

    /// <summary>Reads the section.</summary>
    /// <exception cref="OptionsValidationException">Something in it is wrong; all of it is
    /// named.</exception>
    public static ClusteringOptions Read(IConfiguration configuration)
    {
        var options = Bind(configuration);
        string[] faults = [.. options.FindFaults()];
        return faults.Length == 0 ? options : throw Fault(faults);
    }

    private static ClusteringOptions Bind(IConfiguration configuration)
    {
        try
        {
            return configuration.GetSection(Section).Get<ClusteringOptions>() ?? new();
        }
        catch (InvalidOperationException fault)
        {
            // The message names the key, the value and the type that it is not of.
            throw Fault(fault.Message);
        }
    }

    private static OptionsValidationException Fault(params string[] faults) =>
        new(Section, typeof(ClusteringOptions), faults);

    private IEnumerable<string> FindFaults()
    {
        if (!Enum.IsDefined(Store))
        {
            yield return $"Cluster:Store {Store} is neither \"Postgres\" nor \"Azure\".";
        }

        if (string.IsNullOrWhiteSpace(ConnectionString))
        {
            yield return "Cluster:ConnectionString is missing: set Cluster__ConnectionString to "
                + "the connection string of the database or storage account.";
        }

        if (string.IsNullOrWhiteSpace(ClusterId) || string.IsNullOrWhiteSpace(ServiceId))
        {
            yield return "Cluster:ClusterId and Cluster:ServiceId may not be empty.";
        }

        if (AdvertisedAddress is { } address && !IPAddress.TryParse(address, out _))
        {
            yield return $"Cluster:AdvertisedAddress \"{address}\" is no IP address.";
        }

        foreach (var fault in FindPortFaults())
        {
            yield return fault;
        }
    }

    private IEnumerable<string> FindPortFaults()
    {
        foreach (var (name, port) in
            new[] { (nameof(SiloPort), SiloPort), (nameof(GatewayPort), GatewayPort) })
        {
            if (port is < 1 or > ushort.MaxValue)
            {
                yield return FormattableString.Invariant(
                    $"Cluster:{name} {port} is no port: give one from 1 to {ushort.MaxValue}.");
            }
        }

        if (SiloPort == GatewayPort)
        {
            yield return FormattableString.Invariant(
                $"Cluster:SiloPort and Cluster:GatewayPort are both {SiloPort}.");
        }
    }
}

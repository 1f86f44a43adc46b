using Krewe.Silo.Cluster;
using Microsoft.Extensions.Options;

namespace Krewe.Silo.Tests.Cluster;

public sealed class ClusteringOptionsTests
{
    [Fact]
    public void Everything_that_is_wrong_is_named_at_once()
    {
        string[] expected =
        [
            "Cluster:Store 7 is neither \"Postgres\" nor \"Azure\".",
            "Cluster:ConnectionString is missing: set Cluster__ConnectionString to the "
                + "connection string of the database or storage account.",
            "Cluster:ClusterId and Cluster:ServiceId may not be empty.",
            "Cluster:AdvertisedAddress \"here\" is no IP address.",
            "Cluster:SiloPort 70000 is no port: give one from 1 to 65535.",
            "Cluster:GatewayPort 70000 is no port: give one from 1 to 65535.",
            "Cluster:SiloPort and Cluster:GatewayPort are both 70000.",
        ];

        var faults = Faults(
            ("Store", "7"),
            ("ClusterId", " "),
            ("AdvertisedAddress", "here"),
            ("SiloPort", "70000"),
            ("GatewayPort", "70000"));

        Assert.Equal(string.Join('\n', expected), string.Join('\n', faults));
    }

    [Theory]
    [InlineData("Store", "Mongo")]
    [InlineData("SiloPort", "first")]
    public void Value_of_another_type_is_named_with_its_key(string key, string value)
    {
        var fault = Assert.Single(Faults((key, value)));
        Assert.Contains($"Cluster:{key}", fault, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_connection_has_no_default()
    {
        Assert.Equal(
            new ClusteringOptions
            {
                Store = ClusterStore.Postgres,
                ConnectionString = "Host=db",
                ClusterId = "krewe",
                ServiceId = "krewe",
                AdvertisedAddress = null,
                SiloPort = 11_111,
                GatewayPort = 30_000,
            },
            Read(("ConnectionString", "Host=db")));
    }

    [Fact]
    public void Store_is_named_in_either_case() =>
        Assert.Equal(
            ClusterStore.Azure, Read(("ConnectionString", "x"), ("Store", "azure")).Store);

    private static IEnumerable<string> Faults(params (string Key, string Value)[] values) =>
        Assert.Throws<OptionsValidationException>(() => Read(values)).Failures;

    private static ClusteringOptions Read(params (string Key, string Value)[] values) =>
        ClusteringOptions.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(
                pair => KeyValuePair.Create($"Cluster:{pair.Key}", (string?)pair.Value)))
            .Build());
}

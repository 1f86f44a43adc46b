using Krewe.Silo.Cluster;
using Npgsql;

namespace Krewe.Silo.Tests.Cluster;

/// <summary>What a cluster asks of its database beside Orleans, on a real server.</summary>
public sealed class PostgresStoreTests
{
    // The columns and the index of Orleans' own table.
    private const string Table = """
        CREATE TABLE orleansstorage (
            grainidhash integer NOT NULL,
            grainidn0 bigint NOT NULL,
            grainidn1 bigint NOT NULL,
            graintypehash integer NOT NULL,
            graintypestring character varying(512) NOT NULL,
            grainidextensionstring character varying(512),
            serviceid character varying(150) NOT NULL,
            payloadbinary bytea,
            modifiedon timestamp without time zone NOT NULL,
            version integer);
        CREATE INDEX ON orleansstorage (grainidhash, graintypehash);
        """;

    // Hashes over the whole range, and one that more keys share than a page holds.
    private const string Rows = """
        INSERT INTO orleansstorage
        SELECT CASE WHEN row < 2500 THEN 7 ELSE hashint4(row) END, 0, 0, 1, kind.state,
            'main/1:' || row, kind.service, kind.payload, now(), 1
        FROM generate_series(1, 6000) row, (VALUES
            ('profile', 'krewe', '\x01'::bytea),
            ('profile', 'another', '\x01'::bytea),
            ('ledger', 'krewe', '\x01'::bytea)) kind (state, service, payload);
        INSERT INTO orleansstorage VALUES
            (-2147483648, 0, 0, 1, 'profile', 'main/1:first', 'krewe', '\x01', now(), 1),
            (2147483647, 0, 0, 1, 'profile', 'main/1:last', 'krewe', '\x01', now(), 1),
            (9, 0, 0, 1, 'profile', 'main/1:cleared', 'krewe', NULL, now(), 2);
        """;

    [Fact]
    public async Task Silo_is_not_ready_while_the_database_does_not_answer()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=/nowhere;Username=x");

        Assert.Equal(
            "The database does not answer.",
            await new PostgresReadiness(nowhere).FindFaultAsync(CancellationToken.None));
    }

    [PostgresFact]
    public async Task Every_profile_is_in_one_partition_once()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.ExecuteAsync(Table);
        await server.ExecuteAsync(Rows);
        var scan = new PostgresProfileScan(server.Database, "krewe");
        string[] expected =
            [.. Enumerable.Range(1, 6_000).Select(row => $"main/1:{row}"),
                "main/1:first", "main/1:last"];

        foreach (var partitions in new[] { 1, 3, 64 })
        {
            List<string> found = [];
            for (var partition = 0; partition < partitions; partition++)
            {
                await foreach (var key in scan.KeysAsync(
                    partition, partitions, CancellationToken.None))
                {
                    found.Add(key.ToString());
                }
            }

            Assert.Equal(
                expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        }

        Assert.Null(
            await new PostgresReadiness(server.Database).FindFaultAsync(CancellationToken.None));
    }
}

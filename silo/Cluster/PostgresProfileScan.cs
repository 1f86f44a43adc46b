using System.Runtime.CompilerServices;
using Krewe.Contracts.Profiles;
using Npgsql;

namespace Krewe.Silo.Cluster;

/// <summary>Walks the profiles by the rows in which Orleans keeps them.</summary>
/// <remarks>
/// A partition is a range of the hash by which the table is indexed. It is read page by page, each
/// page a query of its own that goes on behind the last key, so that a walk of hours holds back no
/// vacuum; a row that comes or goes between two pages does no harm.
/// </remarks>
internal sealed class PostgresProfileScan(NpgsqlDataSource database, string serviceId)
    : IProfileScan
{
    /// <summary>Keys in one page.</summary>
    public const int PageKeysMax = 1_000;

    private const string StateName = "profile";
    private const string Page = """
        SELECT grainidhash, grainidextensionstring
        FROM orleansstorage
        WHERE grainidhash BETWEEN $1 AND $2
            AND (grainidhash > $1 OR grainidextensionstring COLLATE "C" > $3)
            AND graintypestring = $4
            AND serviceid = $5
            AND payloadbinary IS NOT NULL
        ORDER BY grainidhash, grainidextensionstring COLLATE "C"
        LIMIT $6
        """;

    public async IAsyncEnumerable<string> KeysAsync(
        int partition,
        int partitions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (at, end) = RangeOf(partition, partitions);
        var last = string.Empty;
        List<string> page;
        do
        {
            (page, at) = await ReadAsync(at, end, last, cancellationToken);
            foreach (var key in page)
            {
                yield return key;
            }

            last = page.Count == 0 ? last : page[^1];
        }
        while (page.Count == PageKeysMax);
    }

    // The hashes are spread over all 32-bit numbers, of which negative ones come first.
    private static (int Start, int End) RangeOf(int partition, int partitions)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(partition, partitions);
        const long Hashes = 1L << 32;
        var start = int.MinValue + (Hashes * partition / partitions);
        var next = int.MinValue + (Hashes * (partition + 1) / partitions);
        return ((int)start, (int)(next - 1));
    }

    private async Task<(List<string> Keys, int LastHash)> ReadAsync(
        int start, int end, string last, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Page);
        foreach (var value in
            new object[] { start, end, last, StateName, serviceId, PageKeysMax })
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        var keys = new List<string>(PageKeysMax);
        var hash = start;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            hash = reader.GetInt32(0);
            keys.Add(reader.GetString(1));
        }

        return (keys, hash);
    }
}

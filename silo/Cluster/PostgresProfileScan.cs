using System.Runtime.CompilerServices;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Profiles;
using Npgsql;
using Orleans.Runtime;

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
    private const string Keys = "SELECT grainidhash, grainidextensionstring, NULL " + Page;
    private const string States =
        "SELECT grainidhash, grainidextensionstring, payloadbinary " + Page;
    private const string Page = """
        FROM orleansstorage
        WHERE grainidhash BETWEEN $1 AND $2
            AND (grainidhash > $1 OR grainidextensionstring COLLATE "C" > $3)
            AND graintypestring = $4
            AND serviceid = $5
            AND payloadbinary IS NOT NULL
        ORDER BY grainidhash, grainidextensionstring COLLATE "C"
        LIMIT $6
        """;

    public async IAsyncEnumerable<Profile> ProfilesAsync(
        WorkspaceId workspace, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (key, state) in WalkAsync(States, 0, 1, cancellationToken))
        {
            if (WorkspaceId.OfKey(key) == workspace
                && ProfileCodec.Read(state).Profile is { Fragments.IsEmpty: false } profile)
            {
                yield return profile;
            }
        }
    }

    public async IAsyncEnumerable<IdSpan> KeysAsync(
        int partition,
        int partitions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (key, _) in WalkAsync(
            Keys, partition, partitions, cancellationToken))
        {
            yield return IdSpan.Create(key);
        }
    }

    private async IAsyncEnumerable<(string Key, byte[]? State)> WalkAsync(
        string query,
        int partition,
        int partitions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (at, end) = RangeOf(partition, partitions);
        var last = string.Empty;
        List<(string Key, byte[]? State)> page;
        do
        {
            (page, at) = await ReadAsync(query, at, end, last, cancellationToken);
            foreach (var row in page)
            {
                yield return row;
            }

            last = page.Count == 0 ? last : page[^1].Key;
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

    private async Task<(List<(string Key, byte[]? State)> Rows, int LastHash)> ReadAsync(
        string query, int start, int end, string last, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(query);
        foreach (var value in
            new object[] { start, end, last, StateName, serviceId, PageKeysMax })
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        var rows = new List<(string Key, byte[]? State)>(PageKeysMax);
        var hash = start;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            hash = reader.GetInt32(0);
            var state = await reader.IsDBNullAsync(2, cancellationToken)
                ? null
                : await reader.GetFieldValueAsync<byte[]>(2, cancellationToken);
            rows.Add((reader.GetString(1), state));
        }

        return (rows, hash);
    }
}

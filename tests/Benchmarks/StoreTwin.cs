using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Krewe.Benchmarks;

/// <summary>
/// The same states in SQLite: one table, a log of its own (WAL), synced at every commit, loaded and
/// overwritten in batches of the same size. What one writer does there is all that SQLite does.
/// </summary>
internal sealed class StoreTwin : IDisposable
{
    private const int ReadsMax = 1_000_000;

    private readonly SqliteConnection _connection;

    public StoreTwin(string folder)
    {
        _connection = new SqliteConnection($"Data Source={Path.Combine(folder, "states.db")}");
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = FULL");
        Execute("PRAGMA cache_size = -262144");
        Execute("CREATE TABLE state (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID");
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Writes the numbers in the given order, so many in each transaction.</summary>
    public void Write(IEnumerable<int> numbers, int batch)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "INSERT INTO state VALUES ($key, $value) "
            + "ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        var key = command.Parameters.Add("$key", SqliteType.Blob);
        var value = command.Parameters.Add("$value", SqliteType.Blob);
        foreach (var chunk in numbers.Chunk(batch))
        {
            using var transaction = _connection.BeginTransaction();
            command.Transaction = transaction;
            foreach (var number in chunk)
            {
                key.Value = StoreBenchmark.Key(number);
                value.Value = StoreBenchmark.Value(number);
                command.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }

    /// <summary>Reads states at random for a while; returns how many.</summary>
    public long Read(int records, TimeSpan length)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT value FROM state WHERE key = $key";
        var key = command.Parameters.Add("$key", SqliteType.Blob);
        var random = new Random(1);
        var clock = Stopwatch.StartNew();
        long count = 0;
        for (; count < ReadsMax && clock.Elapsed < length; count++)
        {
            key.Value = StoreBenchmark.Key(random.Next(records));
            if (command.ExecuteScalar() is not byte[])
            {
                throw new InvalidOperationException("A state is gone.");
            }
        }

        return count;
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

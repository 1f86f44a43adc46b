using Krewe.Api.Health;
using Npgsql;

namespace Krewe.Silo.Cluster;

/// <summary>Ready is a silo whose database takes writes.</summary>
internal sealed class PostgresReadiness(NpgsqlDataSource database) : IReadiness
{
    public async ValueTask<string?> FindFaultAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var command = database.CreateCommand("SELECT pg_is_in_recovery()");
            return await command.ExecuteScalarAsync(cancellationToken) is false
                ? null
                : "The database is a stand-by that takes no writes.";
        }
        catch (NpgsqlException)
        {
            return "The database does not answer.";
        }
    }
}

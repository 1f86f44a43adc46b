using System.Diagnostics;
using Npgsql;

namespace Krewe.Silo.Tests.Cluster;

/// <summary>A test that needs a PostgreSQL server's binaries, and is skipped without.</summary>
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (!Directory.Exists("/usr/lib/postgresql"))
        {
            Skip = "No PostgreSQL server is installed.";
        }
    }
}

/// <summary>A throw-away PostgreSQL server.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private PostgresServer(string connection) =>
        Database = NpgsqlDataSource.Create(connection);

    public NpgsqlDataSource Database { get; }

    public static async Task<PostgresServer> StartAsync() =>
        new((await RunAsync()).Trim());

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        var folder = new NpgsqlConnectionStringBuilder(Database.ConnectionString).Host!;
        await Database.DisposeAsync();
        await RunAsync("stop", folder);
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Script(), .. arguments])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private static string Script()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "tests", "Benchmarks", "postgres.sh");
    }
}

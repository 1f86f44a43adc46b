using System.Diagnostics;
using System.Text;
using Npgsql;

namespace Krewe.Benchmarks;

/// <summary>
/// The same job set-based in PostgreSQL: COPY into a staging table, upserts into the tables of
/// identities, links and qualifications, and one query a segment into its members.
/// </summary>
internal static class PostgresTwin
{
    public static async Task<double> MeasureAsync(
        string connectionString, OnboardingFiles files, int rows)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync();
        await RunAsync(connection, """
            drop schema if exists twin cascade;
            create schema twin;
            create table twin.link (
              customer text not null, email bytea not null, at timestamptz not null,
              primary key (customer, email));
            create index on twin.link (email);
            create table twin.trait (
              customer text not null, trait int not null, first timestamptz not null,
              last timestamptz not null, primary key (customer, trait));
            create table twin.member (
              segment int not null, customer text not null, since timestamptz not null,
              primary key (segment, customer));
            """);
        var whole = Stopwatch.StartNew();
        await StepAsync(connection, "ID sync", rows, files.Links, """
            insert into twin.link
            select column1, decode(column2, 'hex'), now() from staging
            on conflict (customer, email) do update set at = excluded.at
            """);
        await StepAsync(connection, "traits", rows, files.Traits, """
            insert into twin.trait
            select column1, replace(item, 'd_sid=', '')::int, now(), now()
            from staging, unnest(string_to_array(column2, ',')) as item
            on conflict (customer, trait) do update set last = excluded.last
            """);
        await SegmentsAsync(connection);
        var seconds = whole.Elapsed.TotalSeconds;
        Console.WriteLine($"PostgreSQL: whole job {seconds:F1} s");
        return seconds;
    }

    private static async Task StepAsync(
        NpgsqlConnection connection, string what, int rows, string file, string upsert)
    {
        var clock = Stopwatch.StartNew();
        await RunAsync(
            connection,
            "create temporary table staging (column1 text not null, column2 text not null)");
        await using (var copy = await connection.BeginTextImportAsync("copy staging from stdin"))
        {
            using var content = new StreamReader(file, Encoding.ASCII);
            var buffer = new char[1 << 16];
            for (int read; (read = await content.ReadAsync(buffer.AsMemory())) > 0;)
            {
                await copy.WriteAsync(buffer.AsMemory(0, read));
            }
        }

        await RunAsync(connection, upsert);
        await RunAsync(connection, "drop table staging");
        Console.WriteLine(
            $"PostgreSQL: {what}: {clock.Elapsed.TotalSeconds:F1} s, "
            + $"{rows / clock.Elapsed.TotalSeconds:N0} rows/s");
    }

    private static async Task SegmentsAsync(NpgsqlConnection connection)
    {
        var clock = Stopwatch.StartNew();
        for (var segment = 0; segment < OnboardingFiles.Segments; segment++)
        {
            var (first, second) = OnboardingFiles.SegmentTraits(segment);
            await RunAsync(connection, $"""
                insert into twin.member
                select {segment + 1}, one.customer, now()
                from twin.trait one join twin.trait two using (customer)
                where one.trait = {first} and two.trait = {second}
                """);
        }

        Console.WriteLine(
            $"PostgreSQL: {OnboardingFiles.Segments} segments: "
            + $"{clock.Elapsed.TotalSeconds:F1} s");
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }
}

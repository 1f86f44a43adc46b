using System.Diagnostics;
using Npgsql;

namespace Krewe.Benchmarks;

/// <summary>
/// The same events in PostgreSQL: one call of one function for each, prepared, in a transaction of
/// its own that is durable when it answers. It knows repeats by their id, checks the link, counts
/// two traits, and enters the twenty segments that read them, the profile locked meanwhile. From
/// few connections and from many: a server on two cores is fastest from few.
/// </summary>
internal static class PostgresEventTwin
{
    private const string Tables = """
        drop schema if exists live cascade;
        create schema live;
        create table live.seen (message bigint primary key);
        create table live.profile (person int primary key, version int not null);
        create table live.link (
          device text not null, person int not null, at timestamptz not null,
          primary key (device, person));
        create table live.trait (
          person int not null, trait int not null, first timestamptz not null,
          last timestamptz not null, total int not null, primary key (person, trait))
          with (fillfactor = 70);
        create table live.segment (
          segment int primary key, one int not null, two int not null, least int not null);
        create index on live.segment (one, two);
        create table live.member (
          person int not null, segment int not null, since timestamptz not null,
          primary key (person, segment));
        """;

    private const string Take = """
        create function live.take(message bigint, device text, who int, one int, two int)
        returns int language plpgsql as $$
        declare
          realized int;
          joined int;
        begin
          insert into live.seen values (message) on conflict do nothing;
          if not found then
            return -1;
          end if;
          insert into live.profile values (who, 1)
            on conflict (person) do update set version = profile.version + 1;
          insert into live.link values (device, who, now()) on conflict do nothing;
          with counted as (
            insert into live.trait values (who, one, now(), now(), 1), (who, two, now(), now(), 1)
              on conflict (person, trait)
                do update set last = excluded.last, total = trait.total + 1
              returning total)
          select sum(total) into realized from counted;
          insert into live.member
            select who, s.segment, now() from live.segment s
            where s.one = take.one and s.two = take.two and s.least <= realized
            on conflict do nothing;
          get diagnostics joined = row_count;
          return joined;
        end $$;
        """;

    private static readonly int[] Connections = [8, LiveEvents.Callers];

    public static async Task MeasureAsync(
        string connectionString, int segments, TimeSpan duration)
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString)
            {
                MaxPoolSize = LiveEvents.Callers,
                MaxAutoPrepare = 4,
                AutoPrepareMinUsages = 1,
            });
        await RunAsync(source, Tables);
        await RunAsync(source, Take);
        await RunAsync(source, $"""
            insert into live.segment
            select s, {LiveEvents.FirstTrait} + 2 * ((s - 1) / {LiveEvents.SegmentsOfPair}),
              {LiveEvents.FirstTrait} + 2 * ((s - 1) / {LiveEvents.SegmentsOfPair}) + 1,
              2 + (s - 1) % {LiveEvents.LeastOptions} * 2
            from generate_series(1, {segments}) s
            """);
        var next = 0;
        await CallAsync(source, segments, duration / 4, LiveEvents.Callers, next);
        foreach (var connections in Connections)
        {
            next += 1 << 29;
            var clock = Stopwatch.StartNew();
            var waits = await CallAsync(source, segments, duration, connections, next);
            LiveEvents.Print(
                $"PostgreSQL, one call an event, {connections} connections",
                waits,
                clock.Elapsed,
                1);
        }
    }

    private static async Task<double[]> CallAsync(
        NpgsqlDataSource source, int segments, TimeSpan duration, int connections, int first)
    {
        var next = first;
        var clock = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            var waits = new List<double>(1 << 14);
            await using var connection = await source.OpenConnectionAsync();
            await using var command = new NpgsqlCommand(
                "select live.take($1, $2, $3, $4, $5)", connection);
            for (var parameter = 0; parameter < 5; parameter++)
            {
                command.Parameters.Add(new NpgsqlParameter());
            }

            while (clock.Elapsed < duration)
            {
                var number = Interlocked.Increment(ref next);
                var one = LiveEvents.Of(number, segments);
                command.Parameters[0].Value = (long)number;
                command.Parameters[1].Value = one.Device;
                command.Parameters[2].Value = one.Person;
                command.Parameters[3].Value = one.FirstTrait;
                command.Parameters[4].Value = one.FirstTrait + 1;
                var began = Stopwatch.GetTimestamp();
                await command.ExecuteNonQueryAsync();
                waits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            return waits;
        }));
        return [.. all.SelectMany(waits => waits)];
    }

    private static async Task RunAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

using Krewe.Benchmarks;

// Each benchmark prints what it measured and the same job done the plain way beside it.
return args switch
{
    ["onboarding", .. var rest] => await OnboardingBenchmark.RunAsync(rest),
    ["store", .. var rest] => await StoreBenchmark.RunAsync(rest),
    ["engine", .. var rest] => await EngineBenchmark.RunAsync(rest),
    ["profiles", .. var rest] => await ProfilesBenchmark.RunAsync(rest),
    ["graphql", .. var rest] => await GraphQLBenchmark.RunAsync(rest),
    ["catalog", .. var rest] => CatalogBenchmark.Run(rest),
    ["events", .. var rest] => await EventsBenchmark.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: dotnet run -c Release --project tests/Benchmarks -- BENCHMARK

          onboarding [--rows N] [--postgres CONNECTION]
              an ID sync of N rows and N profiles with two traits each, durable; with a connection
              (tests/Benchmarks/postgres.sh starts a server and prints one) the same set-based in
              PostgreSQL

          store [--records N [--sqlite]]
              the embedded store with N states of 200 bytes there: writes, reads, recovery, disk
              and memory; the same in SQLite

          engine [--scale N]
              local calls, activations and durable writes of the embedded engine; N times the usual
              number of each (default 1)

          profiles [--profiles N] [--seconds N]
              profiles read through the graph over loopback, one and fifty at a time, of N stored
              (default 100,000), for N seconds each (default 5); the same answer by a hand-written
              endpoint

          graphql [--seconds N]
              a GraphQL query of thirty fields, known and new, and requests over loopback, for N
              seconds each (default 2)

          catalog [--traits N] [--segments N]
              definitions compiled, whole and after one change, and an event matched against 100 to
              100,000 rules of a kind; the same rules asked one by one

          events [--segments N] [--seconds N] [--rate N] [--postgres CONNECTION]
              live events through the HTTP door, durable, from 64 connections, in batches of 100
              and one by one, each realizing two traits that 20 of N segments (default 20) read,
              for N seconds each (default 10), at most N events a second; the same in PostgreSQL
              (--postgres-only CONNECTION: nothing else)
        """);
    return 2;
}

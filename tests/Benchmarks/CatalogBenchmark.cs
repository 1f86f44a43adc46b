using System.Diagnostics;
using System.Globalization;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;

namespace Krewe.Benchmarks;

/// <summary>
/// As many definitions as there may be: how long they take to compile, whole and after one change,
/// what they weigh, and what an event costs that is matched against them. Beside the index: the
/// rules asked one by one.
/// </summary>
internal static class CatalogBenchmark
{
    private const int Rounds = 50;
    private const double MeasuredNanoseconds = 5e8;

    private static readonly DateOnly Day = new(2026, 11, 22);

    private static ReadOnlySpan<int> Counts => [100, 10_000, 100_000];

    public static int Run(string[] args)
    {
        var segments = Argument(args, "--segments", WorkspaceLimits.SegmentsMax);
        var traits = Argument(args, "--traits", WorkspaceLimits.TraitsMax);
        Console.WriteLine(
            $"{traits:N0} traits, {segments:N0} segments, {Environment.ProcessorCount} cores");
        Compile(CatalogDefinitions.Of(traits, segments));
        foreach (var (kind, ruleOf) in CatalogDefinitions.Kinds)
        {
            foreach (var count in Counts)
            {
                Match(kind, count, ruleOf);
            }
        }

        return 0;
    }

    private static void Compile(WorkspaceDefinition definition)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var catalog = Timed("compiled whole, first", () => Catalog.Compile(definition, 1, Day));
        Weigh("  it weighs", ref before);
        _ = Timed("signals indexed, first", () => catalog.EventTraits);
        Weigh("  they weigh", ref before);
        GC.KeepAlive(Timed("compiled whole, again", () =>
        {
            var again = Catalog.Compile(definition, 1, Day);
            return again.EventTraits;
        }));
        Again("the next day", definition, catalog);
        Again("a segment changed", CatalogDefinitions.WithOtherSegment(definition), catalog);
        Again("a trait moved", CatalogDefinitions.WithMovedTrait(definition), catalog);
        Again("a trait's rule changed", CatalogDefinitions.WithOtherRule(definition), catalog);
        GC.KeepAlive(catalog);
    }

    private static void Again(string what, WorkspaceDefinition definition, Catalog previous)
    {
        var anew = CatalogDefinitions.ReadAnew(definition);
        GC.KeepAlive(Timed($"compiled anew, {what}", () =>
        {
            var next = Catalog.Compile(anew, 2, Day.AddDays(1), previous);
            _ = next.EventTraits;
            return next;
        }));
    }

    private static void Match(string kind, int count, Func<int, string> ruleOf)
    {
        var traits = Enumerable.Range(1, count)
            .Select(id => CatalogDefinitions.Trait(id, ruleOf(id)))
            .ToArray();
        var index = SignalIndex.Build(traits);
        var events = CatalogDefinitions.Events(count);
        var room = new TraitId[count];
        Each(events[..Rounds], room, index, rounds: 1, out var first);
        var rounds = (int)Math.Clamp(MeasuredNanoseconds / (first * events.Length), 1, Rounds);
        var found = Each(events, room, index, rounds, out var each);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{kind,-12} {count,9:N0} rules: {each,12:N0} ns an event, {found:N1} traits each; "
            + $"one by one {OneByOne(traits, events),14:N0} ns"));
    }

    private static double Each(
        (byte[] Text, Signal[] Signals)[] events,
        TraitId[] room,
        SignalIndex index,
        int rounds,
        out double nanoseconds)
    {
        long found = 0;
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (text, signals) in events)
            {
                found += index.MatchLine(text, signals, room, out _);
            }
        }

        nanoseconds = clock.Elapsed.TotalNanoseconds / (rounds * events.Length);
        return (double)found / (rounds * events.Length);
    }

    private static double OneByOne(
        TraitDefinition[] traits, (byte[] Text, Signal[] Signals)[] events)
    {
        const int Asked = 3;
        var rules = traits.Select(trait => TraitRule.Parse(trait.Rule!).Rule!).ToArray();
        var clock = Stopwatch.StartNew();
        var found = 0;
        foreach (var (text, signals) in events.Take(Asked))
        {
            foreach (var rule in rules)
            {
                found += rule.Matches(text, signals) ? 1 : 0;
            }
        }

        GC.KeepAlive(found);
        return clock.Elapsed.TotalNanoseconds / Asked;
    }

    private static T Timed<T>(string what, Func<T> work)
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var clock = Stopwatch.StartNew();
        var made = work();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-40} {clock.Elapsed.TotalMilliseconds,8:N0} ms, "
            + $"{(GC.GetTotalAllocatedBytes() - allocated) >> 20,6:N0} MiB allocated"));
        return made;
    }

    private static void Weigh(string what, ref long before)
    {
        var now = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine($"{what} {(now - before) >> 20:N0} MiB");
        before = now;
    }

    private static int Argument(string[] args, string name, int otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at < 0 ? otherwise : int.Parse(args[at + 1], CultureInfo.InvariantCulture);
    }
}

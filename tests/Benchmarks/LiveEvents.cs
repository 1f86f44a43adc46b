using System.Globalization;
using System.Text.Json;

namespace Krewe.Benchmarks;

/// <summary>An event of one of many people that realizes two traits which twenty segments
/// read.</summary>
internal readonly record struct LiveEvent(int Number, int Person, int Pair)
{
    /// <summary>How the ids of all browsers begin; the person's number follows.</summary>
    public const string Browser = "0e1a7c52-93d1-4b2f-8a66-";

    /// <summary>The first of its two traits; the other is the next.</summary>
    public int FirstTrait => LiveEvents.FirstTrait + (2 * Pair);

    /// <summary>The browser it came from: everybody has one.</summary>
    public string Device =>
        string.Create(CultureInfo.InvariantCulture, $"{Browser}{Person:D12}");
}

/// <summary>The events and definitions of the benchmark, the same for every contestant.</summary>
internal static class LiveEvents
{
    public const int Callers = 64;
    public const int People = 200_000;
    public const int FirstTrait = 1_000;
    public const int SegmentsOfPair = 20;

    /// <summary>A segment asks for two realizations at least, or four, or so on.</summary>
    public const int LeastOptions = 10;

    private const int Users = 999_999;
    private const int Emails = 987_654;

    private static readonly string[] AddOns = ["peopleBasedDestinations"];
    private static readonly int[] Sources = [Users];
    private static readonly string[] ExportLabels = ["pii"];

    /// <summary>The pair that only the probe realizes: its one segment is named so.</summary>
    public static int ProbePair(int segments) => Pairs(segments);

    /// <summary>The event of a number: any number has one, and always the same.</summary>
    public static LiveEvent Of(int number, int segments)
    {
        var mixed = (uint)number * 2_654_435_761u;
        return new LiveEvent(number, (int)(mixed % People), (int)(mixed / 7 % Pairs(segments)));
    }

    /// <summary>The workspace that reads them; who is in the probe's segment is sent to an ad
    /// platform.</summary>
    public static string Workspace(int segments)
    {
        var pairs = Pairs(segments) + 1;
        return JsonSerializer.Serialize(new
        {
            addOns = AddOns,
            dataSources = DataSources(),
            traits = Enumerable.Range(0, pairs).SelectMany(pair => new[]
            {
                Trait(FirstTrait + (2 * pair), Text($"product == \"item {pair}\"")),
                Trait(FirstTrait + (2 * pair) + 1, Text($"category == \"category {pair}\"")),
            }),
            mergeRules = new[]
            {
                new
                {
                    name = "all",
                    crossDevice = "allCrossDeviceProfiles",
                    dataSources = Sources,
                    @default = true,
                },
            },
            segments = Enumerable.Range(0, segments)
                .Select(number => Segment(
                    number + 1, Text($"segment {number + 1}"), number / SegmentsOfPair, number))
                .Append(Segment(segments + 1, "probe", pairs - 1, 0)),
            eventSources = new[]
            {
                new { name = "Bench", users = Users, anonymous = 111, emails = Emails },
            },
            accounts = new[]
            {
                new
                {
                    name = "Meta",
                    platform = "meta",
                    adAccountId = "1",
                    token = "env:" + PlatformProbe.TokenVariable,
                },
            },
            destinations = new[] { Destination(segments + 1) },
        });
    }

    private static object[] DataSources() =>
    [
        new
        {
            id = Users,
            name = "CRM",
            integrationCode = "crm",
            idType = "crossDevice",
            inbound = true,
        },
        new
        {
            id = Emails,
            name = "E-mails",
            integrationCode = "emails",
            idType = "crossDevice",
            inbound = true,
            outbound = true,
            shareInPeopleBasedDestinations = "Emails(SHA256, lowercased)",
        },
        new { id = 111, name = "Browser", idType = "cookie" },
    ];

    private static object Destination(int segment) => new
    {
        id = 1,
        name = "Meta",
        account = "Meta",
        dataSource = Emails,
        exportLabels = ExportLabels,
        mappings = new[] { new { segment } },
    };

    public static void Print(string what, double[] waits, TimeSpan elapsed, int eventsEach)
    {
        if (waits.Length == 0)
        {
            Console.WriteLine($"{what}: nothing was answered");
            return;
        }

        Array.Sort(waits);
        Console.WriteLine(Text(
            $"{what}: {eventsEach * waits.Length / elapsed.TotalSeconds:N0} events/s, ")
            + Text($"p50 {waits[waits.Length / 2]:N2} ms, ")
            + Text($"p99 {waits[waits.Length * 99 / 100]:N2} ms"));
    }

    private static int Pairs(int segments) =>
        (segments + SegmentsOfPair - 1) / SegmentsOfPair;

    private static object Trait(int id, string rule) => new
    {
        id,
        name = Text($"trait {id}"),
        dataSource = Users,
        type = "ruleBased",
        rule,
    };

    private static object Segment(int id, string name, int pair, int number)
    {
        var (one, two) = (FirstTrait + (2 * pair), FirstTrait + (2 * pair) + 1);
        var least = 2 + (number % LeastOptions * 2);
        return new
        {
            id,
            name,
            dataSource = Users,
            mergeRule = "all",
            rule = Text($"{one}T AND {two}T AND FREQUENCY([{one}T,{two}T]) >= {least}"),
        };
    }

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}

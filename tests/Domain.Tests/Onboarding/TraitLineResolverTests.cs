using System.Globalization;
using System.Text;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;
using Krewe.Tests.Support;

namespace Krewe.Domain.Tests.Onboarding;

/// <summary>
/// Goal: a trait file means the same to the fast reader as to the obvious one.
/// Method: build files of likely and damaged pieces from a seed, cut them anywhere, and compare
/// every record with <see cref="TraitFileOracle"/>.
/// </summary>
public sealed class TraitLineResolverTests
{
    private static readonly string[] Users =
        ["crm-1", "a b", InboundFiles.Customer, "", " ", "x:y", "jo@ex.com", "null", "été", " a"];

    private static readonly string[] Items =
    [
        "d_sid=101", "d_sid = 102", "d_unsid=103", "104:0", "105:-1", "7", "ic=7", "d_sid=205",
        "d_sid=305", "d_sid=9", "product=camera", "\"product\" = \"camera\"", "-product=camera",
        "many=x", "k=\"a,b\"", "", " ", "price!=1", "12=x", "d_sid=x", "k=", "abc", "k=\"open",
        "“k”=v", "k=v\"", "1:2", "\"a=b\"=c", "k==v", "é=1", "d_sid=\"106\"", "\t", "-5", "k=\r",
    ];

    private static readonly string[] Endings = ["\n", "\r\n", "\n\n", "\r\n  \r\n"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Reads_what_the_obvious_reader_reads(int seed)
    {
        var random = new Random(seed);
        var mode = random.Next(2) == 0 ? "sync" : "overwrite";
        var text = RandomFile(random);
        var expected = string.Join(
            '\n', new TraitFileOracle(isOverwrite: mode == "overwrite").Read(text));
        var file = Encoding.UTF8.GetBytes(text);
        int[] cuts =
            [.. Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(file.Length + 1))];
        Array.Sort(cuts);

        var actual = Read($"ftp_dpm_1_1366545717.{mode}", file, cuts);

        Assert.True(
            string.Equals(expected, actual, StringComparison.Ordinal),
            $"seed {seed}: {mode}\n{text}\nexpected\n{expected}\nactual\n{actual}");
    }

    [Fact]
    public void Resolves_the_sample_of_the_workflow()
    {
        var file = Encoding.UTF8.GetBytes(
            "68079982765673198504052656074456196039\td_sid=112,d_sid=123\r\n"
            + "67412682083411995725538770443620307584\td_sid=145\r\n"
            + "89159024796760343733111707646026765593\td_sid=111,d_sid=193,d_sid=127");

        Assert.Equal(
            "1: None 1/68079982765673198504052656074456196039 +112 +123 0/0/2/0/0/0/0\n"
            + "2: None 1/67412682083411995725538770443620307584 +145 0/0/1/0/0/0/0\n"
            + "3: None 1/89159024796760343733111707646026765593 +111 +193 +127 0/0/3/0/0/0/0",
            Read("ftp_dpm_1_1560431657.sync", file));
    }

    [Fact]
    public void Format_comes_before_the_id_and_the_id_before_the_traits()
    {
        var file = Encoding.UTF8.GetBytes("x:y\tabc\nx:y\td_sid=9\nx\td_sid=9\nx\td_sid=100");

        Assert.Equal(
            "1: Format\n2: InvalidCustomerId\n3: NoTraitRealized 1/x 0/0/0/0/0/1/0\n"
            + "4: None 1/x +100 0/0/1/0/0/0/0",
            Read("ftp_dpm_1_1560431657.sync", file));
    }

    [Fact]
    public void Removals_are_ignored_in_an_overwrite()
    {
        var file = Encoding.UTF8.GetBytes("x\td_unsid=100,101:0,102:-1\nx\td_sid=100,d_unsid=100");

        Assert.Equal(
            "1: NoTraitRealized 1/x 0/0/0/0/0/0/0\n2: None 1/x +100 0/0/1/0/0/0/0",
            Read("ftp_dpm_1_1560431657.overwrite", file));
    }

    [Fact]
    public void Pairs_of_one_line_are_read_together_and_of_two_lines_are_not()
    {
        var file = Encoding.UTF8.GetBytes(
            "x\tproduct=camera,d_sid=101,7\nx\tproduct=camera\nx\t7,other=1");

        Assert.Equal(
            "1: None 1/x +100 +101 +150 +101 2/0/4/0/0/0/0\n"
            + "2: None 1/x +101 1/0/1/0/0/0/0\n"
            + "3: None 1/x +100 2/1/1/0/0/0/0",
            Read("ftp_dpm_1_1560431657.sync", file));
    }

    [Fact]
    public void Removal_of_a_named_trait_wins_over_a_rule_that_grants_it()
    {
        var file = Encoding.UTF8.GetBytes("x\td_unsid=100,ic=7\nx\tic=7,d_unsid=100");

        Assert.Equal(
            "1: None 1/x +100 -100 1/0/1/1/0/0/0\n2: None 1/x +100 -100 1/0/1/1/0/0/0",
            Read("ftp_dpm_1_1560431657.sync", file));
    }

    [Fact]
    public void Ids_of_a_partner_file_are_of_the_type_in_its_first_column()
    {
        const string Gaid = "6d92078a-8246-4ba4-ae5b-76104861e7dc";
        var file = Encoding.UTF8.GetBytes(
            $"Android\t{Gaid}\td_sid=100\nIDFA\t{Gaid}\td_sid=100\nAndroid\tx\td_sid=100");

        Assert.Equal(
            $"1: None 20914/{Gaid} +100 0/0/1/0/0/0/0\n2: Format\n3: InvalidDeviceId",
            Read("ftp_dpm_odc_1_1560431657.sync", file));
    }

    [Fact]
    public void Reading_allocates_nothing_for_each_record()
    {
        var lines = string.Concat(Enumerable.Range(0, 2_000).Select(number =>
            $"crm-{number}\td_sid=100,d_unsid=101,product=camera,many=1,\"k\" = \"v\"\n"
            + $"{InboundFiles.Customer}\t7\nbad\nx:y\t7\njo@ex.com\t7\n"));
        var file = Encoding.UTF8.GetBytes(lines);
        var resolver = Resolver("ftp_dpm_1_1560431657.sync");
        List<TraitChange> changes = [];
        Assert.Equal(10_000, CountRecords(resolver, changes, file));

        Assert.Equal(0, Allocations.Least(() => CountRecords(resolver, changes, file)));
    }

    /// <summary>A record as text: fault, user, changes and counts.</summary>
    internal static string Show(
        LineFault fault, string user, IEnumerable<TraitChange> changes, in TraitLineCounts counts)
    {
        if (fault is not (LineFault.None or LineFault.NoTraitRealized))
        {
            return fault.Class().ToString();
        }

        var traits = changes.Select(change => $"{(change.IsAdded ? '+' : '-')}{change.Trait} ");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{fault} {user} {string.Concat(traits)}{counts.Signals}/{counts.UnusedSignals}/"
            + $"{counts.RealizedTraits}/{counts.RemovalsRequested}/{counts.FailedTraits}/"
            + $"{counts.UnknownTraits}/{counts.TraitsOfOtherTypes}");
    }

    private static TraitLineResolver Resolver(string name) =>
        new(InboundFiles.Name<TraitFileName>(name), HashLabel.None, new FakeTraits());

    private static string Read(string name, byte[] file, params ReadOnlySpan<int> cuts)
    {
        var resolver = Resolver(name);
        List<TraitChange> changes = [];
        List<string> records = [];
        foreach (var (_, number, text) in InboundFiles.ReadLines(file, cuts))
        {
            var fault = resolver.Resolve(
                Encoding.UTF8.GetBytes(text), changes, out var user, out var counts);
            records.Add($"{number}: {Show(fault, user.ToString(), changes, counts)}");
        }

        return string.Join('\n', records);
    }

    private static long CountRecords(
        TraitLineResolver resolver, List<TraitChange> changes, byte[] file)
    {
        var counters = default(ImportCounters);
        var reader = new LineReader(file, isFinal: true, default);
        while (reader.Read() == LineStatus.Line)
        {
            var fault = resolver.Resolve(reader.Line, changes, out _, out var counts);
            counters.Count(fault, counts);
        }

        return counters.Received;
    }

    private static string RandomFile(Random random)
    {
        var file = new StringBuilder();
        for (var line = random.Next(30); line > 0; line--)
        {
            // Mostly good users and few items, so that whole lines are often good.
            var user = Users[random.Next(random.Next(2) == 0 ? 3 : Users.Length)];
            var tab = random.Next(20) == 0 ? " " : "\t";
            var items = Enumerable.Range(0, random.Next(1, 5))
                .Select(_ => Items[random.Next(random.Next(2) == 0 ? 17 : Items.Length)]);
            file.Append(user).Append(tab).AppendJoin(',', items)
                .Append(line == 1 ? string.Empty : Endings[random.Next(Endings.Length)]);
        }

        return file.ToString();
    }
}

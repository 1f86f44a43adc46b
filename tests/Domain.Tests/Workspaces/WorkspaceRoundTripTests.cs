using System.Collections.Immutable;
using Krewe.Domain.Accounts;
using Krewe.Domain.Activation;
using Krewe.Domain.Events;
using Krewe.Domain.Governance;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;

namespace Krewe.Domain.Tests.Workspaces;

/// <summary>
/// Goal: what is written is read back the same, whatever is defined.
/// Method: definitions from a seed, with every member at its default and away from it.
/// </summary>
public sealed class WorkspaceRoundTripTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Written_definitions_read_back_the_same(int seed)
    {
        var definition = Workspace(new Random(seed));

        var parse = WorkspaceFile.Parse(WorkspaceFile.Write(definition));

        Assert.True(parse.Faults.IsEmpty, $"seed {seed}: {string.Join('\n', parse.Faults)}");
        Assert.True(parse.Definition!.SameAs(definition), $"seed {seed}");
        Assert.True(WorkspacePlan.Between(definition, parse.Definition).IsEmpty, $"seed {seed}");
        Assert.Equal(definition.AddOns, parse.Definition.AddOns);
        Assert.Equal(Recipients(definition), Recipients(parse.Definition));
        Assert.Equal(
            definition.DataSources.Select(source => source with { ReportRecipients = [] }),
            parse.Definition.DataSources.Select(source => source with { ReportRecipients = [] }));
        Assert.Equal([.. definition.Traits], parse.Definition.Traits.ToArray());
        Assert.Equal([.. definition.Segments], parse.Definition.Segments.ToArray());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Plan_is_empty_only_between_same_definitions(int seed)
    {
        var random = new Random(seed);
        var (before, after) = (Workspace(random), Workspace(random));

        Assert.True(
            WorkspacePlan.Between(before, after).IsEmpty == before.SameAs(after), $"seed {seed}");
        Assert.True(WorkspacePlan.Between(before, before).IsEmpty, $"seed {seed}");
    }

    private static WorkspaceDefinition Workspace(Random random) => new()
    {
        PartnerId = Maybe(random) ? random.Next(1, 9) : null,
        AddOns = One<AddOns>(random),
        DataSources = Some(random, key => Source(random, key)),
        Traits = Some(random, key => Trait(random, key)),
        MergeRules = Some(random, key => new MergeRule
        {
            Name = $"rule {key}",
            Description = Text(random),
            CrossDevice = One<CrossDeviceOption>(random),
            Device = One<DeviceOption>(random),
            DataSources = Some(random, source => new DataSourceId(source)),
            ExportControls = (ExportControls)random.Next(16),
            IsDefault = Maybe(random),
        }),
        Segments = Some(random, key => Segment(random, key)),
        Accounts = Some(random, key => new AccountDefinition
        {
            Name = $"account {key}",
            Platform = "meta",
            AdAccountId = Text(random) ?? "1",
            Token = "env:TOKEN",
            Contacts = Some(random, contact => $"{contact}@shop.example"),
        }),
        Destinations = Some(random, key => Destination(random, key)),
        EventSources = Some(random, key => new EventSource
        {
            Name = $"source {key}",
            Users = new DataSourceId(random.Next(5)),
            Anonymous = new DataSourceId(random.Next(5)),
            Emails = Maybe(random) ? new DataSourceId(random.Next(5)) : null,
            Keys = Some(random, name => $"key {name}"),
        }),
    };

    private static string Recipients(WorkspaceDefinition definition) => string.Join(
        ' ', definition.DataSources.SelectMany(source => source.ReportRecipients));

    private static DataSource Source(Random random, int key) => new()
    {
        Id = new DataSourceId(key),
        Name = Text(random) ?? "",
        Description = Text(random),
        IntegrationCode = Text(random),
        IdType = One<IdType>(random),
        IdDefinition = One<IdDefinition>(random),
        Party = One<DataParty>(random),
        Inbound = Maybe(random),
        Outbound = Maybe(random),
        ShareAs = One<HashLabel>(random),
        ExportControls = (ExportControls)random.Next(16),
        RetentionDays = Maybe(random) ? random.Next(30, 1_801) : DataSource.RetentionDaysDefault,
        UniqueTraitIntegrationCodes = Maybe(random),
        UniqueSegmentIntegrationCodes = Maybe(random),
        ErrorSampling = Maybe(random),
        ErrorSamplingUntil = Maybe(random)
            ? new DateOnly(2026, 1, 1).AddDays(random.Next(400))
            : null,
        Namespace = Text(random),
        ReportRecipients = Some(random, recipient => $"{recipient}@shop.example"),
    };

    private static TraitDefinition Trait(Random random, int key) => new()
    {
        Id = new TraitId(key),
        Name = Text(random) ?? "",
        DataSource = new DataSourceId(random.Next(5)),
        Type = One<TraitType>(random),
        Rule = Text(random),
        TtlDays = Maybe(random) ? random.Next(400) : TraitDefinition.TtlDaysDefault,
        IntegrationCode = Text(random),
        Description = Text(random),
        Folder = Maybe(random) ? "/a/b" : "/",
    };

    private static SegmentDefinition Segment(Random random, int key) => new()
    {
        Id = new SegmentId(key),
        Name = Text(random) ?? "",
        DataSource = new DataSourceId(random.Next(5)),
        Rule = Text(random) ?? "1T",
        MergeRule = "rule 1",
        Status = One<SegmentStatus>(random),
        Description = Text(random),
        IntegrationCode = Text(random),
        Folder = Maybe(random) ? "/a/b" : "/",
    };

    private static DestinationDefinition Destination(Random random, int key) => new()
    {
        Id = new DestinationId(key),
        Name = Text(random) ?? "",
        Description = Text(random),
        Account = "account 1",
        DataSource = new DataSourceId(random.Next(5)),
        ExportLabels = (ExportLabels)random.Next(16),
        Mappings = Some(random, segment => new SegmentMapping
        {
            Segment = new SegmentId(segment),
            Start = Maybe(random) ? new DateOnly(2026, 1, 1).AddDays(random.Next(400)) : null,
            End = Maybe(random) ? new DateOnly(2027, 1, 1).AddDays(random.Next(400)) : null,
        }),
    };

    private static ImmutableArray<T> Some<T>(Random random, Func<int, T> item) =>
        [.. Enumerable.Range(1, random.Next(4)).Select(item)];

    private static T One<T>(Random random)
        where T : struct, Enum =>
        random.GetItems(Enum.GetValues<T>(), 1)[0];

    private static string? Text(Random random) => random.Next(6) switch
    {
        0 => null,
        1 => "",
        2 => "a \"quoted\" \\ text\n\twith <lines> & é 日本 😀",
        3 => "12345T AND 23456T",
        _ => $"text {random.Next(3)}",
    };

    private static bool Maybe(Random random) => random.Next(2) == 0;
}

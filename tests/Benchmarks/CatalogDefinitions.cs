using System.Globalization;
using System.Text;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;

namespace Krewe.Benchmarks;

/// <summary>Many definitions, and events that meet few of them.</summary>
internal static class CatalogDefinitions
{
    private const int EventCount = 500;
    private const int Folders = 100;
    private const int Shops = 20;

    // Where the first trait stands that has a rule.
    private const int Changed = Folders + 6;

    /// <summary>Rules of one kind over one key, by number.</summary>
    public static (string Kind, Func<int, string> RuleOf)[] Kinds { get; } =
    [
        ("equality", id => Text($"product == \"item {id}\"")),
        ("numeric", id => Text($"price >= {id}.5")),
        ("contains", id => Text($"page_url contains \"/item-{id}/\"")),
        ("startswith", id => Text($"page_url startswith \"https://shop.example/item-{id}/\"")),
        ("ranges", id => Text($"price >= {id} AND price < {id + 3}")),
        ("two signals", id => Text($"brand == \"brand {id}\" AND price > 1")),
    ];

    public static WorkspaceDefinition Of(int traits, int segments)
    {
        var random = new Random(1);
        return new WorkspaceDefinition
        {
            DataSources =
            [
                new DataSource
                {
                    Id = new DataSourceId(999_999),
                    Name = "Bench",
                    IdType = IdType.CrossDevice,
                },
            ],
            MergeRules =
            [
                new MergeRule
                {
                    Name = "all",
                    CrossDevice = CrossDeviceOption.AllCrossDeviceProfiles,
                    DataSources = [new DataSourceId(999_999)],
                },
            ],
            Traits = [.. Enumerable.Range(1, traits).Select(id => Trait(id, traits))],
            Segments = [.. Enumerable.Range(1, segments).Select(id =>
                Segment(id, Rule(random, traits)))],
        };
    }

    public static TraitDefinition Trait(int id, string? rule) => new()
    {
        Id = new TraitId(id),
        Name = Text($"trait {id}"),
        DataSource = new DataSourceId(999_999),
        Type = rule is null ? TraitType.Onboarded : TraitType.RuleBased,
        Rule = rule,
    };

    public static WorkspaceDefinition WithOtherSegment(WorkspaceDefinition definition) =>
        definition with
        {
            Segments = definition.Segments.SetItem(0, Segment(1, "1T OR 2T")),
        };

    public static WorkspaceDefinition WithMovedTrait(WorkspaceDefinition definition) =>
        definition with
        {
            Traits = definition.Traits.SetItem(
                Changed, definition.Traits[Changed] with { Folder = "/moved" }),
        };

    public static WorkspaceDefinition WithOtherRule(WorkspaceDefinition definition) =>
        definition with
        {
            Traits = definition.Traits.SetItem(
                Changed, definition.Traits[Changed] with { Rule = "price >= 7" }),
        };

    /// <summary>The same with every list and item made anew, as when a file is read.</summary>
    public static WorkspaceDefinition ReadAnew(WorkspaceDefinition definition) => definition with
    {
        MergeRules = [.. definition.MergeRules.Select(rule => rule with
        {
            DataSources = [.. rule.DataSources],
        })],
        Traits = [.. definition.Traits.Select(trait => trait with { })],
        Segments = [.. definition.Segments.Select(segment => segment with { })],
    };

    /// <summary>Page views of things whose numbers lie below a hundred: few rules hold.</summary>
    public static (byte[] Text, Signal[] Signals)[] Events(int rules)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, EventCount).Select(_ => Event(random, rules))];
    }

    private static (byte[] Text, Signal[] Signals) Event(Random random, int rules)
    {
        var buffer = new SignalBuffer();
        var item = random.Next(1, Math.Min(rules, 100) + 1);
        Add("event", "Product Viewed");
        Add("page_url", Text($"https://shop.example/item-{item}/red?campaign=autumn&s=7"));
        Add("referer", "https://search.example/?q=running+shoes");
        Add("product", Text($"Item {item}"));
        Add("brand", Text($"brand {item}"));
        Add("price", Text($"{random.Next(1, 4)}.99"));
        Add("h_user-agent", "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/146.0");
        Add("category", "shoes");
        return (buffer.Text.ToArray(), buffer.Signals.ToArray());

        void Add(string key, string value) =>
            buffer.Add(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value));
    }

    // The first stand for folders; of the others, seven of ten have rules.
    private static TraitDefinition Trait(int id, int count)
    {
        var folder = Text($"/shop {id % Shops}/season {id % Folders}");
        if (id <= Math.Min(Folders, count / 2))
        {
            return Trait(id, rule: null) with { Type = TraitType.Folder, Folder = folder };
        }

        return Trait(id, (id % 10) switch
        {
            0 or 1 or 2 => null,
            3 => Kinds[1].RuleOf(id),
            4 => Kinds[2].RuleOf(id),
            5 => Kinds[4].RuleOf(id),
            6 => Kinds[5].RuleOf(id),
            _ => Kinds[0].RuleOf(id),
        }) with
        {
            Folder = folder,
        };
    }

    private static SegmentDefinition Segment(int id, string rule) => new()
    {
        Id = new SegmentId(id),
        Name = Text($"segment {id}"),
        DataSource = new DataSourceId(999_999),
        Rule = rule,
        MergeRule = "all",
    };

    // One segment of a hundred reads a folder.
    private static string Rule(Random random, int traits)
    {
        var ruled = () => (random.Next(Math.Min(Folders, traits / 2), traits) / 10 * 10) + 7;
        var folder = random.Next(100) == 0 ? Text($" OR {random.Next(1, Folders)}T") : "";
        return Text($"({ruled()}T OR {ruled()}T{folder}) AND NOT {ruled()}T AND ")
            + Text($"FREQUENCY([{ruled()}T,{ruled()}T] <= 14D) >= 2");
    }

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}

using System.Collections.Frozen;
using Krewe.Api.Graph;
using Krewe.Api.Traits;
using Krewe.Api.Workspaces;
using Krewe.Domain.Segments;
using Krewe.Domain.Workspaces;

namespace Krewe.Api.Segments;

/// <summary>What changes of segments make of the definitions.</summary>
internal static class SegmentEdits
{
    private const string Section = "segments";

    private static readonly FrozenDictionary<string, string> Fields =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = "sid",
            ["dataSource"] = "dataSourceId",
            ["mergeRule"] = "mergeRuleId",
            ["rule"] = "expression",
        }.ToFrozenDictionary(StringComparer.Ordinal);

    public static DefinitionEdit<SegmentId> Create(Definitions known, CreateSegmentInput input)
    {
        var mistakes = new Mistakes();
        ExpectSpoken(input, mistakes);
        if (known.Definition.Segments.Length >= WorkspaceLimits.SegmentsMax)
        {
            mistakes.Add("", new LimitError(
                WorkspaceLimits.SegmentsMax,
                "There are as many segments as there may be: delete one that is not used."));
        }

        var number = Numbers.Of(
            "segment",
            ("id", "sid"),
            input.Sid,
            known.Definition.Segments.Select(segment => segment.Id.Value),
            mistakes);
        var segment = new SegmentDefinition
        {
            Id = new SegmentId(number),
            Name = input.Name,
            Description = input.Description,
            DataSource = Owners.Find(known, input.DataSourceId, mistakes),
            Folder = input.Folder,
            Rule = input.Expression,
            MergeRule = MergeRule(known, input.MergeRuleId, mistakes),
            Status = input.Status,
            IntegrationCode = input.IntegrationCode,
        };
        return Put(known, segment, mistakes);
    }

    public static DefinitionEdit<SegmentId> Update(Definitions known, UpdateSegmentInput input)
    {
        var found = Find(known, input.Id);
        Versions.Expect($"Segment {found.Key}", input.IfVersion, found.Version);
        var mistakes = new Mistakes();
        var before = found.Definition;
        var segment = before with
        {
            Name = input.Name ?? before.Name,
            Description = input.Description.Or(before.Description),
            DataSource = input.DataSourceId is { } owner
                ? Owners.Find(known, owner, mistakes)
                : before.DataSource,
            Folder = input.Folder ?? before.Folder,
            Rule = input.Expression ?? before.Rule,
            MergeRule = input.MergeRuleId is { } rule
                ? MergeRule(known, rule, mistakes)
                : before.MergeRule,
            Status = input.Status ?? before.Status,
            IntegrationCode = input.IntegrationCode.Or(before.IntegrationCode),
        };
        return Put(known, segment, mistakes);
    }

    // A segment that is gone cannot be sent: its mappings go with it.
    public static DefinitionEdit<SegmentId> Delete(Definitions known, DeleteSegmentInput input)
    {
        var found = Find(known, input.Id).Definition;
        var next = known.Definition with
        {
            Segments = known.Definition.Segments.Remove(found),
            Destinations =
            [
                .. known.Definition.Destinations.Select(destination =>
                    destination.Mappings.Any(mapping => mapping.Segment == found.Id)
                        ? destination with
                        {
                            Mappings = destination.Mappings.RemoveAll(
                                mapping => mapping.Segment == found.Id),
                        }
                        : destination),
            ],
        };
        return new(found.Id, next, new FaultReader(Section, -1));
    }

    private static SegmentView Find(Definitions known, string id) =>
        known.FindSegment(id) ?? throw Missing.Of("segment", "Segment", id);

    private static void ExpectSpoken(CreateSegmentInput input, Mistakes mistakes)
    {
        if (input.Evaluation != SegmentEvaluation.Streaming)
        {
            mistakes.Add("evaluation", new InvalidInputError(
                "evaluation",
                "Segments are decided as data arrives, not once a day: take STREAMING."));
        }

        if (input.Language != SegmentLanguage.TraitRule)
        {
            mistakes.Add("rule", new InvalidInputError(
                "language", ExpressionCheckView.NotSpoken.Problems[0].Message));
        }
    }

    private static string MergeRule(Definitions known, string? id, Mistakes mistakes)
    {
        const string member = "mergeRule";
        if (id is not null)
        {
            if (known.FindMergeRule(id) is null)
            {
                mistakes.Add(member, Missing.Error("merge rule", "MergeRule", id));
            }

            return id;
        }

        if (known.MergeRules.FirstOrDefault(rule => rule.IsDefault) is { } chosen)
        {
            return chosen.Name;
        }

        mistakes.Add(member, new InvalidInputError(
            "mergeRuleId", "No merge rule is the default, so the segment has to name one."));
        return "";
    }

    private static DefinitionEdit<SegmentId> Put(
        Definitions known, SegmentDefinition segment, Mistakes mistakes)
    {
        var others = known.Definition.Segments.Where(other => other.Id != segment.Id).ToArray();
        Names.Expect(
            "segment",
            segment.Name,
            known.FindSegment(segment.Id)?.Name,
            others.Select(other => other.Name),
            mistakes);
        Owners.ExpectFreeCode(
            known.FindDataSource(segment.DataSource)?.Source is
            {
                UniqueSegmentIntegrationCodes: true,
            },
            segment.IntegrationCode,
            others.Where(other => other.DataSource == segment.DataSource)
                .Select(other => other.IntegrationCode),
            mistakes);
        var segments = known.Definition.Segments.With(segment, one => one.Id);
        return new(
            segment.Id,
            known.Definition with { Segments = segments },
            new FaultReader(Section, segments.PlaceOf(one => one.Id == segment.Id))
            {
                Fields = Fields,
                Special = (member, faults) =>
                    member == "rule" ? RuleMistake(known, segment.Rule, faults) : null,
            })
        {
            Mistakes = mistakes,
        };
    }

    // What the rule by itself is not to blame for, as too many traits, is told without a place.
    private static MistakeException<InvalidExpressionError> RuleMistake(
        Definitions known, string rule, IReadOnlyList<DefinitionFault> faults)
    {
        var message = string.Join(' ', faults.Select(fault => fault.Message));
        var problems = ExpressionCheckView.Of(rule, known).Problems;
        return new(new InvalidExpressionError(
            problems.Count > 0 ? problems : [new ExpressionProblemView(message, 1, 1)], message));
    }
}

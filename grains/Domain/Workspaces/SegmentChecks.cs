using System.Collections.Immutable;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;
using static Krewe.Domain.Workspaces.CommonChecks;

namespace Krewe.Domain.Workspaces;

/// <summary>What is asked of segments.</summary>
internal static class SegmentChecks
{
    private const WorkspaceSection Section = WorkspaceSection.Segments;

    // Hundreds of unknown traits in one rule have one cause.
    private const int UnknownTraitsListedMax = 10;

    public static void Run(WorkspaceCheck check)
    {
        var segments = check.Definition.Segments;
        var folders = new FolderSources(check);
        Length(check, Section, segments.Length, WorkspaceLimits.SegmentsMax);
        Keys(check, Section, segments, segment => segment.Id, "id", Say.It);
        for (var index = 0; index < segments.Length; index++)
        {
            One(check, index, segments[index], folders);
        }

        OwnedCodes.Run(
            check,
            Section,
            segments,
            segment => (segment.DataSource, segment.IntegrationCode),
            source => source.UniqueSegmentIntegrationCodes,
            Say.It);
    }

    private static void One(
        WorkspaceCheck check, int index, SegmentDefinition segment, FolderSources folders)
    {
        Name(check, Section, index, segment.Name);
        Code(check, Section, index, segment.IntegrationCode);
        Folder(check, Section, index, segment.Folder);
        if (check.Source(segment.DataSource) is null)
        {
            check.UnknownSource(
                Section,
                index,
                "dataSource",
                $"{Say.Start(Say.It(segment))} is of data source {segment.DataSource}");
        }

        MergeRule(check, index, segment);
        Rule(check, index, segment, folders);
    }

    private static void MergeRule(WorkspaceCheck check, int index, SegmentDefinition segment)
    {
        if (check.MergeRule(segment.MergeRule) is not null
            || !check.IsComplete(WorkspaceSection.MergeRules))
        {
            return;
        }

        var names = check.Definition.MergeRules.Select(rule => rule.Name);
        var hint = NearestWord.Hint(segment.MergeRule, names);
        check.Error(
            Section,
            index,
            "mergeRule",
            $"{Say.Start(Say.It(segment))} is decided by merge rule "
            + $"{Say.Quote(segment.MergeRule)}, which is not defined"
            + (hint.Length > 0 ? hint : "; add it to mergeRules or correct the name."));
    }

    private static void Rule(
        WorkspaceCheck check, int index, SegmentDefinition segment, FolderSources folders)
    {
        var reading = check.Rules.Segment(segment.Rule, check.SoundTrait);
        CommonChecks.Rule(check, Section, index, Say.It(segment), reading);
        if (reading.Traits.Length > WorkspaceLimits.SegmentTraitsMax)
        {
            check.Error(
                Section,
                index,
                "rule",
                Invariant($"{Say.Start(Say.It(segment))} reads {reading.Traits.Length} traits; at ")
                + Invariant($"most {WorkspaceLimits.SegmentTraitsMax} may be."));
        }

        var known = reading.Traits
            .Select(check.Trait)
            .OfType<TraitDefinition>()
            .ToImmutableArray();
        check.SetTraitsOf(segment.Id, folders.Added(known));
        if (known.Length < reading.Traits.Length && check.IsComplete(WorkspaceSection.Traits))
        {
            UnknownTraits(check, index, segment, reading.Traits);
        }
    }

    private static void UnknownTraits(
        WorkspaceCheck check, int index, SegmentDefinition segment, ImmutableArray<TraitId> traits)
    {
        var unknown = traits.Where(id => check.Trait(id) is null).ToArray();
        var listed = string.Join(
            ", ", unknown.Take(UnknownTraitsListedMax).Select(id => $"{id}T"));
        var more = unknown.Length > UnknownTraitsListedMax
            ? Invariant($" and {unknown.Length - UnknownTraitsListedMax} more")
            : "";
        check.Error(
            Section,
            index,
            "rule",
            $"{Say.Start(Say.It(segment))} reads {listed}{more}, not defined; define the "
            + "traits first or correct the rule.");
    }
}

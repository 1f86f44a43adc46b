using System.Collections.Immutable;
using Krewe.Domain.Activation;
using Krewe.Domain.Governance;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;
using static Krewe.Domain.Workspaces.CommonChecks;

namespace Krewe.Domain.Workspaces;

/// <summary>What is asked of the mappings of destinations.</summary>
internal sealed class MappingChecks(WorkspaceCheck check)
{
    private const WorkspaceSection Section = WorkspaceSection.Destinations;

    // A segment is often sent to many destinations, and reads the same for each.
    private readonly Dictionary<SegmentId, ImmutableArray<ExportCarrier>> _carriers = [];

    public void Run(int index, DestinationDefinition destination)
    {
        var seen = new HashSet<SegmentId>();
        for (var item = 0; item < destination.Mappings.Length; item++)
        {
            var mapping = destination.Mappings[item];
            var member = Invariant($"mappings[{item}]");
            Days(index, member, destination, mapping);
            if (!seen.Add(mapping.Segment))
            {
                check.Error(
                    Section,
                    index,
                    $"{member}.segment",
                    $"{Say.Start(Say.It(destination))} maps segment {mapping.Segment} twice; keep "
                    + "one mapping.");
            }
            else if (check.Segment(mapping.Segment) is { } segment)
            {
                Segment(index, $"{member}.segment", destination, segment);
            }
            else if (check.IsComplete(WorkspaceSection.Segments))
            {
                check.Error(
                    Section,
                    index,
                    $"{member}.segment",
                    $"{Say.Start(Say.It(destination))} maps segment {mapping.Segment}, which is "
                    + "not defined; add it to segments or remove the mapping.");
            }
        }
    }

    private void Days(
        int index, string member, DestinationDefinition destination, SegmentMapping mapping)
    {
        if (mapping is { Start: { } start, End: { } end } && end < start)
        {
            check.Error(
                Section,
                index,
                $"{member}.end",
                $"{Say.Start(Say.It(destination))} maps segment {mapping.Segment} from "
                + Invariant($"{start:yyyy-MM-dd} to {end:yyyy-MM-dd}, which is earlier; ")
                + "write an end on or after the start, or none.");
        }
    }

    private void Segment(
        int index, string member, DestinationDefinition destination, SegmentDefinition segment)
    {
        if (check.MergeRule(segment.MergeRule) is { } rule && !check.IsBroken(rule))
        {
            Rule(index, member, destination, segment, rule);
        }

        Parties(index, member, destination, segment);
        foreach (var block in ExportControlCheck.Blocks(Carriers(segment), destination))
        {
            check.Error(
                Section,
                index,
                member,
                $"{Say.Start(Say.It(segment))} cannot be sent to {Say.It(destination)}: {block}");
        }
    }

    private void Rule(
        int index,
        string member,
        DestinationDefinition destination,
        SegmentDefinition segment,
        MergeRule rule)
    {
        if (new MergeRuleOptions(rule.CrossDevice, rule.Device).UsesDeviceGraph)
        {
            check.Error(
                Section,
                index,
                member,
                $"{Say.Start(Say.It(segment))} cannot be sent to {Say.It(destination)}: "
                + $"{Say.It(rule)} uses a device graph, which people-based destinations refuse; "
                + "give the segment a merge rule without one.");
        }
        else if (UndecidedMappings.Warning(segment, rule, destination) is { } warning)
        {
            check.Warn(Section, index, member, warning);
        }
    }

    private void Parties(
        int index, string member, DestinationDefinition destination, SegmentDefinition segment)
    {
        foreach (var trait in check.TraitsOf(segment.Id))
        {
            if (check.Source(trait.DataSource) is { Party: not DataParty.First } source)
            {
                check.Error(
                    Section,
                    index,
                    member,
                    $"{Say.Start(Say.It(segment))} cannot be sent to {Say.It(destination)}: "
                    + $"{Say.It(trait)} is of {Say.It(source)}, which holds "
                    + $"{FileWords.Parties.Write(source.Party)}-party data, and people-based "
                    + "destinations take first-party data only; take the trait out of the "
                    + "segment.");
                return;
            }
        }
    }

    private ImmutableArray<ExportCarrier> Carriers(SegmentDefinition segment)
    {
        if (!_carriers.TryGetValue(segment.Id, out var carriers))
        {
            carriers = ExportControlCheck.CarriersOf(
                segment,
                check.TraitsOf(segment.Id),
                check.MergeRule(segment.MergeRule),
                check.Source);
            _carriers.Add(segment.Id, carriers);
        }

        return carriers;
    }
}

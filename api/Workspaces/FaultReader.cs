using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Krewe.Api.Governance;
using Krewe.Api.Graph;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Activation;
using Krewe.Domain.Governance;
using Krewe.Domain.Workspaces;

namespace Krewe.Api.Workspaces;

/// <summary>Tells the validator's faults in the caller's words: by their paths, never by their
/// messages.</summary>
/// <param name="Section">The list of the thing at hand, as files call it.</param>
/// <param name="Index">Its place in that list; -1: it is gone, or it is the workspace.</param>
internal sealed partial record FaultReader(string Section, int Index)
{
    /// <summary>Inputs' words for members, where they differ.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } =
        ImmutableDictionary<string, string>.Empty;

    /// <summary>What is told of a member's faults instead of that the input is invalid.</summary>
    public Func<string, IReadOnlyList<DefinitionFault>, MistakeException?> Special { get; init; } =
        (_, _) => null;

    /// <summary>Whether payloads have a place for export controls by themselves.</summary>
    public bool TellsControls { get; init; } = true;

    /// <summary>Adds the mistakes that faults stand for.</summary>
    public void Read(
        WorkspaceDefinition next, IEnumerable<DefinitionFault> faults, Mistakes mistakes)
    {
        var mappings = new HashSet<(int, int)>();
        var indexed = new Lazy<Definitions>(
            () => new Definitions(new WorkspaceSnapshot { Definition = next }));
        foreach (var group in faults.GroupBy(fault => PlaceOf(fault.Path)))
        {
            var place = group.Key;
            if (MappingOf(group.First().Path) is { } mapping)
            {
                if (mappings.Add(mapping))
                {
                    Mapping(indexed.Value, mapping, [.. group], mistakes);
                }
            }
            else if (place.Section == Section && mistakes.Covers(place.Member))
            {
                // Told already, in the caller's words.
            }
            else if (place.Section == Section && place.Index == Index && Index >= 0)
            {
                Own(place.Member, [.. group], mistakes);
            }
            else
            {
                Others(group, mistakes);
            }
        }
    }

    private void Own(string member, DefinitionFault[] faults, Mistakes mistakes)
    {
        if (Special(member, faults) is { } special)
        {
            mistakes.Add(special);
            return;
        }

        foreach (var fault in faults)
        {
            mistakes.Add(new MistakeException<InvalidInputError>(new InvalidInputError(
                Fields.GetValueOrDefault(member, member), fault.Message)));
        }
    }

    // There is no better name for what the call touches by the way than its place in the file.
    private static void Others(IEnumerable<DefinitionFault> faults, Mistakes mistakes)
    {
        foreach (var fault in faults)
        {
            mistakes.Add(new MistakeException<InvalidInputError>(
                new InvalidInputError(fault.Path, fault.Message)));
        }
    }

    private void Mapping(
        Definitions next,
        (int Destination, int Item) place,
        DefinitionFault[] faults,
        Mistakes mistakes)
    {
        var destination = next.Definition.Destinations[place.Destination];
        var mapping = destination.Mappings[place.Item];
        var blocks = BlocksOf(next, destination, mapping);
        if (blocks.IsEmpty)
        {
            Others(faults, mistakes);
            return;
        }

        mistakes.Add(new MistakeException<PolicyViolationError>(new PolicyViolationError(
            [.. blocks.Select(PolicyViolationView.Of)],
            string.Join(' ', faults.Select(fault => fault.Message)))));
        foreach (var block in TellsControls ? blocks : [])
        {
            mistakes.Add(new MistakeException<ExportControlError>(Told(block)));
        }
    }

    private static ImmutableArray<ExportBlock> BlocksOf(
        Definitions next, DestinationDefinition destination, SegmentMapping mapping) =>
        next.FindSegment(mapping.Segment) is { } segment
        && next.FindMergeRule(segment.Definition.MergeRule) is not null
            ? PolicyCheck.BlocksOf(next, segment, destination)
            : [];

    private static ExportControlError Told(ExportBlock block)
    {
        var pair = ExportPair.All.First(one => one.ControlText == block.Control);
        return new ExportControlError(
            (ExportControl)pair.Control, (ExportLabel)pair.Label, block.ControlOn, $"{block}");
    }

    private static (int Destination, int Item)? MappingOf(string path) =>
        MappingPath().Match(path) is { Success: true } found
            ? (Number(found.Groups["index"].Value), Number(found.Groups["item"].Value))
            : null;

    private static (string Section, int Index, string Member) PlaceOf(string path) =>
        ThingPath().Match(path) is { Success: true } found
            ? (
                found.Groups["list"].Value,
                found.Groups["index"] is { Success: true } index ? Number(index.Value) : -1,
                MappingOf(path) is null ? found.Groups["member"].Value : path)
            : ("", -1, "");

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A\$\.destinations\[(?<index>[0-9]{1,9})\]\.mappings\[(?<item>[0-9]{1,9})\]",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex MappingPath();

    [GeneratedRegex(@"\A\$\.(?<list>[A-Za-z]+)(\[(?<index>[0-9]{1,9})\])?(\.(?<member>[A-Za-z]+))?",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ThingPath();
}

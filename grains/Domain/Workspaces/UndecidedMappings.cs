using System.Collections.Immutable;
using Krewe.Domain.Activation;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;

namespace Krewe.Domain.Workspaces;

/// <summary>Segments that are sent to a destination but have nobody to send, because of their merge
/// rule.</summary>
public static class UndecidedMappings
{
    /// <summary>A sentence for each such segment of a destination.</summary>
    public static ImmutableArray<string> Of(
        WorkspaceDefinition workspace, DestinationDefinition destination)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(destination);
        var mapped = destination.Mappings.Select(mapping => mapping.Segment).ToHashSet();
        var rules = workspace.MergeRules.ToDictionary(rule => rule.Name, StringComparer.Ordinal);
        return
        [
            .. workspace.Segments
                .Where(segment => mapped.Contains(segment.Id))
                .Select(segment => rules.TryGetValue(segment.MergeRule, out var rule)
                    ? Warning(segment, rule, destination)
                    : null)
                .OfType<string>(),
        ];
    }

    /// <summary>What to say of one segment; null where its merge rule reads people.</summary>
    internal static string? Warning(
        SegmentDefinition segment, MergeRule rule, DestinationDefinition destination) =>
        rule.CrossDevice is CrossDeviceOption.NoCrossDeviceProfile
            ? $"{Say.Start(Say.It(segment))} is decided by {Say.It(rule)}, which reads no "
                + $"cross-device profile, so {Say.It(destination)} gets nobody; give it another "
                + "merge rule."
            : null;
}

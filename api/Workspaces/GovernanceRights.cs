using System.Security.Claims;
using Krewe.Api.Access;
using Krewe.Domain.Access;
using Krewe.Domain.Governance;
using Krewe.Domain.Workspaces;

namespace Krewe.Api.Workspaces;

/// <summary>Keeps whoever may define, but not decide what data may be used for, from doing so by
/// the way.</summary>
/// <remarks>A control that is in force stays as it is, with the thing that it is on; so does the
/// label of a destination. Controls and labels of new things are part of defining them.</remarks>
internal static class GovernanceRights
{
    /// <summary>What of new definitions the caller may not put in the place of the known
    /// ones.</summary>
    public static IEnumerable<DefinitionFault> Find(
        WorkspaceDefinition known, WorkspaceDefinition next, ClaimsPrincipal user) =>
        user.May(Permission.ManageGovernance)
            ? []
            :
            [
                .. known.DataSources
                    .Where(one => IsLoosened(
                        one.ExportControls,
                        next.DataSources.FirstOrDefault(other => other.Id == one.Id)
                            ?.ExportControls))
                    .Select(one => Fault("dataSources", $"data source {one.Id.Value}")),
                .. known.MergeRules
                    .Where(one => IsLoosened(
                        one.ExportControls,
                        next.MergeRules.FirstOrDefault(other => other.Name == one.Name)
                            ?.ExportControls))
                    .Select(one => Fault("mergeRules", $"merge rule \"{one.Name}\"")),
                .. known.Destinations
                    .Where(one => next.Destinations.Any(other =>
                        other.Id == one.Id && other.ExportLabels != one.ExportLabels))
                    .Select(one => Fault("destinations", $"destination {one.Id.Value}")),
            ];

    // A thing that had no controls may go; one that had takes them with it.
    private static bool IsLoosened(ExportControls known, ExportControls? next) =>
        next is null ? known != ExportControls.None : known != next;

    private static DefinitionFault Fault(string path, string thing) => new(
        $"$.{path}",
        0,
        0,
        $"The export controls or labels of {thing} change, which needs the permission "
            + $"{Permission.ManageGovernance}: leave them as they are, or have a steward apply the "
            + "file.");
}

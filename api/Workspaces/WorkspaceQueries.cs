using HotChocolate.Authorization;
using HotChocolate.Types;
using Krewe.Api.Graph;
using Krewe.Domain.Access;

namespace Krewe.Api.Workspaces;

/// <summary>The workspace in the graph.</summary>
[ExtendObjectType(OperationTypeNames.Query)]
public sealed class WorkspaceQueries
{
    /// <summary>What the workspace says of itself.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    public async Task<WorkspaceView> GetWorkspaceAsync(
        DefinitionsReader definitions, CancellationToken cancellationToken) =>
        new(await definitions.GetAsync(cancellationToken));
}

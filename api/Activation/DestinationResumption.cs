using System.Security.Claims;
using HotChocolate;
using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Access;
using Krewe.Api.Graph;
using Krewe.Contracts.Activation;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;

namespace Krewe.Api.Activation;

/// <summary>Which destination is to send again.</summary>
public sealed record ResumeDestinationInput([property: ID<DestinationView>] string Id);

/// <summary>Has destinations send again.</summary>
[ExtendObjectType(OperationTypeNames.Mutation)]
internal sealed class DestinationResumption
{
    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<NotFoundError>]
    [GraphQLDescription("Sends again after a pause, with the credentials as they are now.")]
    public async Task<DestinationView?> ResumeDestinationAsync(
        ResumeDestinationInput input,
        DefinitionsReader reader,
        IGrainFactory grains,
        AuditLog audit,
        ClaimsPrincipal user,
        CancellationToken cancellationToken) => await audit.DoAsync(
        user,
        AuditActions.DestinationResume,
        "destination",
        () => TryAsync(input.Id, reader, grains, cancellationToken),
        done => (input.Id, done is null)) ?? throw Missing.Of(
            "destination", "Destination", input.Id);

    private static async Task<DestinationView?> TryAsync(
        string id,
        DefinitionsReader reader,
        IGrainFactory grains,
        CancellationToken cancellationToken)
    {
        var destination = (await reader.GetAsync(cancellationToken)).FindDestination(id);
        if (destination is not null)
        {
            await grains
                .GetGrain<IDestinationGrain>(WorkspaceId.Main.DestinationKey(destination.Key))
                .ResumeAsync(cancellationToken);
        }

        return destination;
    }
}

using System.Security.Claims;
using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Api.Workspaces;
using Krewe.Domain.Access;

namespace Krewe.Api.Identity;

/// <summary>Changes of data sources.</summary>
[ExtendObjectType(OperationTypeNames.Mutation)]
internal sealed class DataSourceMutations
{
    private const string Kind = "data-source";

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<InvalidInputError>]
    [Error<NameTakenError>]
    public async Task<DataSourceView?> CreateDataSourceAsync(
        CreateDataSourceInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var done = await desk.ChangeAsync(
            new Asked(AuditActions.DataSourceCreate, Kind),
            known => DataSourceEdits.Create(known, input),
            user,
            cancellationToken);
        return done.After.FindDataSource(done.Key);
    }

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<InvalidInputError>]
    [Error<NotFoundError>]
    [Error<VersionConflictError>]
    [Error<PolicyViolationError>]
    public async Task<DataSourceView?> UpdateDataSourceAsync(
        UpdateDataSourceInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var done = await desk.ChangeAsync(
            new Asked(AuditActions.DataSourceUpdate, Kind, input.Id),
            known => DataSourceEdits.Update(known, input),
            user,
            cancellationToken);
        return done.After.FindDataSource(done.Key);
    }

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<InvalidInputError>]
    [Error<NotFoundError>]
    [Error<VersionConflictError>]
    [UseMutationConvention(PayloadFieldName = "deletedId")]
    [ID<DataSourceView>]
    public async Task<string?> DeleteDataSourceAsync(
        DeleteDataSourceInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        await desk.ChangeAsync(
            new Asked(AuditActions.DataSourceDelete, Kind, input.Id),
            known => DataSourceEdits.Delete(known, input),
            user,
            cancellationToken);
        return input.Id;
    }
}

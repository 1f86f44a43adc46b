using System.Security.Claims;
using HotChocolate;
using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Domain.Access;

namespace Krewe.Api.Datasets;

/// <summary>A field of a new dataset's records.</summary>
public sealed record DatasetFieldInput(
    string Path,
    FieldType Type,
    string? IdentityNamespace,
    [property: DefaultValueSyntax("[]")] IReadOnlyList<string> Labels);

/// <summary>A new dataset.</summary>
public sealed record CreateDatasetInput(
    string Name,
    string? Description,
    string Schema,
    string PrimaryIdentity,
    IReadOnlyList<DatasetFieldInput> Fields,
    [property: DefaultValueSyntax("[]")] IReadOnlyList<string> Labels);

/// <summary>Labels of a field.</summary>
[GraphQLDescription("An empty path labels the whole dataset.")]
public sealed record LabelFieldInput(
    [property: ID<DatasetView>] string DatasetId, string Path, IReadOnlyList<string> Labels);

/// <summary>Changes of datasets: there are none yet.</summary>
[ExtendObjectType(OperationTypeNames.Mutation)]
internal sealed class DatasetMutations
{
    private const string Kind = "dataset";

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<InvalidInputError>]
    [Error<NotFoundError>]
    [Error<NameTakenError>]
    public Task<DatasetView?> CreateDatasetAsync(
        CreateDatasetInput input, NotAvailable notAvailable, ClaimsPrincipal user)
    {
        _ = input;
        return notAvailable.RefuseAsync<DatasetView?>(
            AuditActions.DatasetCreate,
            Kind,
            "There are no datasets yet. Make a data source with createDataSource and traits with "
            + "createTrait, and send trait files to /v1/inbound.",
            user);
    }

    [Authorize(Policy = nameof(Permission.ManageGovernance))]
    [Error<InvalidInputError>]
    [Error<NotFoundError>]
    [Error<PolicyViolationError>]
    public Task<DatasetView?> LabelFieldAsync(
        LabelFieldInput input, NotAvailable notAvailable, ClaimsPrincipal user)
    {
        _ = input;
        return notAvailable.RefuseAsync<DatasetView?>(
            AuditActions.DatasetLabel,
            Kind,
            "There are no datasets to label yet. Say with exportControls of a data source or a "
            + "merge rule what its data may not be used for.",
            user);
    }
}

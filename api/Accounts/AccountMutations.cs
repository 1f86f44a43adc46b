using System.Security.Claims;
using HotChocolate;
using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Api.Workspaces;
using Krewe.Domain.Access;

namespace Krewe.Api.Accounts;

/// <summary>Changes of accounts.</summary>
[ExtendObjectType(OperationTypeNames.Mutation)]
internal sealed class AccountMutations
{
    private const string Kind = "account";

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<InvalidInputError>]
    [Error<NameTakenError>]
    [UseMutationConvention(PayloadFieldName = "account")]
    public async Task<AccountView?> CreateAccountAsync(
        CreateAccountInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var done = await desk.ChangeAsync(
            new Asked(AuditActions.AccountCreate, Kind),
            known => AccountEdits.Create(known, input),
            user,
            cancellationToken);
        return done.After.FindAccount(done.Key);
    }

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<InvalidInputError>]
    [Error<NotFoundError>]
    [Error<NameTakenError>]
    [Error<VersionConflictError>]
    [UseMutationConvention(PayloadFieldName = "account")]
    public async Task<AccountView?> UpdateAccountAsync(
        UpdateAccountInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var done = await desk.ChangeAsync(
            new Asked(AuditActions.AccountUpdate, Kind, input.Id),
            known => AccountEdits.Update(known, input),
            user,
            cancellationToken);
        return done.After.FindAccount(done.Key);
    }

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<NotFoundError>]
    [Error<AccountNotConnectedError>]
    [UseMutationConvention(PayloadFieldName = "account")]
    public async Task<AccountView?> SelectAdvertiserAccountAsync(
        SelectAdvertiserAccountInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var done = await desk.ChangeAsync(
            new Asked(AuditActions.AccountUpdate, Kind, input.AccountId),
            known => AccountEdits.Select(known, input),
            user,
            cancellationToken);
        return done.After.FindAccount(done.Key);
    }

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<InvalidInputError>]
    [Error<NotFoundError>]
    [Error<VersionConflictError>]
    [UseMutationConvention(PayloadFieldName = "deletedId")]
    [ID<AccountView>]
    public async Task<string?> DeleteAccountAsync(
        DeleteAccountInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        await desk.ChangeAsync(
            new Asked(AuditActions.AccountDelete, Kind, input.Id),
            known => AccountEdits.Delete(known, input),
            user,
            cancellationToken);
        return input.Id;
    }

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<InvalidInputError>]
    [Error<NotFoundError>]
    [GraphQLDescription(
        "Starts the platform's OAuth flow. Send the person to authorizeUrl; the platform calls "
        + "back.")]
    public Task<ConnectAccountPayload> ConnectAccountAsync(
        ConnectAccountInput input, NotAvailable notAvailable, ClaimsPrincipal user)
    {
        _ = input;
        return notAvailable.RefuseAsync<ConnectAccountPayload>(
            AuditActions.AccountConnect,
            Kind,
            "Accounts are not connected by way of their platform yet. Make a token there, keep it "
            + "in a file or an environment variable of the silo, and use createAccount.",
            user);
    }

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<NotFoundError>]
    public Task<RenewAccountPayload> RenewAccountAsync(
        RenewAccountInput input, NotAvailable notAvailable, ClaimsPrincipal user)
    {
        _ = input;
        return notAvailable.RefuseAsync<RenewAccountPayload>(
            AuditActions.AccountRenew,
            Kind,
            "Accounts are not renewed by way of their platform yet. Make a new token there and put "
            + "it in the place that the account names, or name another with updateAccount; then "
            + "use resumeDestination.",
            user);
    }
}

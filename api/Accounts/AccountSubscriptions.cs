using System.Runtime.CompilerServices;
using HotChocolate;
using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Contracts.Activation;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;

namespace Krewe.Api.Accounts;

/// <summary>What becomes of accounts, as it happens.</summary>
[ExtendObjectType(OperationTypeNames.Subscription)]
public sealed class AccountSubscriptions
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    /// <summary>Tells of an account when its definition or its standing has changed. Nothing
    /// announces either, so it looks every two seconds.</summary>
    public async IAsyncEnumerable<AccountView> OpenAccountAsync(
        [ID<AccountView>] string accountId,
        DefinitionsReader reader,
        IGrainFactory grains,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = default((long, bool)?);
        using var timer = new PeriodicTimer(Look, time);
        do
        {
            var definitions = await reader.GetAsync(cancellationToken);
            if (definitions.FindAccount(accountId) is not { } account)
            {
                throw GraphErrors.Of("NOT_FOUND", $"There is no account `{accountId}`.");
            }

            var now = (
                account.Version,
                await IsRefusedAsync(account, definitions, grains, cancellationToken));
            if (last is { } known && known != now)
            {
                yield return account;
            }

            last = now;
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>An account that has changed.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    [Subscribe(With = nameof(OpenAccountAsync))]
    [GraphQLName("integratedAccountChanged")]
    public AccountView IntegratedAccountChanged(
        [ID<AccountView>] string accountId, [EventMessage] AccountView message)
    {
        _ = accountId;
        return message;
    }

    private static async Task<bool> IsRefusedAsync(
        AccountView account,
        Definitions definitions,
        IGrainFactory grains,
        CancellationToken cancellationToken)
    {
        foreach (var destination in definitions.DestinationsOf(account))
        {
            var plan = await grains
                .GetGrain<IDestinationGrain>(WorkspaceId.Main.DestinationKey(destination.Key))
                .GetPlanAsync(cancellationToken);
            if (plan.PausedBecause is not null)
            {
                return true;
            }
        }

        return false;
    }
}

using HotChocolate.Authorization;
using HotChocolate.Types;
using Krewe.Api.Graph;
using Krewe.Domain.Access;
using Krewe.Domain.Accounts;

namespace Krewe.Api.Accounts;

/// <summary>Platforms and accounts in the graph.</summary>
[ExtendObjectType(OperationTypeNames.Query)]
public sealed class AccountQueries
{
    /// <summary>Every platform there is.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    public IReadOnlyList<PlatformView> GetPlatforms() =>
        [.. AdPlatform.All.Select(platform => new PlatformView(platform))];

    /// <summary>All accounts, by name.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    public async Task<IReadOnlyList<AccountView>> GetIntegratedAccountsAsync(
        DefinitionsReader definitions, CancellationToken cancellationToken) =>
        (await definitions.GetAsync(cancellationToken)).Accounts;
}

using System.Security.Claims;
using HotChocolate;
using HotChocolate.Authorization;
using HotChocolate.Types.Relay;
using Krewe.Api.Activation;
using Krewe.Api.Graph;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Krewe.Domain.Accounts;

namespace Krewe.Api.Accounts;

/// <summary>An advertiser account on a platform as the graph shows it; never its token.</summary>
[Node]
[GraphQLName("IntegratedAccount")]
public sealed class AccountView(AccountDefinition account, Revision revision)
{
    /// <summary>Its key in the graph.</summary>
    public string Id => account.Name;

    /// <summary>What people call it.</summary>
    public string Name => account.Name;

    /// <summary>The platform.</summary>
    public PlatformView Platform => new(
        AdPlatform.Find(account.Platform) ?? throw new InvalidOperationException(
            $"The platform {account.Platform} is one that the validator would not have passed."));

    /// <summary>The advertiser accounts to choose from: the one that was given.</summary>
    public IReadOnlyList<AdvertiserAccountView> AdvertiserAccounts => [SelectedAdvertiserAccount];

    /// <summary>The advertiser account that is sent to.</summary>
    public AdvertiserAccountView SelectedAdvertiserAccount =>
        new(account.AdAccountId, account.Name, Currency: null, Permitted: true);

    /// <summary>When the token expires: the platform is not asked yet.</summary>
    public DateTimeOffset? TokenExpiresAt => null;

    /// <summary>Who is told when the token is about to expire.</summary>
    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    public IReadOnlyList<string> GetContactEmails() => account.Contacts;

    /// <summary>When it was connected.</summary>
    public DateTimeOffset? ConnectedAt => revision.Created == 0
        ? null
        : DateTimeOffset.FromUnixTimeSeconds(revision.Created);

    /// <summary>The version of the definitions that changed it last.</summary>
    public long Version => revision.Version;

    internal AccountDefinition Definition => account;

    /// <summary>Expired as soon as the platform has refused its token to a destination.</summary>
    public async Task<AccountStatus> GetStatusAsync(
        DefinitionsReader reader,
        DestinationStatusDataLoader statuses,
        CancellationToken cancellationToken)
    {
        var definitions = await reader.GetAsync(cancellationToken);
        var keys = definitions.DestinationsOf(this).Select(one => one.Key).ToArray();
        var known = await statuses.LoadAsync(keys, cancellationToken);
        return known.Any(status => status?.PausedBecause is not null)
            ? AccountStatus.Expired
            : AccountStatus.Connected;
    }

    /// <summary>Fetches an account by its key.</summary>
    [NodeResolver]
    public static async Task<AccountView?> GetNodeAsync(
        string id,
        DefinitionsReader definitions,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        user.Demand(Permission.ReadDefinitions);
        return await GetAsync(id, definitions, cancellationToken);
    }

    internal static async Task<AccountView?> GetAsync(
        string id, DefinitionsReader definitions, CancellationToken cancellationToken) =>
        (await definitions.GetAsync(cancellationToken)).FindAccount(id);
}

/// <summary>Whether a platform lets us in.</summary>
public enum AccountStatus
{
    /// <summary>The person has not come back from the platform.</summary>
    Pending,

    /// <summary>It does.</summary>
    Connected,

    /// <summary>Not for long.</summary>
    Expiring,

    /// <summary>No longer.</summary>
    Expired,

    /// <summary>The person has taken it back.</summary>
    Revoked,
}

/// <summary>An advertiser account on its platform.</summary>
[GraphQLName("AdvertiserAccount")]
public sealed record AdvertiserAccountView(
    string ExternalId, string Name, string? Currency, bool Permitted);

/// <summary>An ad platform as the graph shows it.</summary>
[Node]
[GraphQLName("Platform")]
public sealed class PlatformView(AdPlatform platform)
{
    /// <summary>Its key in the graph.</summary>
    public string Id => platform.Key;

    /// <summary>The name in definitions.</summary>
    public string Code => platform.Key;

    /// <summary>What people call it.</summary>
    public string Name => platform.Name;

    /// <summary>The kinds of identifiers that it takes from us.</summary>
    public IReadOnlyList<string> AcceptedIdentifiers => platform.Identifiers;

    /// <summary>How many identifiers one call may carry.</summary>
    public int RecordsPerCallMax => platform.RecordsPerCallMax;

    /// <summary>Whether an audience is replaced as a whole: we send differences.</summary>
    public bool SupportsReplace => false;

    /// <summary>Fetches a platform by its key.</summary>
    [NodeResolver]
    public static PlatformView? Get(string id) =>
        AdPlatform.Find(id) is { } platform ? new(platform) : null;
}

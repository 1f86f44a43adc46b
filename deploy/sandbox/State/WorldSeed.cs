using System.Collections.Frozen;
using Krewe.Sandbox.Control;

namespace Krewe.Sandbox.State;

/// <summary>What to put into a world; what has a known id is replaced.</summary>
internal sealed record WorldSeed
{
    public const int AccountsMax = 10_000;
    public const string DefaultUserId = "100000000000001";
    public const string DefaultAppId = "200000000000001";
    public const string DefaultSecret = "sandbox-secret";

    public static readonly TimeSpan DefaultTokenLifetime = TimeSpan.FromSeconds(5_183_944);

    public static readonly IReadOnlyList<string> DefaultScopes =
        ["ads_management", "ads_read", "business_management"];

    public IReadOnlyList<AppSeed> Apps { get; init; } = [];

    public IReadOnlyList<AccountSeed> Accounts { get; init; } = [];

    public IReadOnlyList<UserSeed> Users { get; init; } = [];

    public IReadOnlyList<TokenSeed> Tokens { get; init; } = [];

    public IReadOnlyList<PersonSeed> Universe { get; init; } = [];

    /// <summary>Account ids whose terms are accepted (true) or not (false).</summary>
    public IReadOnlyDictionary<string, bool> Tos { get; init; } =
        FrozenDictionary<string, bool>.Empty;

    /// <summary>Two accounts ready for work; a third of the standard tier, terms open.</summary>
    public static WorldSeed Default(SandboxOptions options) => new()
    {
        Apps = [new AppSeed(DefaultAppId, DefaultSecret, "Sandbox app", [])],
        Accounts =
        [
            new AccountSeed("1", "First sandbox account"),
            new AccountSeed("2", "Second sandbox account"),
            new AccountSeed("3", "Terms not accepted", Tos: false, Tier: "standard_access"),
        ],
        Users = [new UserSeed(DefaultUserId, "Sandbox Person", ["1", "2", "3"])],
        Tokens = [new TokenSeed("default", options.Token)],
    };

    /// <exception cref="ControlRefusalException">The seed names what is not there.</exception>
    public void Plant(World world)
    {
        foreach (var app in Apps)
        {
            world.Apps[app.Id] = new ClientApp(
                app.Id, app.Secret, app.Name ?? app.Id, app.RedirectUris ?? []);
        }

        foreach (var account in Accounts)
        {
            PlantAccount(world, account);
        }

        foreach (var (id, accepted) in Tos)
        {
            Known(world.Accounts, Bare(id), "account").TermsAccepted = accepted;
        }

        foreach (var user in Users)
        {
            world.Users[user.Id] = new SandboxUser(
                user.Id, user.Name ?? user.Id, (user.Accounts ?? []).Select(Bare).ToFrozenSet());
        }

        foreach (var token in Tokens)
        {
            PlantToken(world, token);
        }

        world.Universe = Universe.Count == 0 ? world.Universe : new Universe(Universe);
    }

    public static AccessToken PlantToken(World world, TokenSeed token)
    {
        var user = Known(world.Users, token.User ?? DefaultUserId, "user");
        var app = Known(world.Apps, token.App ?? DefaultAppId, "app");
        var lifetime = token.ExpiresIn is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : DefaultTokenLifetime;
        return world.Tokens.Issue(
            user.Id,
            app.Id,
            token.Scopes ?? DefaultScopes,
            lifetime == TimeSpan.Zero ? null : lifetime,
            token.Id,
            token.Value);
    }

    /// <summary>Account ids are taken with or without the prefix that Meta shows.</summary>
    public static string Bare(string accountId) =>
        accountId.StartsWith("act_", StringComparison.Ordinal) ? accountId[4..] : accountId;

    private static void PlantAccount(World world, AccountSeed seed)
    {
        var id = Bare(seed.Id);
        if (world.Accounts.Count >= AccountsMax && !world.Accounts.ContainsKey(id))
        {
            throw new ControlRefusalException($"There is room for {AccountsMax} accounts.");
        }

        var account = world.Accounts.GetOrAdd(id, key => new AdAccount(key, key));
        account.Name = seed.Name ?? account.Name;
        account.TermsAccepted = seed.Tos ?? account.TermsAccepted;
        account.CallsPerHour = seed.CallsPerHour ?? account.CallsPerHour;
        account.IsAdvancedTier = seed.Tier is null
            ? account.IsAdvancedTier
            : seed.Tier != "standard_access";
    }

    private static T Known<T>(IDictionary<string, T> all, string id, string what) =>
        all.TryGetValue(id, out var known)
            ? known
            : throw new ControlRefusalException($"There is no {what} {id}: seed it first.");
}

internal sealed record AppSeed(
    string Id, string Secret, string? Name, IReadOnlyList<string>? RedirectUris);

/// <summary>Tier is <c>standard_access</c> or <c>advanced_access</c>.</summary>
internal sealed record AccountSeed(
    string Id,
    string? Name = null,
    bool? Tos = null,
    string? Tier = null,
    int? CallsPerHour = null);

internal sealed record UserSeed(string Id, string? Name, IReadOnlyList<string>? Accounts);

/// <summary>ExpiresIn is in seconds: 0 never expires, absent is 60 days.</summary>
internal sealed record TokenSeed(
    string? Id = null,
    string? Value = null,
    string? User = null,
    string? App = null,
    IReadOnlyList<string>? Scopes = null,
    long? ExpiresIn = null);

/// <summary>A person in clear, as the platform knows one, to be hashed its way.</summary>
internal sealed record PersonSeed(string? Email, string? Phone);

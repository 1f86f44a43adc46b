using HotChocolate;
using HotChocolate.Types;
using HotChocolate.Types.Relay;

namespace Krewe.Api.Accounts;

/// <summary>A new account, whose token is kept where the silo can read it.</summary>
public sealed record CreateAccountInput(
    string Name,
    [property: GraphQLDescription("The code of the platform: meta.")] string Platform,
    [property: GraphQLDescription("The platform's id of the advertiser account: digits.")]
    string AdAccountId,
    [property: GraphQLDescription(
        "Where the token is kept: env:NAME or file:PATH. Never the token itself.")]
    string Token,
    [property: GraphQLDescription("Who is told before the token expires.")]
    [property: DefaultValueSyntax("[]")] IReadOnlyList<string> ContactEmails);

/// <summary>What changes of an account.</summary>
public sealed record UpdateAccountInput(
    [property: ID<AccountView>] string Id,
    long? IfVersion,
    [property: GraphQLDescription(
        "The destinations that name it are changed with it, and so is its ID.")]
    string? Name,
    string? Platform,
    string? AdAccountId,
    [property: GraphQLDescription(
        "Where the token is kept: env:NAME or file:PATH. Never the token itself.")]
    string? Token,
    IReadOnlyList<string>? ContactEmails);

/// <summary>Which account goes.</summary>
public sealed record DeleteAccountInput([property: ID<AccountView>] string Id, long? IfVersion);

/// <summary>An account to be connected by its platform.</summary>
public sealed record ConnectAccountInput(
    string Platform,
    [property: DefaultValueSyntax("[]")] IReadOnlyList<string> ContactEmails);

/// <summary>What the person is sent to the platform with.</summary>
public sealed record ConnectAccountPayload(AccountView? Account, string? AuthorizeUrl);

/// <summary>Which advertiser account is sent to.</summary>
public sealed record SelectAdvertiserAccountInput(
    [property: ID<AccountView>] string AccountId, string ExternalId);

/// <summary>An account to be renewed by its platform.</summary>
public sealed record RenewAccountInput([property: ID<AccountView>] string AccountId);

/// <summary>What the person is sent to the platform with.</summary>
public sealed record RenewAccountPayload(AccountView? Account, string? AuthorizeUrl);

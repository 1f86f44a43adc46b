using System.Collections.Immutable;

namespace Krewe.Domain.Accounts;

/// <summary>An advertiser account on a platform, and how we may use it.</summary>
/// <remarks>
/// <para>Source: Audience Manager, "Configure people-based platform authentication", read
/// 2026-11.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("account-definition")]
public sealed record AccountDefinition
{
    /// <summary>The name that destinations give; unique in the workspace.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The platform's key: <c>meta</c>.</summary>
    [Id(1)]
    public required string Platform { get; init; }

    /// <summary>The platform's id of the advertiser account, without prefix.</summary>
    [Id(2)]
    public required string AdAccountId { get; init; }

    /// <summary>Where the access token is read from: <c>env:NAME</c> or <c>file:PATH</c>. Never the
    /// token.</summary>
    [Id(3)]
    public required string Token { get; init; }

    /// <summary>E-mail addresses that are told when the token is about to expire.</summary>
    [Id(4)]
    public ImmutableArray<string> Contacts { get; init; } = [];
}

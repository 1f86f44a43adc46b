using System.Collections.Immutable;
using Krewe.Domain.Accounts;
using Krewe.Domain.Activation;
using Krewe.Domain.Segments;

namespace Krewe.Grains.Activation;

/// <summary>What a destination keeps.</summary>
/// <remarks>
/// The definition and the account are the last that were known: what was sent under them can still
/// be taken out after they are removed.
/// </remarks>
[GenerateSerializer, Immutable, Alias("destination-state")]
internal sealed record DestinationState
{
    [Id(0)]
    public DestinationDefinition? Definition { get; init; }

    [Id(1)]
    public AccountDefinition? Account { get; init; }

    [Id(2)]
    public ImmutableDictionary<SegmentId, string> Audiences { get; init; } =
        ImmutableDictionary<SegmentId, string>.Empty;

    /// <summary>Why nothing may be sent; null: send.</summary>
    [Id(3)]
    public string? PausedBecause { get; init; }

    /// <summary>That the shards have to look at the audiences, because one was made anew.</summary>
    [Id(4)]
    public bool OwesWaking { get; init; }

    /// <summary>The segments that had an audience which is lost.</summary>
    [Id(5)]
    public ImmutableHashSet<SegmentId> Lost { get; init; } = [];

    /// <summary>Audiences in former advertiser accounts that have to be deleted.</summary>
    [Id(6)]
    public ImmutableArray<LeftAudience> Left { get; init; } = [];

    /// <summary>With the definitions as they are now. In another advertiser account all audiences
    /// are made anew; those of the former are left to be deleted.</summary>
    public DestinationState Learn(DestinationDefinition? definition, AccountDefinition? account)
    {
        var next = this with { Definition = definition, Account = account };
        return Account is not { } known || account is null || IsSamePlace(known, account)
            ? next
            : next with
            {
                Audiences = ImmutableDictionary<SegmentId, string>.Empty,
                Lost = Lost.Union(Audiences.Keys),
                Left = [.. Left, .. Audiences.OrderBy(pair => pair.Key).Select(pair =>
                    new LeftAudience(
                        known.Platform, known.AdAccountId, known.Token, pair.Value))],
                OwesWaking = true,
            };
    }

    /// <summary>With the audience of a segment. Where it takes the place of a lost one, the shards
    /// have to fill it.</summary>
    public DestinationState With(SegmentId segment, string audience) => this with
    {
        Audiences = Audiences.SetItem(segment, audience),
        OwesWaking = OwesWaking || Lost.Contains(segment),
        Lost = Lost.Remove(segment),
    };

    /// <summary>Without the audience of a segment, which is gone from the platform.</summary>
    public DestinationState WithLost(SegmentId segment) => this with
    {
        Audiences = Audiences.Remove(segment),
        Lost = Lost.Add(segment),
    };

    /// <summary>Whether an audience was left in the account that is in use.</summary>
    public bool IsLeftHere(LeftAudience left) => Account is { } account
        && (left.Platform, left.AdAccountId) == (account.Platform, account.AdAccountId);

    private static bool IsSamePlace(AccountDefinition known, AccountDefinition account) =>
        (known.Platform, known.AdAccountId) == (account.Platform, account.AdAccountId);
}

/// <summary>An audience in a former advertiser account, and how to reach it there.</summary>
/// <param name="Platform">The platform's key.</param>
/// <param name="AdAccountId">The former account.</param>
/// <param name="Token">Where its token is read from; never the token.</param>
/// <param name="Audience">The platform's id of it.</param>
[GenerateSerializer, Immutable, Alias("left-audience")]
internal sealed record LeftAudience(
    [property: Id(0)] string Platform,
    [property: Id(1)] string AdAccountId,
    [property: Id(2)] string Token,
    [property: Id(3)] string Audience);

using System.Collections.Immutable;
using Krewe.Domain.Identity;

namespace Krewe.Grains.Activation.Platforms;

/// <summary>One advertising platform's audiences, behind one door.</summary>
/// <remarks>
/// <para>Errors: returned as <see cref="DeliveryFault"/>. One call is one attempt; when to try
/// again is the caller's to decide. Only a cancellation that the caller asked for is
/// thrown, and a call that breaks the contract.</para>
/// <para>Every call is safe to repeat: membership is a set, an audience is found before it is
/// made, and one that is gone counts as deleted.</para>
/// </remarks>
internal interface IAudiencePlatform
{
    /// <summary>The name in keys and definitions, such as "meta".</summary>
    string Key { get; }

    PlatformCapabilities Capabilities { get; }

    /// <summary>Finds the audience that carries the key, or makes it.</summary>
    Task<PlatformResult<RemoteAudience>> EnsureAudienceAsync(
        PlatformConnection connection, AudienceSpec spec, CancellationToken cancellationToken);

    /// <summary>Adds or takes out up to a call's worth of members.</summary>
    Task<PlatformResult<BatchReceipt>> SendAsync(
        PlatformConnection connection,
        RemoteAudience audience,
        MemberBatch batch,
        CancellationToken cancellationToken);

    /// <summary>Deletes the audience. True if it was there.</summary>
    Task<PlatformResult<bool>> DeleteAudienceAsync(
        PlatformConnection connection,
        RemoteAudience audience,
        CancellationToken cancellationToken);

    /// <summary>The ad accounts that the token reaches.</summary>
    Task<PlatformResult<ImmutableArray<AdAccount>>> ListAccountsAsync(
        PlatformConnection connection, CancellationToken cancellationToken);
}

/// <summary>What a platform takes.</summary>
/// <param name="RecordsPerCallMax">Members in one call.</param>
/// <param name="MatchedMembersMin">Below so many matches an audience is not served.</param>
/// <param name="PopulateWithin">How long a change may take to show.</param>
internal sealed record PlatformCapabilities(
    int RecordsPerCallMax, int MatchedMembersMin, TimeSpan PopulateWithin);

/// <summary>Whose account, and the right to it.</summary>
/// <param name="AdAccountId">As the platform lists it, with or without its prefix.</param>
/// <param name="Token">The right to act in it.</param>
internal sealed record PlatformConnection(string AdAccountId, AccessToken Token);

/// <summary>Where the people of an audience come from; some platforms must be told.</summary>
internal enum AudienceOrigin
{
    Customers,
    Partners,
    CustomersAndPartners,
}

/// <summary>The audience that there should be.</summary>
/// <param name="Name">What people see; they may change it on the platform.</param>
/// <param name="Description">For people; the platform may add to it.</param>
/// <param name="ExternalKey">
/// Marks the audience as ours, so that it is found again after a crash between making it and
/// storing its id. Letters, digits and . _ : / - only.
/// </param>
internal sealed record AudienceSpec(string Name, string Description, string ExternalKey)
{
    public AudienceOrigin Origin { get; init; }
}

/// <summary>The audience that there is.</summary>
internal sealed record RemoteAudience(string Id, string Name);

internal sealed record AdAccount(string Id, string Name);

internal enum MemberChange
{
    Add,
    Remove,
}

/// <summary>Some members, all added or all taken out.</summary>
/// <param name="Change">Whether they join or leave.</param>
/// <param name="Emails">At least one, at most a call's worth; repeats are harmless.</param>
/// <param name="SessionId">Positive, one for each run in an ad account.</param>
/// <param name="Sequence">From 1, rising within the session.</param>
/// <param name="IsLast">Whether the session ends with this batch.</param>
/// <param name="EstimatedTotal">Members in the whole session; zero if not known.</param>
internal sealed record MemberBatch(
    MemberChange Change,
    ImmutableArray<Sha256Digest> Emails,
    long SessionId,
    int Sequence,
    bool IsLast,
    long EstimatedTotal);

/// <summary>What the platform said of a batch it took.</summary>
/// <param name="Sent">Members in the batch.</param>
/// <param name="Received">
/// Members the platform counted, over the session so far where it counts by session; null if
/// it did not say. It says nothing about matches.
/// </param>
/// <param name="Invalid">Members it could not read; null if it did not say.</param>
/// <param name="InvalidSamples">How many of those it showed. They are not kept.</param>
/// <param name="PauseFor">How long it asks to be left alone; zero if not at all.</param>
internal sealed record BatchReceipt(
    int Sent, long? Received, long? Invalid, int InvalidSamples, TimeSpan PauseFor);

using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;

namespace Krewe.Contracts.Profiles;

/// <summary>Tells who joins and who leaves segments, as it happens.</summary>
/// <remarks>
/// <para>Shape: a subscription hears every change that is stored after it was acknowledged, once
/// each, in order for each profile; nothing from before is told. A change that was stored just
/// before may still be heard.</para>
/// <para>Errors: a subscriber that is too slow is ended by
/// <see cref="SubscriberTooSlowException"/>; one that could have missed a change, because a silo
/// was lost, by <see cref="FeedInterruptedException"/>. Nothing is ever skipped in
/// silence.</para>
/// </remarks>
public interface IMembershipFeed
{
    /// <summary>Subscribes; what is stored after this returns is heard.</summary>
    /// <param name="workspace">Whose profiles.</param>
    /// <param name="interest">Which changes.</param>
    /// <param name="cancellationToken">Ends the wait for the acknowledgement, not the
    /// subscription.</param>
    /// <exception cref="FeedInterruptedException">A silo that is up did not learn of the
    /// subscription in time.</exception>
    ValueTask<IMembershipSubscription> SubscribeAsync(
        WorkspaceId workspace, MembershipInterest interest, CancellationToken cancellationToken);
}

/// <summary>Which changes a subscriber wants: those that fit both parts.</summary>
/// <param name="Segment">The changes of one segment; null: of all.</param>
/// <param name="Profile">The changes of the profile that holds an identity, wherever it moves;
/// null: of all.</param>
/// <remarks>
/// <para>Shape: a subscription by profile begins at the profile that holds the identity. When that
/// profile starts moving into another one, the other one's changes are heard too, so that what is
/// joined by the merge is; when the move has ended, only the other one's. An identity that leaves a
/// profile is followed to where it goes in the same way.</para>
/// </remarks>
public sealed record MembershipInterest(SegmentId? Segment, IdentityKey? Profile);

/// <summary>The changes for one subscriber; they can be read once.</summary>
/// <remarks>
/// <para>Shape: what has not been read waits in a buffer; when that is full the subscription ends
/// with <see cref="SubscriberTooSlowException"/>, after what is in the buffer. Disposing, or
/// leaving the loop, ends it.</para>
/// </remarks>
public interface IMembershipSubscription : IAsyncEnumerable<MembershipChange>, IAsyncDisposable;

/// <summary>A profile joined or left a segment.</summary>
/// <param name="Profile">The key of the profile.</param>
/// <param name="Segment">The segment.</param>
/// <param name="Joined">True if it joined: none of its identities was a member before.</param>
/// <param name="At">When, to the millisecond.</param>
/// <param name="ProfileVersion">The version of the profile that made the change; it grows with
/// each change of one profile.</param>
[GenerateSerializer, Immutable, Alias("membership-change")]
public sealed record MembershipChange(
    [property: Id(0)] IdentityKey Profile,
    [property: Id(1)] SegmentId Segment,
    [property: Id(2)] bool Joined,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] long ProfileVersion);

/// <summary>A subscriber did not keep up with the changes, and was dropped.</summary>
public sealed class SubscriberTooSlowException : Exception
{
    /// <summary>The code for callers.</summary>
    public const string Code = "SUBSCRIBER_TOO_SLOW";

    /// <summary>With the usual sentence.</summary>
    public SubscriberTooSlowException()
        : this("The subscription was ended because changes came faster than they were read. "
            + "Read the present state, then subscribe again.")
    {
    }

    /// <summary>With a sentence.</summary>
    public SubscriberTooSlowException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence and what caused it.</summary>
    public SubscriberTooSlowException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A subscription may have missed a change, through no fault of the subscriber, and was
/// ended.</summary>
public sealed class FeedInterruptedException : Exception
{
    /// <summary>The code for callers.</summary>
    public const string Code = "SUBSCRIPTION_INTERRUPTED";

    /// <summary>With the usual sentence.</summary>
    public FeedInterruptedException()
        : this("The subscription was ended because a change may have been missed. "
            + "Read the present state, then subscribe again.")
    {
    }

    /// <summary>With a sentence.</summary>
    public FeedInterruptedException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence and what caused it.</summary>
    public FeedInterruptedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

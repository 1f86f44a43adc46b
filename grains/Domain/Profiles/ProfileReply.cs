using System.Collections.Immutable;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Profiles;

/// <summary>What a profile answers: what came of the call, and what is left for the caller to
/// do.</summary>
/// <remarks>
/// <para>Shape: the caller does, in this order: deliver <see cref="Departing"/>, claim
/// <see cref="Claims"/>, register <see cref="DueAt"/>, hand <see cref="Outbox"/> to the
/// destinations
/// and confirm it. Each of them is safe to repeat, and is answered again until it is done.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("profile-reply")]
public sealed record ProfileReply
{
    /// <summary>Nothing happened and nothing is left to do.</summary>
    public static ProfileReply Nothing { get; } = new();

    /// <summary>What became of the call.</summary>
    [Id(0)]
    public ReplyStatus Status { get; init; }

    /// <summary>Of a call that has to go elsewhere: where.</summary>
    [Id(1)]
    public IdentityKey Owner { get; init; }

    /// <summary>What the batch of a file came to.</summary>
    [Id(2)]
    public ImportOutcome Outcome { get; init; }

    /// <summary>The version of the profile, to confirm its outbox by.</summary>
    [Id(3)]
    public long Version { get; init; }

    /// <summary>News for destinations.</summary>
    [Id(4)]
    public ImmutableArray<Qualification> Outbox { get; init; } = [];

    /// <summary>Identities that have to learn that this profile holds them.</summary>
    [Id(5)]
    public ImmutableArray<IdentityKey> Claims { get; init; } = [];

    /// <summary>Parts on their way to other keys.</summary>
    [Id(6)]
    public ImmutableArray<ProfileParcel> Departing { get; init; } = [];

    /// <summary>When the profile has to be looked at again, in Unix seconds; never: nothing to
    /// register.</summary>
    [Id(7)]
    public long DueAt { get; init; } = Profile.NeverDue;

    /// <summary>True if the call was the end of the matter.</summary>
    public bool IsSettled =>
        IsPlain && Outbox.IsEmpty && Claims.IsEmpty && DueAt == Profile.NeverDue;

    /// <summary>True if the call was done where it came to, and nothing leaves.</summary>
    public bool IsPlain => Status == ReplyStatus.Done && Departing.IsEmpty;

    /// <summary>The call has to go to another key.</summary>
    /// <param name="owner">Which.</param>
    /// <param name="version">Of a pointer, since when it points there; of a profile that does not
    /// hold the identity, its version.</param>
    public static ProfileReply At(IdentityKey owner, long version) =>
        new() { Status = ReplyStatus.Elsewhere, Owner = owner, Version = version };

    /// <summary>The profile is moving to another key: finish that, then call there.</summary>
    public static ProfileReply MovingTo(IdentityKey owner) =>
        new() { Status = ReplyStatus.Moving, Owner = owner };

    /// <summary>Parts are leaving: deliver them, then call again.</summary>
    public static ProfileReply Parting(Profile profile) =>
        new()
        {
            Status = ReplyStatus.Parting,
            Departing = profile.Departing,
            Outbox = profile.Outbox,
            Version = profile.Version,
        };
}

/// <summary>What became of a call to a profile.</summary>
[GenerateSerializer, Alias("reply-status")]
public enum ReplyStatus
{
    /// <summary>It was done, now or before.</summary>
    Done = 0,

    /// <summary>The profile is kept under another key: nothing was done.</summary>
    Elsewhere = 1,

    /// <summary>The profile is being merged into another: nothing was done.</summary>
    Moving = 2,

    /// <summary>Parts of the profile are leaving: nothing was done.</summary>
    Parting = 3,
}

/// <summary>What is kept under a key after a call, and the answer.</summary>
public readonly record struct ProfileStep(ProfileState Next, ProfileReply Reply);

/// <summary>What a change is decided by.</summary>
/// <remarks><para>Units: <see cref="NowMicroseconds"/> since 1970.</para></remarks>
public readonly record struct ProfileContext(
    IdentityKey Key, Catalogs.Catalog Catalog, long NowMicroseconds)
{
    /// <summary>Unix seconds.</summary>
    public long Now => NowMicroseconds / 1_000_000;
}

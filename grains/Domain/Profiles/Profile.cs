using System.Collections.Immutable;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;

namespace Krewe.Domain.Profiles;

/// <summary>One set of linked identities, and what is known of each. Every change is a new
/// value.</summary>
/// <remarks>
/// <para>Shape: <see cref="Fragments"/> begins with the identity that the profile is kept under;
/// <see cref="Links"/> are ordered by when they were last named, oldest first, each pair
/// once.</para>
/// <para>Units: <see cref="Version"/> is the microsecond of the change, and always grows.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("profile-data")]
public sealed record Profile
{
    /// <summary>Identities that one profile holds at most. Limits of links keep nearly all far
    /// below; at the limit the identity linked longest ago leaves.</summary>
    public const int IdentitiesMax = 1_024;

    /// <summary>Merges into one profile that are remembered, to take each in once; older ones have
    /// long arrived.</summary>
    public const int MergesMax = 64;

    /// <summary>No profile will ever be due.</summary>
    public const long NeverDue = long.MaxValue;

    /// <summary>A profile of which nothing is known.</summary>
    public static Profile Empty { get; } = new();

    /// <summary>Grows with every change.</summary>
    [Id(0)]
    public long Version { get; init; }

    /// <summary>The definitions under which its memberships were decided last; 0: not
    /// yet.</summary>
    [Id(1)]
    public long Catalog { get; init; }

    /// <summary>What is known, by identity.</summary>
    [Id(2)]
    public ImmutableArray<Fragment> Fragments { get; init; } = [];

    /// <summary>Which identities belong together.</summary>
    [Id(3)]
    public ImmutableArray<IdentityLink> Links { get; init; } = [];

    /// <summary>What destinations have been told, or will be by the outbox; ordered.</summary>
    [Id(4)]
    public ImmutableArray<Announcement> Announced { get; init; } = [];

    /// <summary>News that the destination side has not stored yet, each claim once.</summary>
    [Id(5)]
    public ImmutableArray<Qualification> Outbox { get; init; } = [];

    /// <summary>The latest journeys that this profile has taken in, oldest first.</summary>
    [Id(6)]
    public ImmutableArray<ulong> Merging { get; init; } = [];

    /// <summary>Parts that are leaving and have not arrived yet.</summary>
    [Id(7)]
    public ImmutableArray<ProfileParcel> Departing { get; init; } = [];

    /// <summary>When it is registered to be looked at again, in Unix seconds.</summary>
    [Id(8)]
    public long RegisteredDue { get; init; } = NeverDue;

    /// <summary>The version since which the outbox holds news that came with a parcel: an answer
    /// of an earlier version did not have them, so it cannot confirm them.</summary>
    [Id(9)]
    public long NewsFrom { get; init; }

    /// <summary>True if all that is left is that it was erased.</summary>
    public bool IsErased =>
        Fragments is [{ IsBare: true, Import: null, Live: { Erased: > 0, OptedOut: 0 } live }]
        && live.StateAt <= live.Erased;

    /// <summary>Whether an identity of this profile was erased at a time or later.</summary>
    public bool IsErasedSince(IdentityKey identity, long unixSeconds) =>
        IndexOf(identity) is >= 0 and var place && Fragments[place].IsErasedSince(unixSeconds);

    /// <summary>Where an identity is in <see cref="Fragments"/>, or -1.</summary>
    public int IndexOf(IdentityKey identity)
    {
        var fragments = Fragments.AsSpan();
        for (var index = 0; index < fragments.Length; index++)
        {
            if (fragments[index].Identity == identity)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>This profile with one fragment replaced.</summary>
    public Profile With(int index, Fragment fragment) =>
        ReferenceEquals(Fragments[index], fragment)
            ? this
            : this with { Fragments = Fragments.SetItem(index, fragment) };
}

/// <summary>That a destination was told to hold an identifier because of a member.</summary>
/// <remarks><para>Units: both places are in <see cref="Profile.Fragments"/>.</para></remarks>
[GenerateSerializer, Immutable, Alias("announcement")]
public readonly record struct Announcement(
    [property: Id(0)] DestinationId Destination,
    [property: Id(1)] SegmentId Segment,
    [property: Id(2)] int Member,
    [property: Id(3)] int Identifier) : IComparable<Announcement>
{
    /// <inheritdoc/>
    public int CompareTo(Announcement other)
    {
        var order = Destination.CompareTo(other.Destination);
        order = order != 0 ? order : Segment.CompareTo(other.Segment);
        order = order != 0 ? order : Member.CompareTo(other.Member);
        return order != 0 ? order : Identifier.CompareTo(other.Identifier);
    }

    /// <summary>Orders by destination, segment, member, identifier.</summary>
    public static bool operator <(Announcement left, Announcement right) =>
        left.CompareTo(right) < 0;

    /// <summary>Orders by destination, segment, member, identifier.</summary>
    public static bool operator >(Announcement left, Announcement right) =>
        left.CompareTo(right) > 0;

    /// <summary>Orders by destination, segment, member, identifier.</summary>
    public static bool operator <=(Announcement left, Announcement right) =>
        left.CompareTo(right) <= 0;

    /// <summary>Orders by destination, segment, member, identifier.</summary>
    public static bool operator >=(Announcement left, Announcement right) =>
        left.CompareTo(right) >= 0;
}

/// <summary>Part of a profile on its way to another key.</summary>
/// <remarks>
/// <para>Shape: <see cref="Content"/> is a profile by itself, its own fragment first; its version
/// is
/// the version it left at. <see cref="Id"/> names the journey, so that the parcel is taken in
/// once.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("profile-parcel")]
public sealed record ProfileParcel
{
    /// <summary>Names the journey.</summary>
    [Id(0)]
    public required ulong Id { get; init; }

    /// <summary>The key that it leaves.</summary>
    [Id(1)]
    public required IdentityKey From { get; init; }

    /// <summary>The key that it goes to.</summary>
    [Id(2)]
    public required IdentityKey To { get; init; }

    /// <summary>What it holds.</summary>
    [Id(3)]
    public required Profile Content { get; init; }
}

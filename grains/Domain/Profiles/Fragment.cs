using System.Collections.Immutable;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Profiles;

/// <summary>What is known of one identity of a profile.</summary>
/// <remarks>
/// <para>Shape: traits ordered by trait, memberships by segment, each once. A fragment goes where
/// its identity goes when profiles are merged or parted.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("fragment")]
public sealed record Fragment
{
    /// <summary>Whose fragment it is.</summary>
    [Id(0)]
    public required IdentityKey Identity { get; init; }

    /// <summary>The traits it holds.</summary>
    [Id(1)]
    public ImmutableArray<TraitQualification> Traits { get; init; } = [];

    /// <summary>The segments it is a member of.</summary>
    [Id(2)]
    public ImmutableArray<SegmentMembership> Memberships { get; init; } = [];

    /// <summary>How far the latest file has been applied to it.</summary>
    [Id(3)]
    public ImportMarker? Import { get; init; }

    /// <summary>When and how it was named.</summary>
    [Id(4)]
    public Sighting Seen { get; init; }

    /// <summary>What live events said of it; null: none did.</summary>
    [Id(5)]
    public LiveStanding? Live { get; init; }

    /// <summary>True when nothing but the identity is known.</summary>
    public bool IsBare => Traits.IsEmpty && Memberships.IsEmpty;

    /// <summary>True when the fragment says nothing that has to be kept.</summary>
    public bool IsName => IsBare && Import is null && Live is null;

    /// <summary>True while the identity may be in no segment.</summary>
    public bool IsOptedOut => Live is { OptedOut: > 0 };

    /// <summary>Whether the identity was erased at an instant or later: what is of that instant is
    /// not taken in.</summary>
    public bool IsErasedSince(long unixSeconds) =>
        Live is { Erased: > 0 and var erased } && unixSeconds <= erased;

    /// <summary>A fragment of which only the identity is known.</summary>
    public static Fragment Of(IdentityKey identity) => new() { Identity = identity };
}

/// <summary>What live events said of an identity.</summary>
/// <remarks><para>Units: instants in Unix seconds, 0 for never.</para></remarks>
[GenerateSerializer, Immutable, Alias("live-standing")]
public sealed record LiveStanding
{
    /// <summary>Nothing was said.</summary>
    public static LiveStanding None { get; } = new();

    /// <summary>The last page of events that has been applied to it.</summary>
    [Id(0)]
    public long Page { get; init; }

    /// <summary>When it was last said that the person is logged in.</summary>
    [Id(1)]
    public long LoginAt { get; init; }

    /// <summary>Whether the person is logged in, as was said last.</summary>
    [Id(2)]
    public AuthenticationState State { get; init; }

    /// <summary>When it opted out of every segment; 0 while it has not.</summary>
    [Id(3)]
    public long OptedOut { get; init; }

    /// <summary>When everything known of it was erased; what is not younger is not taken in again.
    /// </summary>
    [Id(4)]
    public long Erased { get; init; }

    /// <summary>When <see cref="State"/> was said.</summary>
    [Id(5)]
    public long StateAt { get; init; }

    /// <summary>When it opted in again, if that is what was said last; an older opt-out that comes
    /// later changes nothing.</summary>
    [Id(6)]
    public long OptedIn { get; init; }

    /// <summary>Whether it has ever been logged in.</summary>
    public bool HasLoggedIn => LoginAt > 0;
}

/// <summary>When and how an identity was named.</summary>
/// <remarks>
/// <para>Units: Unix seconds; 0 where it is not known.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("sighting")]
public readonly record struct Sighting(
    [property: Id(0)] long First,
    [property: Id(1)] long Last,
    [property: Id(2)] LinkSource By)
{
    /// <summary>This sighting and another one; the later one says what linked it, unless it only
    /// carried traits.</summary>
    public Sighting And(Sighting other)
    {
        var (earlier, later) = Last <= other.Last ? (this, other) : (other, this);
        return new Sighting(
            First == 0 ? other.First : other.First == 0 ? First : Math.Min(First, other.First),
            later.Last,
            later.By is LinkSource.TraitFile or LinkSource.None && earlier.By != LinkSource.None
                ? earlier.By
                : later.By);
    }

    /// <summary>One sighting.</summary>
    public static Sighting At(long now, LinkSource by) => new(now, now, by);
}

/// <summary>What named an identity.</summary>
[GenerateSerializer, Alias("link-source")]
public enum LinkSource
{
    /// <summary>It is not known.</summary>
    None = 0,

    /// <summary>A trait file: it links nothing by itself.</summary>
    TraitFile = 1,

    /// <summary>An ID-sync file.</summary>
    IdSyncFile = 2,

    /// <summary>A live event.</summary>
    Event = 3,

    /// <summary>A file of a dataset.</summary>
    DatasetFile = 4,

    /// <summary>A call of the API.</summary>
    Api = 5,
}

/// <summary>That an identity is a member of a segment.</summary>
/// <remarks>
/// <para>Units: <paramref name="Since"/> in Unix seconds: the own time of the last event of the
/// batch that it joined with, or when a file, time or new definitions made it a member;
/// <paramref name="Catalog"/> is the version of the definitions under which it joined. One that
/// was stored by earlier versions has the instant at which it was decided.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("segment-membership")]
public readonly record struct SegmentMembership(
    [property: Id(0)] SegmentId Segment,
    [property: Id(1)] long Catalog,
    [property: Id(2)] long Since);

/// <summary>That two identities of a profile belong to the same person.</summary>
/// <remarks>
/// <para>Units: both ends are places in <see cref="Profile.Fragments"/>; <paramref name="From"/> is
/// the one that the file or event named first. <paramref name="At"/>: when it was last named, in
/// Unix seconds; 0 of links that are older than that is kept.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("identity-link")]
public readonly record struct IdentityLink(
    [property: Id(0)] int From,
    [property: Id(1)] int To,
    [property: Id(2)] long At)
{
    /// <summary>The other end, or -1 if the link is not one of the place's.</summary>
    public int OtherEnd(int place) => From == place ? To : To == place ? From : -1;

    /// <summary>Whether two links have the same ends.</summary>
    public bool Joins(IdentityLink other) =>
        (From == other.From && To == other.To) || (From == other.To && To == other.From);
}

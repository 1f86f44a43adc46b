using System.Collections.Immutable;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;

namespace Krewe.Domain.Profiles;

/// <summary>What one write under a key means to whoever follows memberships.</summary>
/// <remarks>
/// <para>Shape: <see cref="Changes"/> by segment, each once; <see cref="Trails"/> say where
/// identities can be found from now on.</para>
/// <para>Units: <see cref="Version"/> is the microsecond of the change, and grows with each news of
/// a key.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("profile-news")]
public sealed record ProfileNews
{
    /// <summary>The key.</summary>
    [Id(0)]
    public required IdentityKey Profile { get; init; }

    /// <summary>The version of the profile that made the changes.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>The segments that the profile joined and left.</summary>
    [Id(2)]
    public required ImmutableArray<SegmentChange> Changes { get; init; }

    /// <summary>Where identities go.</summary>
    [Id(3)]
    public required ImmutableArray<ProfileTrail> Trails { get; init; }

    /// <summary>When the changes were made.</summary>
    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(Version / 1_000);
}

/// <summary>A profile joined or left a segment.</summary>
[GenerateSerializer, Immutable, Alias("segment-change")]
public readonly record struct SegmentChange(
    [property: Id(0)] SegmentId Segment, [property: Id(1)] bool Joined);

/// <summary>That identities of a profile are to be looked for under another key as well, or only
/// there.</summary>
/// <param name="To">The other key. The profile's own: they are back, and nowhere else.</param>
/// <param name="Leaves">True if they are not under the profile's key any more.</param>
/// <param name="Identities">Which; empty: all that were looked for here.</param>
[GenerateSerializer, Immutable, Alias("profile-trail")]
public sealed record ProfileTrail(
    [property: Id(0)] IdentityKey To,
    [property: Id(1)] bool Leaves,
    [property: Id(2)] ImmutableArray<IdentityKey> Identities)
{
    /// <summary>Whether the trail is one of an identity.</summary>
    public bool Leads(IdentityKey identity) =>
        Identities.IsEmpty || Identities.Contains(identity);
}

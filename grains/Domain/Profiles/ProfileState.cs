using Krewe.Domain.Identity;

namespace Krewe.Domain.Profiles;

/// <summary>What is kept under an identity's key.</summary>
/// <remarks>
/// <para>Shape: nothing yet; a profile; a pointer to the key that the profile is kept under, one
/// hop; or a profile that is moving there.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("profile-state")]
public sealed record ProfileState
{
    /// <summary>Nothing is known under the key.</summary>
    public static ProfileState Unknown { get; } = new();

    /// <summary>Which of the four it is.</summary>
    [Id(0)]
    public ProfileStanding Standing { get; init; }

    /// <summary>Of a pointer: where the profile is. Of a moving profile: where it goes.</summary>
    [Id(1)]
    public IdentityKey Owner { get; init; }

    /// <summary>The profile, unless it is a pointer.</summary>
    [Id(2)]
    public Profile Profile { get; init; } = Profile.Empty;

    /// <summary>Of a moving profile: the journey.</summary>
    [Id(3)]
    public ulong Journey { get; init; }

    /// <summary>Of a pointer: the version at which the owner said that it holds the
    /// identity.</summary>
    [Id(4)]
    public long Since { get; init; }

    /// <summary>A pointer to another key.</summary>
    public static ProfileState PointerTo(IdentityKey owner, long since) =>
        new() { Standing = ProfileStanding.Pointer, Owner = owner, Since = since };

    /// <summary>A profile kept under the key.</summary>
    public static ProfileState Of(Profile profile) =>
        new() { Standing = ProfileStanding.Profile, Profile = profile };
}

/// <summary>What is kept under an identity's key.</summary>
[GenerateSerializer, Alias("profile-standing")]
public enum ProfileStanding
{
    /// <summary>Nothing yet.</summary>
    Unknown = 0,

    /// <summary>A profile.</summary>
    Profile = 1,

    /// <summary>A pointer to the key that the profile is kept under.</summary>
    Pointer = 2,

    /// <summary>A profile that is being merged into another.</summary>
    Moving = 3,
}

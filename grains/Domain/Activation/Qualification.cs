using Krewe.Domain.Identity;
using Krewe.Domain.Segments;

namespace Krewe.Domain.Activation;

/// <summary>News for a destination: an identifier is wanted in a segment's audience, or no
/// longer, because of one member.</summary>
/// <remarks>
/// <para>Shape: an identifier belongs in the audience as long as any member claims it;
/// <paramref name="Member"/> is the stable hash of that member's identity. The claim with the
/// highest version holds, so repeats and late ones change nothing.</para>
/// <para>Units: <paramref name="Version"/> grows with every change of the profile, also when
/// profiles are merged or parted; <paramref name="At"/> in Unix seconds.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("qualification")]
public readonly record struct Qualification(
    [property: Id(0)] DestinationId Destination,
    [property: Id(1)] SegmentId Segment,
    [property: Id(2)] ulong Member,
    [property: Id(3)] IdentityKey Identifier,
    [property: Id(4)] bool Joined,
    [property: Id(5)] long Version,
    [property: Id(6)] long At);

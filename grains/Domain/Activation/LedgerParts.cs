using Krewe.Domain.Segments;

namespace Krewe.Domain.Activation;

/// <summary>The newest word of one member on one segment.</summary>
/// <remarks>
/// <para>Shape: <paramref name="Member"/> is the stable hash of the member's identity; not
/// <paramref name="Joined"/> means that the claim was withdrawn.</para>
/// <para>Units: <paramref name="At"/> in Unix seconds.</para>
/// </remarks>
public readonly record struct LedgerClaim(
    SegmentId Segment, ulong Member, long Version, bool Joined, long At);

/// <summary>That the platform has the identifier in the audience of a segment.</summary>
/// <remarks>
/// <para>Shape: <paramref name="Audience"/> is the platform's own id of the audience that the
/// identifier was put into. One that was made anew has another id, so nothing is held there
/// yet.</para>
/// </remarks>
public readonly record struct LedgerHolding(SegmentId Segment, string Audience);

/// <summary>That the platform refused the change that the claims up to a version ask for.</summary>
public readonly record struct LedgerRefusal(SegmentId Segment, long Version);

/// <summary>What came of the last change that was tried in a segment's audience.</summary>
/// <remarks>
/// <para>Units: <paramref name="Attempts"/> counts the calls it took, <paramref name="At"/> is the
/// last of them in Unix seconds; both are 0 where none was made.</para>
/// <para>Shape: no <paramref name="Reason"/> means that the platform took it.</para>
/// </remarks>
public readonly record struct LedgerTrial(
    SegmentId Segment, int Attempts, long At, string? Reason);

/// <summary>What is to be done about one identifier in one segment's audience.</summary>
public readonly record struct LedgerChange(SegmentId Segment, LedgerAction Action);

/// <summary>Kinds of <see cref="LedgerChange"/>.</summary>
public enum LedgerAction
{
    /// <summary>It is wanted and the audience does not have it.</summary>
    Add = 0,

    /// <summary>The audience has it and nobody wants it.</summary>
    Remove = 1,

    /// <summary>Nobody wants it, and the audience that had it is gone: nothing is sent.</summary>
    Forget = 2,
}

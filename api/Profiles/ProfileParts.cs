using System.Text.Json;
using HotChocolate;
using Krewe.Api.Datasets;
using Krewe.Api.Identity;
using Krewe.Api.Segments;
using Krewe.Api.Traits;
using Krewe.Domain.Traits;

namespace Krewe.Api.Profiles;

/// <summary>That an identity of a profile holds a trait.</summary>
[GraphQLName("TraitQualification")]
public sealed class TraitQualificationView(
    TraitView trait, TraitQualification held, long expiry, LinkedIdentityView identity)
{
    /// <summary>Which trait.</summary>
    public TraitView Trait => trait;

    /// <summary>When it qualified first.</summary>
    public DateTimeOffset FirstQualifiedAt => DateTimeOffset.FromUnixTimeSeconds(held.First);

    /// <summary>When it qualified last.</summary>
    public DateTimeOffset LastQualifiedAt => DateTimeOffset.FromUnixTimeSeconds(held.Last);

    /// <summary>How often it qualified.</summary>
    public int Frequency => held.Total;

    /// <summary>When it runs out; null: never.</summary>
    public DateTimeOffset? ExpiresAt =>
        expiry == TraitTtl.Never ? null : DateTimeOffset.FromUnixTimeSeconds(expiry);

    /// <summary>Which identity holds it.</summary>
    public LinkedIdentityView QualifiedOn => identity;

    internal long Key { get; init; }
}

/// <summary>Something that is known of a profile besides traits.</summary>
[GraphQLName("ProfileAttribute")]
public sealed record ProfileAttributeView(
    string Key,
    JsonElement Value,
    IReadOnlyList<string> Labels,
    DatasetView? Dataset,
    DateTimeOffset UpdatedAt);

/// <summary>That a profile is in a segment.</summary>
[GraphQLName("SegmentMembership")]
public sealed class SegmentMembershipView(
    SegmentView segment,
    DateTimeOffset since,
    DateTimeOffset lastQualifiedAt,
    IReadOnlyList<LinkedIdentityView> qualifiedAs)
{
    /// <summary>Which segment.</summary>
    public SegmentView Segment => segment;

    /// <summary>Whether it is in: who has left is not remembered.</summary>
    public MembershipStatus Status => MembershipStatus.Realized;

    /// <summary>Since when.</summary>
    public DateTimeOffset Since => since;

    /// <summary>When a trait that the segment reads was realized last.</summary>
    public DateTimeOffset LastQualifiedAt => lastQualifiedAt;

    /// <summary>Which identities are the members.</summary>
    [GraphQLDescription(
        "The IDs that qualify: which device or login, or all of them when the merge rule reads the "
        + "whole profile.")]
    public IReadOnlyList<LinkedIdentityView> QualifiedAs => qualifiedAs;
}

/// <summary>Whether a profile is in a segment.</summary>
public enum MembershipStatus
{
    /// <summary>It is.</summary>
    Realized,

    /// <summary>It was.</summary>
    Exited,
}

using System.Security.Claims;
using HotChocolate;
using HotChocolate.Types;
using HotChocolate.Types.Pagination;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Api.Identity;
using Krewe.Api.MergeRules;
using Krewe.Api.Segments;
using Krewe.Domain.Access;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Api.Profiles;

/// <summary>What the fields of a profile lead to.</summary>
/// <param name="Definitions">The definitions in force.</param>
/// <param name="Handles">What names profiles.</param>
/// <param name="Now">Unix seconds.</param>
public sealed record ProfileViewContext(
    Definitions Definitions, ProfileHandles Handles, long Now);

/// <summary>A profile as the graph shows it: everything is read from one state of it.</summary>
[Node]
[GraphQLName("Profile")]
public sealed class ProfileView(Profile profile, IdentityKey asked, ProfileViewContext context)
{
    private const int PlaceBits = 10;
    private const long MicrosecondTicks = TimeSpan.TicksPerMicrosecond;

    /// <summary>Its handle: it says nothing of its identities.</summary>
    public string Id => context.Handles.Seal(Key);

    /// <summary>Grows with every change.</summary>
    public long Version => profile.Version;

    /// <summary>When its first identity was named.</summary>
    public DateTimeOffset CreatedAt
    {
        get
        {
            var first = long.MaxValue;
            foreach (var fragment in profile.Fragments)
            {
                var seen = fragment.Seen.First;
                first = seen == 0 ? first : Math.Min(first, seen);
            }

            return first == long.MaxValue
                ? UpdatedAt
                : DateTimeOffset.FromUnixTimeSeconds(first);
        }
    }

    /// <summary>When it changed last.</summary>
    public DateTimeOffset UpdatedAt =>
        DateTimeOffset.UnixEpoch.AddTicks(profile.Version * MicrosecondTicks);

    /// <summary>The key that it is kept under.</summary>
    internal IdentityKey Key => profile.Fragments.IsEmpty ? asked : profile.Fragments[0].Identity;

    internal Profile State => profile;

    internal Definitions Definitions => context.Definitions;

    /// <summary>What was linked.</summary>
    [GraphQLDescription("Linked IDs only. Partner IDs are in partnerIds.")]
    public IReadOnlyList<LinkedIdentityView> GetIdentities(IReadOnlyList<string>? namespaces)
    {
        var sources = SourcesOf(namespaces);
        var identities = new List<LinkedIdentityView>(profile.Fragments.Length);
        foreach (var fragment in profile.Fragments)
        {
            if (sources?.Contains(fragment.Identity.Source) ?? true)
            {
                identities.Add(IdentityOf(fragment));
            }
        }

        return identities;
    }

    /// <summary>What partners supplied: nothing yet.</summary>
    public IReadOnlyList<PartnerIdentityView> GetPartnerIds(IReadOnlyList<string>? namespaces)
    {
        _ = SourcesOf(namespaces);
        return [];
    }

    /// <summary>The traits it holds, each for the identity that holds it.</summary>
    [UsePaging(ConnectionName = "ProfileTraits")]
    [GraphQLDescription(
        "Qualifications that have not expired. With a merge rule: as that rule sees the profile "
        + "from the given device or login.")]
    public Connection<TraitQualificationView> GetTraits(
        int? first,
        string? after,
        int? last,
        string? before,
        [ID<MergeRuleView>] string? mergeRuleId)
    {
        var rule = RuleOf(mergeRuleId);
        var held = new List<TraitQualificationView>();
        for (var place = 0; place < profile.Fragments.Length; place++)
        {
            if (rule is null || Reads(rule, profile.Fragments[place].Identity.Source))
            {
                AddTraits(held, place);
            }
        }

        held.Sort((one, other) => one.Key.CompareTo(other.Key));
        return Pages.Cut(held, one => one.Key, new PageRequest(first, after, last, before));
    }

    /// <summary>What is known of it besides traits: nothing brings attributes yet.</summary>
    public IReadOnlyList<ProfileAttributeView> GetAttributes(
        IReadOnlyList<string>? keys, [ID<MergeRuleView>] string? mergeRuleId)
    {
        _ = (keys, RuleOf(mergeRuleId));
        return [];
    }

    /// <summary>What partners say of it: nothing yet.</summary>
    [GraphQLDescription("Attributes that carry the ThirdParty label.")]
    public IReadOnlyList<ProfileAttributeView> GetPartnerAttributes() => [];

    /// <summary>The segments it is in.</summary>
    [UsePaging(ConnectionName = "ProfileSegmentMemberships")]
    public Connection<SegmentMembershipView> GetSegmentMemberships(
        int? first,
        string? after,
        int? last,
        string? before,
        IReadOnlyList<MembershipStatus>? status)
    {
        var memberships = status?.Contains(MembershipStatus.Realized) == false
            ? []
            : Memberships();
        return Pages.Cut(
            memberships,
            one => one.Segment.Key.Value,
            new PageRequest(first, after, last, before));
    }

    /// <summary>Whether it is in a segment.</summary>
    public SegmentMembershipView? GetSegmentMembership([ID<SegmentView>] string segmentId) =>
        context.Definitions.FindSegment(segmentId) is { } segment ? MembershipOf(segment) : null;

    /// <summary>Fetches a profile by its handle.</summary>
    [NodeResolver]
    public static async Task<ProfileView?> GetAsync(
        string id,
        ProfileReader reader,
        ProfileByKeyDataLoader profiles,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        user.Demand(Permission.ReadProfiles);
        var handles = await reader.HandlesAsync(cancellationToken);
        return handles.TryOpen(id, out var key)
            ? await profiles.LoadAsync(key, cancellationToken)
            : null;
    }

    private LinkedIdentityView IdentityOf(Fragment fragment) =>
        new(fragment, UpdatedAt, context.Definitions);

    private void AddTraits(List<TraitQualificationView> held, int place)
    {
        var fragment = profile.Fragments[place];
        foreach (var one in fragment.Traits)
        {
            if (context.Definitions.FindTrait(one.Trait) is not { } trait)
            {
                continue;
            }

            var expiry = TraitTtl.ExpiryOf(one.Last, trait.TtlDays);
            if (expiry > context.Now)
            {
                held.Add(new TraitQualificationView(trait, one, expiry, IdentityOf(fragment))
                {
                    Key = ((long)one.Trait.Value << PlaceBits) | (uint)place,
                });
            }
        }
    }

    // Every segment once, however many of the identities are its members; ordered by segment.
    private List<SegmentMembershipView> Memberships()
    {
        var segments = new List<SegmentId>();
        foreach (var fragment in profile.Fragments)
        {
            foreach (var membership in fragment.Memberships)
            {
                segments.Add(membership.Segment);
            }
        }

        segments.Sort();
        var memberships = new List<SegmentMembershipView>(segments.Count);
        for (var index = 0; index < segments.Count; index++)
        {
            if ((index == 0 || segments[index] != segments[index - 1])
                && context.Definitions.FindSegment(segments[index]) is { } segment)
            {
                memberships.Add(MembershipOf(segment)!);
            }
        }

        return memberships;
    }

    private SegmentMembershipView? MembershipOf(SegmentView segment)
    {
        var since = long.MaxValue;
        var members = new List<Fragment>();
        foreach (var fragment in profile.Fragments)
        {
            foreach (var membership in fragment.Memberships)
            {
                if (membership.Segment == segment.Key)
                {
                    since = Math.Min(since, membership.Since);
                    members.Add(fragment);
                }
            }
        }

        return members.Count == 0
            ? null
            : new SegmentMembershipView(
                segment,
                DateTimeOffset.FromUnixTimeSeconds(since),
                DateTimeOffset.FromUnixTimeSeconds(LastQualified(segment, members, since)),
                [.. members.Select(IdentityOf)]);
    }

    private static long LastQualified(
        SegmentView segment, List<Fragment> members, long since)
    {
        var latest = since;
        foreach (var member in members)
        {
            foreach (var held in member.Traits)
            {
                latest = held.Last > latest && segment.TraitsRead.Contains(held.Trait)
                    ? held.Last
                    : latest;
            }
        }

        return latest;
    }

    private HashSet<DataSourceId>? SourcesOf(IReadOnlyList<string>? namespaces) =>
        namespaces?.Select(name => context.Definitions.FindNamespace(name)?.Key)
            .OfType<DataSourceId>()
            .ToHashSet();

    private bool Reads(MergeRule rule, DataSourceId source) => rule.Reads(
        source, context.Definitions.FindDataSource(source)?.IdType
            is not GraphIdType.CrossDevice);

    private MergeRule? RuleOf(string? mergeRule) => mergeRule is null
        ? null
        : context.Definitions.FindMergeRule(mergeRule)?.Rule ?? throw GraphErrors.Of(
            "MERGE_RULE_NOT_FOUND",
            $"There is no merge rule `{mergeRule}`: mergeRules lists them.");
}

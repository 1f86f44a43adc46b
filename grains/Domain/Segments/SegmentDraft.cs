using System.Collections.Immutable;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Profiles;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;

namespace Krewe.Domain.Segments;

/// <summary>A segment that nobody has saved, ready to say who its members would be.</summary>
/// <remarks>
/// <para>Shape: it is decided as a saved one is, by a catalog of which it is the only segment. It
/// may be asked from several threads.</para>
/// </remarks>
public sealed class SegmentDraft
{
    private readonly Catalog _catalog;

    private SegmentDraft(Catalog catalog, SegmentRule rule)
    {
        _catalog = catalog;
        RuleHash = StableHash.Of(rule.ToString());
    }

    /// <summary>The same for the same rule, however it was written and whatever merge rule decides
    /// it.</summary>
    public ulong RuleHash { get; }

    /// <summary>Reads a rule and finds its merge rule.</summary>
    /// <param name="rule">The trait rule.</param>
    /// <param name="mergeRule">The name of the merge rule; null: the default one.</param>
    /// <param name="catalog">The definitions that it would be saved among.</param>
    public static SegmentDraftReading Read(string rule, string? mergeRule, Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(catalog);
        var parse = SegmentRule.Parse(rule);
        var faults = parse.Rule?.Check(catalog.FindTrait) ?? parse.Faults;
        var rules = catalog.Definition.MergeRules;
        var chosen = rules.FirstOrDefault(known => mergeRule is null
            ? known.IsDefault
            : string.Equals(known.Name, mergeRule, StringComparison.Ordinal));
        return parse.Rule is { } parsed && faults.IsEmpty && chosen is not null
            ? new SegmentDraftReading(Of(rule, parsed, chosen, catalog), [], null)
            : new SegmentDraftReading(
                null, faults, chosen is null ? Missing(mergeRule, rules) : null);
    }

    /// <summary>Counts the identities of a profile that would be members.</summary>
    /// <remarks><para>Shape: what the profile is a member of now does not count, and nothing says
    /// since when it would have been one: who was seen counts as qualified when seen. A pointer
    /// holds nobody, and neither does a profile that moves: it is counted once it has
    /// arrived.</para></remarks>
    /// <param name="state">What is kept under a key.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="seenSince">Unix seconds; who was last seen before is not seen.</param>
    public DraftMembers MembersOf(ProfileState state, long now, long seenSince)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Standing != ProfileStanding.Profile)
        {
            return default;
        }

        // No catalog ever decided an empty profile, so that nothing is taken as decided before.
        var decided = ProfileEvaluation.Evaluate(
            Profile.Empty, WithoutMembers(state.Profile), _catalog, now, joinedAt: now, out _);
        var total = 0;
        var seen = default(SeenMembers);
        foreach (var fragment in decided.Fragments)
        {
            if (!fragment.Memberships.IsEmpty)
            {
                var isDevice = _catalog.IsDevice(fragment.Identity.Source);
                total++;
                seen.Add(isDevice, SeenMembers.SeenAt(fragment, isDevice) >= seenSince);
            }
        }

        return new DraftMembers(total, seen.Count);
    }

    private static SegmentDraft Of(
        string text, SegmentRule rule, MergeRule mergeRule, Catalog catalog)
    {
        var definition = catalog.Definition;
        var draft = new SegmentDefinition
        {
            Id = new SegmentId(1),
            Name = "draft",
            DataSource = default,
            Rule = text,
            MergeRule = mergeRule.Name,
        };
        return new SegmentDraft(
            Catalog.Compile(
                definition with { Segments = [draft], Destinations = [] },
                catalog.Version + 1,
                catalog.Day,
                catalog),
            rule);
    }

    private static Profile WithoutMembers(Profile profile) =>
        profile.Fragments.All(fragment => fragment.Memberships.IsEmpty)
            ? profile
            : profile with
            {
                Fragments =
                [
                    .. profile.Fragments.Select(fragment => fragment with { Memberships = [] }),
                ],
            };

    private static string Missing(string? name, ImmutableArray<MergeRule> rules)
    {
        var names = rules.Select(rule => rule.Name).ToArray();
        var cure = names.Length == 0
            ? "The workspace defines none: define one first."
            : $"Name one of these: {Say.List(names)}.";
        return name is null
            ? $"No merge rule is the default, so one has to be named. {cure}"
            : $"There is no merge rule {Say.Quote(name)}. {cure}";
    }
}

/// <summary>A segment that was read, or everything that is wrong with it.</summary>
/// <remarks><para>Shape: a segment if and only if there are no faults.</para></remarks>
/// <param name="Draft">The segment.</param>
/// <param name="Faults">What is wrong with its rule.</param>
/// <param name="MergeRuleFault">What is wrong with its merge rule, and the cure; null:
/// nothing.</param>
public sealed record SegmentDraftReading(
    SegmentDraft? Draft, ImmutableArray<RuleFault> Faults, string? MergeRuleFault);

/// <summary>Identities of one profile that would be members.</summary>
/// <param name="Total">All of them.</param>
/// <param name="Seen">Of these: the visitors that were seen lately, see
/// <see cref="SeenMembers"/>.</param>
public readonly record struct DraftMembers(int Total, int Seen);

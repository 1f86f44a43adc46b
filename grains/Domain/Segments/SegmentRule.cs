using System.Collections.Immutable;
using System.Text;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Segments;

/// <summary>Who belongs to a segment, as a condition over traits.</summary>
/// <remarks>
/// <para>Shape: traits (<c>12T</c>), frequencies (<c>FREQUENCY([1T,2T] &lt;= 5D) &gt;= 2</c>),
/// groups in parentheses, joined by AND, OR and AND NOT; AND binds closer than OR. Words may be in
/// any case. Two rules are equal if their canonical texts are.</para>
/// <para>Units: recency in UTC days, 1 to 3,650, both end days inside; frequencies of an array of
/// traits are summed.</para>
/// <para>Source: Audience Manager, "Segment code syntax" and "Recency and frequency", read
/// 2026-11. A rule that holds for somebody without any trait is refused.</para>
/// </remarks>
public sealed class SegmentRule : IEquatable<SegmentRule>
{
    /// <summary>Most traits that one rule may name.</summary>
    public const int TraitsMax = 5_000;

    /// <summary>Longest recency: counts are kept by day, so that ten years bound them.</summary>
    public const int RecencyDaysMax = 3_650;

    private readonly string _source;
    private readonly Dictionary<TraitId, int> _windows = [];

    // Written when it is first asked for: most rules are only run. Any thread may do so, as all
    // write the same.
    private string? _canonical;

    internal SegmentRule(SegmentNode root, string source)
    {
        Root = root;
        _source = source;
        Gather(root, _windows);
        Traits = [.. _windows.Keys.Order()];
        UsesRecencyOrFrequency = Any(root, node => node is FrequencyOf);
    }

    /// <summary>The traits it names, ascending, each once.</summary>
    public ImmutableArray<TraitId> Traits { get; }

    /// <summary>Whether it counts anything, so that a day may change its answer.</summary>
    public bool UsesRecencyOrFrequency { get; }

    internal SegmentNode Root { get; }

    private string Canonical
    {
        get
        {
            if (_canonical is null)
            {
                var text = new StringBuilder();
                Root.Write(text);
                _canonical = text.ToString();
            }

            return _canonical;
        }
    }

    /// <summary>Reads a rule.</summary>
    public static SegmentRuleParse Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new SegmentRuleParser(text).Parse();
    }

    /// <summary>The longest recency asked of a trait, in days; 0 if none is.</summary>
    public int WindowDaysMax(TraitId trait) => _windows.GetValueOrDefault(trait);

    /// <summary>Checks the rule against the traits there are.</summary>
    /// <remarks>
    /// <para>Errors: a trait that is unknown, and one that is counted although neither rule-based
    /// nor folder. Frequency without recency is refused for those as well: an onboarded or
    /// algorithmic trait is held at most once, so that counting it says no more than naming it,
    /// and <c>&gt;= 2</c> would quietly hold for nobody.</para>
    /// </remarks>
    public ImmutableArray<RuleFault> Check(Func<TraitId, TraitDefinition?> find)
    {
        ArgumentNullException.ThrowIfNull(find);
        var faults = ImmutableArray.CreateBuilder<RuleFault>();
        Check(Root, find, faults);
        return faults.ToImmutable();
    }

    /// <inheritdoc/>
    public override string ToString() => Canonical;

    /// <inheritdoc/>
    public bool Equals(SegmentRule? other) =>
        string.Equals(Canonical, other?.Canonical, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SegmentRule);

    /// <inheritdoc/>
    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    /// <summary>The rule with the traits of folders in the place of folder traits.</summary>
    internal SegmentRule Expand(FolderTraits folders) =>
        Traits.All(trait => folders.Find(trait) is null)
            ? this
            : new SegmentRule(FolderExpansion.Expand(Root, folders), _source);

    private void Check(
        SegmentNode node,
        Func<TraitId, TraitDefinition?> find,
        ImmutableArray<RuleFault>.Builder faults)
    {
        foreach (var trait in TraitsOf(node))
        {
            if (Fault(find(trait), trait, counted: node is FrequencyOf) is { } message)
            {
                faults.Add(RuleFault.At(_source, node.Offset, message));
            }
        }

        foreach (var part in node.Parts)
        {
            Check(part, find, faults);
        }
    }

    private static ImmutableArray<TraitId> TraitsOf(SegmentNode node) => node switch
    {
        HasTrait has => [has.Trait],
        FrequencyOf frequency => frequency.Traits,
        _ => [],
    };

    private static string? Fault(TraitDefinition? trait, TraitId id, bool counted) => trait switch
    {
        null => $"trait {id}T does not exist",
        { Type: not (TraitType.RuleBased or TraitType.Folder) } when counted =>
            $"trait {id}T is {Named(trait.Type)}: recency and frequency are for rule-based and "
            + $"folder traits; write {id}T alone",
        _ => null,
    };

    private static string Named(TraitType type) =>
        type == TraitType.Algorithmic ? "algorithmic" : "onboarded";

    private static void Gather(SegmentNode node, Dictionary<TraitId, int> windows)
    {
        if (node is HasTrait has)
        {
            windows.TryAdd(has.Trait, 0);
        }
        else if (node is HasOneOf hasOne)
        {
            foreach (var trait in hasOne.Traits)
            {
                windows.TryAdd(trait, 0);
            }
        }
        else if (node is FrequencyOf frequency)
        {
            foreach (var trait in frequency.Traits.Concat(frequency.Once))
            {
                windows[trait] = Math.Max(
                    windows.GetValueOrDefault(trait), frequency.Window.Days);
            }
        }

        foreach (var part in node.Parts)
        {
            Gather(part, windows);
        }
    }

    private static bool Any(SegmentNode node, Func<SegmentNode, bool> asked) =>
        asked(node) || node.Parts.Any(part => Any(part, asked));
}

/// <summary>A rule, or everything that is wrong with its text.</summary>
/// <remarks><para>Shape: a rule if and only if there are no faults.</para></remarks>
public sealed record SegmentRuleParse(SegmentRule? Rule, ImmutableArray<RuleFault> Faults);

using System.Collections.Immutable;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Catalogs;

/// <summary>A destination that a segment is sent to, and what is sent.</summary>
public readonly record struct SegmentSending(
    DestinationId Destination, DataSourceId Identifiers);

/// <summary>A segment, ready to be decided.</summary>
public sealed class CompiledSegment
{
    private CompiledSegment(
        SegmentDefinition definition,
        MergeRule mergeRule,
        SegmentRule written,
        SegmentRule rule,
        ImmutableArray<SegmentSending> mappings)
    {
        Definition = definition;
        MergeRule = mergeRule;
        Written = written.Traits;
        Program = SegmentProgram.Compile(rule);
        Traits = rule.Traits;
        Windows =
        [
            .. rule.Traits
                .Select(trait => (trait, rule.WindowDaysMax(trait)))
                .Where(window => window.Item2 > Catalog.DaysKeptMin),
        ];
        Mappings = mappings;
    }

    /// <summary>What it was compiled from.</summary>
    public SegmentDefinition Definition { get; }

    /// <summary>Which fragments are read together.</summary>
    public MergeRule MergeRule { get; }

    /// <summary>The rule.</summary>
    public SegmentProgram Program { get; }

    /// <summary>The traits that the rule reads, ascending: those of a folder in the place of the
    /// trait that stands for it.</summary>
    public ImmutableArray<TraitId> Traits { get; }

    /// <summary>How many days back the rule looks, of the traits of which it looks further than
    /// <see cref="Catalog.DaysKeptMin"/>.</summary>
    public ImmutableArray<(TraitId Trait, int Days)> Windows { get; }

    /// <summary>Where it is sent today; nowhere while it is paused.</summary>
    public ImmutableArray<SegmentSending> Mappings { get; }

    /// <summary>True while it takes members.</summary>
    public bool IsActive => Definition.Status == SegmentStatus.Active;

    /// <summary>The traits that the rule names as it was written.</summary>
    internal ImmutableArray<TraitId> Written { get; }

    internal static CompiledSegment Of(
        SegmentDefinition definition,
        MergeRule mergeRule,
        ImmutableArray<SegmentSending> mappings,
        FolderTraits folders)
    {
        var parsed = SegmentRule.Parse(definition.Rule);
        var rule = parsed.Rule ?? throw new ArgumentException(
            $"Segment {definition.Id}: the rule does not parse.", nameof(definition));
        return new CompiledSegment(
            definition, mergeRule, rule, rule.Expand(folders), Sent(definition, mappings));
    }

    /// <summary>Whether it would come out the same again, the folders left aside.</summary>
    internal bool IsOf(
        SegmentDefinition definition,
        MergeRule mergeRule,
        ImmutableArray<SegmentSending> mappings) =>
        Definition == definition
        && MergeRule with { DataSources = mergeRule.DataSources } == mergeRule
        && MergeRule.DataSources.AsSpan().SequenceEqual(mergeRule.DataSources.AsSpan())
        && Mappings.AsSpan().SequenceEqual(Sent(definition, mappings).AsSpan());

    private static ImmutableArray<SegmentSending> Sent(
        SegmentDefinition definition, ImmutableArray<SegmentSending> mappings) =>
        definition.Status == SegmentStatus.Active ? mappings : [];
}

using System.Collections.Immutable;
using System.Globalization;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;

namespace Krewe.Domain.Governance;

/// <summary>Decides whether a segment may be sent to a destination.</summary>
/// <remarks>
/// <para>A block needs a pair: a control on a data source of a trait the segment reads, on its
/// merge rule or on a data source of that rule, and the matching label on the destination. The
/// segment's own data source never blocks.</para>
/// <para>Source: Audience Manager, "Data export controls", read 2026-11.</para>
/// </remarks>
public static class ExportControlCheck
{
    /// <summary>What the segment reads that carries controls: the same for every
    /// destination.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="traits">Every trait its rule names.</param>
    /// <param name="rule">Its merge rule; null if it is not known.</param>
    /// <param name="sourceOf">Finds a data source; one that is not known carries nothing.</param>
    public static ImmutableArray<ExportCarrier> CarriersOf(
        SegmentDefinition segment,
        IEnumerable<TraitDefinition> traits,
        MergeRule? rule,
        Func<DataSourceId, DataSource?> sourceOf)
    {
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(traits);
        ArgumentNullException.ThrowIfNull(sourceOf);
        return
        [
            .. TraitCarriers(segment, traits, sourceOf),
            .. rule is null ? [] : RuleCarriers(segment, rule, sourceOf),
        ];
    }

    /// <summary>Every pair of a control on the way and a label of the destination.</summary>
    /// <returns>Empty if the segment may be sent.</returns>
    public static ImmutableArray<ExportBlock> Blocks(
        ImmutableArray<ExportCarrier> carriers, DestinationDefinition destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return
        [
            .. from carrier in carriers
               from pair in ExportPair.All
               where carrier.Controls.HasFlag(pair.Control)
                   && destination.ExportLabels.HasFlag(pair.Label)
               select Block(carrier, pair, destination),
        ];
    }

    private static IEnumerable<ExportCarrier> TraitCarriers(
        SegmentDefinition segment,
        IEnumerable<TraitDefinition> traits,
        Func<DataSourceId, DataSource?> sourceOf) =>
        from owned in traits.GroupBy(trait => trait.DataSource)
        let source = sourceOf(owned.Key)
        where source is not null && source.ExportControls is not ExportControls.None
        let read = TraitsText([.. owned])
        select new ExportCarrier(
            source.ExportControls,
            Say.It(source),
            [Say.It(source), read, Say.It(segment)],
            [$"take {read} out of {Say.It(segment)}"]);

    private static IEnumerable<ExportCarrier> RuleCarriers(
        SegmentDefinition segment, MergeRule rule, Func<DataSourceId, DataSource?> sourceOf)
    {
        ImmutableArray<string> waysOut = [$"give {Say.It(segment)} another merge rule"];
        if (rule.ExportControls is not ExportControls.None)
        {
            yield return new ExportCarrier(
                rule.ExportControls, Say.It(rule), [Say.It(rule), Say.It(segment)], waysOut);
        }

        foreach (var id in rule.DataSources.Distinct())
        {
            if (sourceOf(id) is { ExportControls: not ExportControls.None } source)
            {
                yield return new ExportCarrier(
                    source.ExportControls,
                    Say.It(source),
                    [Say.It(source), Say.It(rule), Say.It(segment)],
                    waysOut);
            }
        }
    }

    private static string TraitsText(TraitDefinition[] traits) => traits.Length == 1
        ? Say.It(traits[0])
        : string.Create(
            CultureInfo.InvariantCulture, $"{Say.It(traits[0])} and {traits.Length - 1} more");

    private static ExportBlock Block(
        ExportCarrier carrier, ExportPair pair, DestinationDefinition destination)
    {
        // People-based destinations cannot go without the PII label.
        ImmutableArray<string> unlabel = pair.Label is ExportLabels.Pii
            ? []
            : [$"take the label off {Say.It(destination)}"];
        return new ExportBlock(
            pair.ControlText,
            carrier.Name,
            pair.LabelText,
            Say.It(destination),
            [.. carrier.Lineage, Say.It(destination)],
            [
                $"take the control off {carrier.Name}",
                .. unlabel,
                .. carrier.WaysOut,
                "remove the mapping",
            ]);
    }
}

using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Krewe.Domain.Activation;
using Krewe.Domain.Governance;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Tests.Governance;

public sealed class ExportControlCheckTests
{
    private const ExportControls None = ExportControls.None;

    private static readonly DataSourceId Own = new(1);
    private static readonly DataSourceId OfTrait = new(2);
    private static readonly DataSourceId OfRule = new(3);

    // All combinations of the four flags, on each carrier and on the destination.
    private static readonly Arbitrary<int[]> Flags =
        Gen.Choose(0, 15).ArrayOf(5).ToArbitrary();

    [Theory]
    [InlineData(ExportControls.None, ExportLabels.Pii, false)]
    [InlineData(ExportControls.Pii, ExportLabels.None, false)]
    [InlineData(ExportControls.Pii, ExportLabels.OnSiteAdTargeting, false)]
    [InlineData(ExportControls.Pii, ExportLabels.Pii, true)]
    [InlineData(ExportControls.OnSiteAdTargeting, ExportLabels.OnSiteAdTargeting, true)]
    [InlineData(ExportControls.OffSiteAdTargeting, ExportLabels.OnSiteAdTargeting, false)]
    [InlineData(ExportControls.OffSiteAdTargeting, ExportLabels.OffSiteAdTargeting, true)]
    [InlineData(ExportControls.OnSitePersonalization, ExportLabels.OnSitePersonalization, true)]
    public void Block_needs_a_pair(ExportControls control, ExportLabels label, bool isBlocked)
    {
        Assert.Equal(isBlocked, !Blocks(None, control, None, None, label).IsEmpty);
        Assert.Equal(isBlocked, !Blocks(None, None, control, None, label).IsEmpty);
        Assert.Equal(isBlocked, !Blocks(None, None, None, control, label).IsEmpty);
        Assert.Empty(Blocks(control, None, None, None, label));
    }

    [Fact]
    public void Blocks_are_the_matching_pairs_of_what_the_segment_reads()
    {
        Prop.ForAll(Flags, flags =>
        {
            var pairs = flags[1..4].Sum(controls => int.PopCount(controls & flags[4]));
            return Blocks(flags).Length == pairs;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Another_control_never_lifts_a_block()
    {
        Prop.ForAll(Flags, Flags, (flags, more) =>
        {
            var stricter = flags.Zip(more, (left, right) => left | right).ToArray();
            stricter[4] = flags[4];
            var kept = Blocks(stricter).Select(block => block.ToString()).ToHashSet(
                StringComparer.Ordinal);
            return Blocks(flags).All(block => kept.Contains(block.ToString()));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Block_names_both_sides_and_the_way_between()
    {
        var block = Assert.Single(
            Blocks(
                None,
                ExportControls.OnSiteAdTargeting,
                None,
                None,
                ExportLabels.OnSiteAdTargeting));

        Assert.Equal("data source 2 \"S2\"", block.ControlOn);
        Assert.Equal("destination 7 \"D\"", block.Destination);
        Assert.Equal(
            ["data source 2 \"S2\"", "trait 5 \"T\"", "segment 6 \"S\"", "destination 7 \"D\""],
            block.Lineage);
        Assert.Contains("take the label off destination 7 \"D\"", block.WaysOut, StringComparer.Ordinal);
    }

    private static ImmutableArray<ExportBlock> Blocks(int[] flags) => Blocks(
        (ExportControls)flags[0],
        (ExportControls)flags[1],
        (ExportControls)flags[2],
        (ExportControls)flags[3],
        (ExportLabels)flags[4]);

    private static ImmutableArray<ExportBlock> Blocks(
        ExportControls own,
        ExportControls ofTrait,
        ExportControls onRule,
        ExportControls ofRule,
        ExportLabels labels)
    {
        var segment = new SegmentDefinition
        {
            Id = new SegmentId(6),
            Name = "S",
            DataSource = Own,
            Rule = "5T",
            MergeRule = "R",
        };
        var rule = new MergeRule
        {
            Name = "R",
            CrossDevice = CrossDeviceOption.AllCrossDeviceProfiles,
            DataSources = [OfRule],
            ExportControls = onRule,
        };
        var trait = new TraitDefinition { Id = new TraitId(5), Name = "T", DataSource = OfTrait };
        var carriers = ExportControlCheck.CarriersOf(segment, [trait], rule, id => new DataSource
        {
            Id = id,
            Name = $"S{id}",
            IdType = IdType.CrossDevice,
            ExportControls = id == Own ? own : id == OfTrait ? ofTrait : ofRule,
        });
        return ExportControlCheck.Blocks(carriers, new DestinationDefinition
        {
            Id = new DestinationId(7),
            Name = "D",
            Account = "A",
            DataSource = new DataSourceId(4),
            ExportLabels = labels,
        });
    }
}

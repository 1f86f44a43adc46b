using FsCheck;
using FsCheck.Fluent;
using Krewe.Domain.Onboarding;

namespace Krewe.Domain.Tests.Onboarding;

public sealed class ImportReceiptTests
{
    private static readonly Arbitrary<LineFault[]> Faults =
        Gen.Elements(Enum.GetValues<LineFault>()).ArrayOf().ToArbitrary();

    // Few lines and faults, so that ties and full lists are common.
    private static readonly Arbitrary<ImportSample[]> Samples = (
        from fault in Gen.Elements(LineFault.NoTab, LineFault.RawEmail)
        from line in Gen.Choose(1, 30)
        from excerpt in Gen.Elements("a", "b")
        select new ImportSample(fault, line, excerpt, fault.Text())).ArrayOf().ToArbitrary();

    [Fact]
    public void Stored_and_refused_records_add_up_to_the_received() =>
        Prop.ForAll(Faults, faults =>
        {
            var counters = Count(faults);
            var classes = faults.Select(fault => fault.Class()).ToArray();
            return counters.Received
                    == classes.Count(kind => kind != LineFaultClass.Warning)
                && counters.Stored == classes.Count(kind => kind == LineFaultClass.None)
                && counters.Stored + counters.FormatErrors + counters.InvalidIds
                    + counters.NoMatchingIds + counters.NoTraitRealized == counters.Received
                && counters.InFile == faults.Count(fault => fault != LineFault.EmailsOverMax);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Counters_of_two_parts_add_up_to_those_of_the_whole() =>
        Prop.ForAll(Faults, Faults, (first, second) =>
            Count(first).Add(Count(second)) == Count([.. first, .. second]))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Add_forgets_no_counter()
    {
        object ones = default(ImportCounters);
        var counters = typeof(ImportCounters).GetProperties().Where(one => one.CanWrite).ToArray();
        foreach (var counter in counters)
        {
            counter.SetValue(ones, 1L);
        }

        var sum = ((ImportCounters)ones).Add((ImportCounters)ones);

        Assert.All(counters, counter => Assert.Equal(2L, counter.GetValue(sum)));
    }

    [Fact]
    public void A_refused_record_counts_none_of_its_items()
    {
        var asked = new TraitLineCounts { Signals = 3, RealizedTraits = 2, FailedTraits = 2 };
        var counters = default(ImportCounters);
        counters.Count(LineFault.NoMatchingId, asked);
        counters.Count(LineFault.NoTraitRealized, asked);

        Assert.Equal(
            (2, 3, 2, 2, 1),
            (counters.Received, counters.Signals, counters.RealizedTraits, counters.FailedTraits,
                counters.RecordsWithFailedTraits));
    }

    [Fact]
    public void Percentages_are_shares_of_what_is_there()
    {
        Assert.Equal(0, default(ImportCounters).PercentStored);
        var counters = Count(
            [LineFault.None, LineFault.NoTab, LineFault.LineOverUserMax, LineFault.OverlongLine]);

        Assert.Equal((50.0, 50.0), (counters.PercentStored, counters.PercentReceived));
    }

    [Fact]
    public void Samples_are_the_first_ten_of_each_fault_in_any_order() =>
        Prop.ForAll(Samples, Samples, (first, second) =>
        {
            ImportSample[] all = [.. first, .. second];
            ImportSample[] expected =
            [
                .. from sample in all.Distinct()
                   group sample by sample.Fault into same
                   orderby same.Key
                   from sample in same.OrderBy(one => one.Line)
                       .ThenBy(one => one.Excerpt, StringComparer.Ordinal).Take(10)
                   select sample,
            ];
            var merged = Collect(second).Merge(Collect(first));
            return merged.Items.SequenceEqual(expected)
                && merged == Collect(all)
                && merged == Collect(all.Reverse());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Samples_have_room_for_what_they_would_keep() =>
        Prop.ForAll(Samples, samples =>
        {
            var kept = Collect(samples);
            return samples.All(sample =>
                kept.HasRoom(sample.Fault, sample.Line) || kept.Add(sample) == kept);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Samples_stay_the_same_when_they_are_full()
    {
        var full = Collect(Enumerable.Range(1, 10).Select(line => Sample(line)));

        Assert.False(full.HasRoom(LineFault.NoTab, 11));
        Assert.True(full.HasRoom(LineFault.BadItem, 11));
        Assert.Same(full, full.Add(Sample(11)));
    }

    private static ImportSample Sample(int line) =>
        new(LineFault.NoTab, line, "x", LineFault.NoTab.Text());

    private static ImportSamples Collect(IEnumerable<ImportSample> samples) =>
        samples.Aggregate(ImportSamples.Empty, (kept, sample) => kept.Add(sample));

    private static ImportCounters Count(IEnumerable<LineFault> faults)
    {
        var counters = default(ImportCounters);
        foreach (var fault in faults)
        {
            counters.Count(fault);
        }

        return counters;
    }
}

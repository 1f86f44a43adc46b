using FsCheck;
using FsCheck.Fluent;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Tests.Traits;

public sealed class TraitUnionTests
{
    private static readonly Arbitrary<TraitQualification[]> Sets =
        Gen.Choose(0, int.MaxValue - 1)
            .Select(seed => RandomTraits.Set(new Random(seed), traitMax: 5, today: 100))
            .ToArbitrary();

    [Fact]
    public void Merge_ignores_order()
    {
        Prop.ForAll(Sets, Sets, (a, b) => Same(Merge(a, b), Merge(b, a)))
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Merge_ignores_grouping()
    {
        Prop.ForAll(Sets, Sets, Sets, (a, b, c) =>
            Same(Merge(Merge(a, b), c), Merge(a, Merge(b, c)))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Merge_with_nothing_changes_nothing()
    {
        Prop.ForAll(Sets, set => Same(set, Merge(set, []))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Merge_is_sorted_and_loses_no_count()
    {
        Prop.ForAll(Sets, Sets, (a, b) =>
        {
            var merged = Merge(a, b);
            return merged.Select(held => held.Trait.Value).SequenceEqual(
                    a.Concat(b).Select(held => held.Trait.Value).Distinct().Order())
                && merged.Sum(held => held.Total) == a.Concat(b).Sum(held => held.Total)
                && merged.Sum(Counted) == a.Concat(b).Sum(Counted);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Merge_adds_up_what_each_fragment_was_given()
    {
        var merged = Merge(
            [TraitQualification.Once(new TraitId(7), 10)],
            [TraitQualification.Once(new TraitId(7), 5)]);

        var held = Assert.Single(merged);
        Assert.Equal((5, 10, 2), (held.First, held.Last, held.Total));
    }

    [Fact]
    public void Merge_counts_no_further_than_a_number_goes()
    {
        var most = new TraitQualification(new TraitId(1), 0, 0, int.MaxValue, []);

        Assert.Equal(int.MaxValue, Assert.Single(Merge([most], [most])).Total);
    }

    private static int Counted(TraitQualification held) => held.Days.Sum(day => day.Count);

    private static TraitQualification[] Merge(TraitQualification[] left, TraitQualification[] right)
    {
        var output = new TraitQualification[left.Length + right.Length];
        return output[..TraitUnion.Merge(left, right, output)];
    }

    private static bool Same(TraitQualification[] left, TraitQualification[] right) =>
        left.Length == right.Length && left.Zip(right).All(pair =>
            pair.First with { Days = [] } == pair.Second with { Days = [] }
            && pair.First.Days.SequenceEqual(pair.Second.Days));
}

using System.Collections.Immutable;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Segments;

/// <summary>Turns a rule into a program, back to front.</summary>
/// <remarks>
/// <para>Shape: a part is emitted knowing where to go on when it holds and when it does not, so
/// that AND, OR and NOT cost no instruction. Parts that only look a trait up come before those
/// that count, and those that time cannot change before those it can: an answer that is found
/// early depends on fewer windows.</para>
/// </remarks>
internal sealed class SegmentCompiler
{
    private readonly List<SegmentInstruction> _instructions = [];
    private readonly List<TraitId> _traits = [];

    public ImmutableArray<SegmentInstruction> Instructions => [.. _instructions];

    public ImmutableArray<TraitId> Traits => [.. _traits];

    /// <summary>Emits a part.</summary>
    /// <returns>Where the part begins.</returns>
    public int Emit(SegmentNode node, int whenTrue, int whenFalse) => node switch
    {
        HasTrait has => Test(SegmentTest.Has, [has.Trait], whenTrue, whenFalse),
        HasOneOf has => Test(SegmentTest.HasAny, has.Traits.AsSpan(), whenTrue, whenFalse),
        FrequencyOf frequency => Count(frequency, whenTrue, whenFalse),
        NotNode not => Emit(not.Inner, whenFalse, whenTrue),
        AllOf all => EmitAll(all, whenTrue, whenFalse),
        AnyOf any => EmitAny(any, whenTrue, whenFalse),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, "a new kind of part"),
    };

    private int EmitAll(AllOf all, int whenTrue, int whenFalse)
    {
        var next = whenTrue;
        foreach (var part in all.Members.OrderByDescending(Cost))
        {
            next = Emit(part, next, whenFalse);
        }

        return next;
    }

    private int EmitAny(AnyOf any, int whenTrue, int whenFalse)
    {
        var next = whenFalse;
        foreach (var part in any.Members.Where(part => part is not HasTrait)
            .OrderByDescending(Cost))
        {
            next = Emit(part, whenTrue, next);
        }

        var single = any.Members.OfType<HasTrait>().Select(has => has.Trait)
            .Distinct().Order().ToArray();
        return single.Length switch
        {
            0 => next,
            1 => Test(SegmentTest.Has, single, whenTrue, next),
            _ => Test(SegmentTest.HasAny, single, whenTrue, next),
        };
    }

    private int Test(
        SegmentTest test, ReadOnlySpan<TraitId> traits, int whenTrue, int whenFalse) =>
        Add(new SegmentInstruction(
            test,
            CountComparison.AtLeast,
            RecencyWindow.Ever,
            AddTraits(traits),
            traits.Length,
            OnceCount: 0,
            Count: 1,
            whenTrue,
            whenFalse));

    private int Count(FrequencyOf frequency, int whenTrue, int whenFalse) =>
        Add(new SegmentInstruction(
            frequency.Window.Kind == RecencyKind.Ever ? SegmentTest.Total : SegmentTest.Window,
            frequency.Comparison,
            frequency.Window,
            AddTraits([.. frequency.Traits, .. frequency.Once]),
            frequency.Traits.Length + frequency.Once.Length,
            frequency.Once.Length,
            frequency.Count,
            whenTrue,
            whenFalse));

    private int AddTraits(ReadOnlySpan<TraitId> traits)
    {
        _traits.AddRange(traits);
        return _traits.Count - traits.Length;
    }

    private int Add(SegmentInstruction instruction)
    {
        _instructions.Add(instruction);
        return _instructions.Count - 1;
    }

    private static int Cost(SegmentNode node) => node switch
    {
        HasTrait or HasOneOf => 0,
        FrequencyOf { Window.Kind: RecencyKind.Ever } => 1,
        FrequencyOf => 2,
        _ => node.Parts.Max(Cost),
    };
}

using System.Collections.Immutable;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Segments;

/// <summary>A rule as a flat list of tests, to be run for every profile.</summary>
/// <remarks>
/// <para>Shape: immutable and without state, so that any number of threads share it. Running it
/// allocates nothing and visits each test at most once.</para>
/// </remarks>
public sealed class SegmentProgram
{
    /// <summary>The change that never comes.</summary>
    public const long Never = long.MaxValue;

    /// <summary>How many days on which a count changes are looked at for one that changes the
    /// answer. Where there are more, the instant found is early rather than late.</summary>
    private const int StepsMax = 32;

    private readonly ImmutableArray<SegmentInstruction> _instructions;
    private readonly ImmutableArray<TraitId> _traits;
    private readonly int _start;

    private SegmentProgram(
        ImmutableArray<SegmentInstruction> instructions, ImmutableArray<TraitId> traits, int start)
    {
        _instructions = instructions;
        _traits = traits;
        _start = start;
    }

    /// <summary>Compiles a rule.</summary>
    public static SegmentProgram Compile(SegmentRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var compiler = new SegmentCompiler();
        var start = compiler.Emit(rule.Root, SegmentInstruction.Yes, SegmentInstruction.No);
        return new SegmentProgram(compiler.Instructions, compiler.Traits, start);
    }

    /// <summary>Decides whether the traits of a profile meet the rule.</summary>
    /// <param name="held">Sorted by trait, each once, those that expired left out.</param>
    /// <param name="nowUnixSeconds">When it is decided: windows end on the UTC day it lies
    /// in.</param>
    /// <param name="changesAt">The next instant, in Unix seconds, at which the answer may differ
    /// though nothing happened but time; <see cref="Never"/> if none. Expiries are the caller's to
    /// watch.</param>
    public bool Evaluate(
        ReadOnlySpan<TraitQualification> held, long nowUnixSeconds, out long changesAt)
    {
        var instructions = _instructions.AsSpan();
        var today = (long)UtcDay.Of(nowUnixSeconds);
        var changes = DayCounts.NoDay;
        var at = _start;
        while (at >= 0)
        {
            ref readonly var instruction = ref instructions[at];
            var traits = _traits.AsSpan().Slice(instruction.TraitsStart, instruction.TraitsCount);
            var holds = instruction.Test switch
            {
                SegmentTest.Has => HeldTraits.IndexOf(held, traits[0]) >= 0,
                SegmentTest.HasAny => HasAny(held, traits),
                SegmentTest.Total => Holds(instruction, Count(instruction, traits, held, today)),
                _ => HoldsInWindow(instruction, traits, held, today, ref changes),
            };
            at = holds ? instruction.WhenTrue : instruction.WhenFalse;
        }

        changesAt = changes == DayCounts.NoDay ? Never : UtcDay.StartOf(changes);
        return at == SegmentInstruction.Yes;
    }

    private static bool HoldsInWindow(
        in SegmentInstruction instruction,
        ReadOnlySpan<TraitId> traits,
        ReadOnlySpan<TraitQualification> held,
        long today,
        ref long changes)
    {
        var holds = Holds(instruction, Count(instruction, traits, held, today));
        var day = today;
        for (var step = 0; step < StepsMax; step++)
        {
            day = NextChange(instruction, traits, held, day);
            if (day >= changes)
            {
                return holds;
            }

            if (Holds(instruction, Count(instruction, traits, held, day)) != holds)
            {
                break;
            }
        }

        changes = day;
        return holds;
    }

    private static bool Holds(in SegmentInstruction instruction, long count) =>
        instruction.Comparison.Holds(count, instruction.Count);

    private static long Count(
        in SegmentInstruction instruction,
        ReadOnlySpan<TraitId> traits,
        ReadOnlySpan<TraitQualification> held,
        long today)
    {
        var found = new HeldTraits(held, traits, instruction.OnceCount);
        var count = 0L;
        while (found.Next(out var index, out var isOnce))
        {
            var realized = DayCounts.In(held[index], instruction.Window, today);
            count += isOnce ? Math.Min(realized, 1) : realized;
        }

        return count;
    }

    private static long NextChange(
        in SegmentInstruction instruction,
        ReadOnlySpan<TraitId> traits,
        ReadOnlySpan<TraitQualification> held,
        long today)
    {
        var found = new HeldTraits(held, traits, instruction.OnceCount);
        var next = DayCounts.NoDay;
        while (found.Next(out var index, out _))
        {
            next = Math.Min(next, DayCounts.NextChange(held[index], instruction.Window, today));
        }

        return next;
    }

    /// <summary>Looks the shorter list up in the longer one.</summary>
    private static bool HasAny(
        ReadOnlySpan<TraitQualification> held, ReadOnlySpan<TraitId> traits)
    {
        if (held.Length < traits.Length)
        {
            foreach (ref readonly var qualification in held)
            {
                if (traits.BinarySearch(qualification.Trait) >= 0)
                {
                    return true;
                }
            }

            return false;
        }

        foreach (var trait in traits)
        {
            if (HeldTraits.IndexOf(held, trait) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}

namespace Krewe.Domain.Traits;

/// <summary>One test of a rule, and where to go on when it holds and when it does not.</summary>
/// <remarks><para>Shape: the next step is an index, always a smaller one, or an answer.</para>
/// </remarks>
internal readonly record struct SignalStep(int Test, int WhenTrue, int WhenFalse)
{
    /// <summary>The rule holds.</summary>
    public const int Yes = -1;

    /// <summary>The rule does not hold.</summary>
    public const int No = -2;
}

/// <summary>A rule that needs more than one test, and the trait it grants.</summary>
internal sealed record SignalProgram(TraitId Trait, SignalStep[] Steps)
{
    /// <summary>Emits a part of a rule, back to front.</summary>
    /// <returns>Where the part begins.</returns>
    public static int Emit(
        SignalNode node,
        Func<SignalTest, int> numberOf,
        List<SignalStep> steps,
        int whenTrue,
        int whenFalse)
    {
        switch (node)
        {
            case SomeSignal some:
                steps.Add(new SignalStep(numberOf(some.Test), whenTrue, whenFalse));
                return steps.Count - 1;
            case NoSignal no:
                return Emit(no.Inner, numberOf, steps, whenFalse, whenTrue);
            case AllSignals all:
                return all.Members.Reverse().Aggregate(whenTrue, (next, member) =>
                    Emit(member, numberOf, steps, next, whenFalse));
            default:
                return node.Parts.Reverse().Aggregate(whenFalse, (next, member) =>
                    Emit(member, numberOf, steps, whenTrue, next));
        }
    }
}

/// <summary>Gathers matches and forgets repetitions.</summary>
internal ref struct TraitMatches(Span<TraitId> matches)
{
    private readonly Span<TraitId> _matches = matches;
    private int _count;

    /// <summary>Whether a match was lost for want of room.</summary>
    public bool IsTooShort { get; private set; }

    public void Add(TraitId trait)
    {
        if (_count == _matches.Length && Distinct() == _matches.Length)
        {
            IsTooShort |= !_matches.Contains(trait);
            return;
        }

        _matches[_count++] = trait;
    }

    /// <summary>Sorts the matches and keeps each once.</summary>
    /// <returns>How many there are.</returns>
    public int Distinct()
    {
        var gathered = _matches[.._count];
        gathered.Sort();
        _count = 0;
        foreach (var trait in gathered)
        {
            if (_count == 0 || gathered[_count - 1] != trait)
            {
                gathered[_count++] = trait;
            }
        }

        return _count;
    }
}

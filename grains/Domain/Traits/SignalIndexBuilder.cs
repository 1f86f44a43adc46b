namespace Krewe.Domain.Traits;

/// <summary>Takes rules apart so that a signal touches only those it can decide.</summary>
/// <remarks>
/// <para>Shape: equal tests of all rules are one. A rule that is one test, or an OR of them, is
/// granted by the test. Any other hangs on tests of which at least one must hold whenever the rule
/// does, the rarest that can be found: it is run when one of those does.</para>
/// </remarks>
internal sealed class SignalIndexBuilder
{
    /// <summary>What a test other than equality weighs: it holds for many values.</summary>
    private const int BroadWeight = 16;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<SignalTest> _tests = [];
    private readonly List<int> _uses = [];
    private readonly List<(TraitId Trait, SignalNode Root)> _composed = [];

    public IReadOnlyList<SignalTest> Tests => _tests;

    public List<List<TraitId>> Grants { get; } = [];

    public List<List<int>> Triggers { get; } = [];

    public List<SignalProgram> Programs { get; } = [];

    public void Add(TraitId trait, SignalNode root)
    {
        if (root is SomeSignal || (root is AnySignal && root.Parts.All(part => part is SomeSignal)))
        {
            foreach (var some in root is SomeSignal ? [root] : root.Parts)
            {
                Grants[NumberOf(((SomeSignal)some).Test)].Add(trait);
            }

            return;
        }

        _composed.Add((trait, root));
        CountUses(root);
    }

    /// <summary>Hangs every composed rule on its tests; to be called once all are added.</summary>
    public void Finish()
    {
        foreach (var (trait, root) in _composed)
        {
            var steps = new List<SignalStep>();
            SignalProgram.Emit(root, NumberOf, steps, SignalStep.Yes, SignalStep.No);
            foreach (var test in TriggersOf(root, negated: false)!)
            {
                Triggers[test].Add(Programs.Count);
            }

            Programs.Add(new SignalProgram(trait, [.. steps]));
        }
    }

    private void CountUses(SignalNode node)
    {
        if (node is SomeSignal some)
        {
            _uses[NumberOf(some.Test)]++;
        }

        foreach (var part in node.Parts)
        {
            CountUses(part);
        }
    }

    private int NumberOf(SignalTest test)
    {
        var name = test.Name;
        if (!_numbers.TryGetValue(name, out var number))
        {
            number = _tests.Count;
            _numbers.Add(name, number);
            _tests.Add(test);
            _uses.Add(0);
            Grants.Add([]);
            Triggers.Add([]);
        }

        return number;
    }

    /// <summary>Tests of which one holds whenever the part does; null if there are none, which
    /// can only be of a part that holds without any signal.</summary>
    private HashSet<int>? TriggersOf(SignalNode node, bool negated)
    {
        if (node is SomeSignal some)
        {
            return negated ? null : [NumberOf(some.Test)];
        }

        var isNot = node is NoSignal;
        var parts = node.Parts.Select(part => TriggersOf(part, negated ^ isNot)).ToArray();
        if (isNot)
        {
            return parts[0];
        }

        if (node is AllSignals ^ negated)
        {
            return parts.Where(part => part is not null).MinBy(part => part!.Sum(Weight));
        }

        return parts.Contains(null) ? null : [.. parts.SelectMany(part => part!)];
    }

    private long Weight(int test) =>
        _uses[test] + (_tests[test].Comparison == SignalOperator.Equal ? 0 : BroadWeight);
}

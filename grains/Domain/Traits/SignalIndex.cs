using System.Buffers;
using System.Collections.Immutable;

namespace Krewe.Domain.Traits;

/// <summary>Which traits the signals of a line or event grant.</summary>
/// <remarks>
/// <para>Shape: immutable, shared by any number of threads; a look-up allocates nothing. It costs
/// what it touches: equality is found by key and value, other comparisons are gone through for
/// their key, a rule over several signals is run when the rarest of its tests holds.</para>
/// <para>Errors: a rule that cannot be read grants nothing and is named in
/// <see cref="Refused"/>.</para>
/// </remarks>
public sealed class SignalIndex
{
    private const int StackBytes = 512;
    private const int StackSignals = 16;
    private readonly Dictionary<byte[], int> _keys = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _keyOf;
    private readonly List<SignalKeyTests> _keyTests = [];
    private readonly SignalTest[] _tests;
    private readonly int[] _testKeys;
    private readonly TraitId[][] _grants;
    private readonly int[][] _triggers;
    private readonly SignalProgram[] _programs;

    private SignalIndex(SignalIndexBuilder built, ImmutableArray<TraitId> refused)
    {
        _tests = [.. built.Tests];
        _testKeys = new int[_tests.Length];
        _grants = [.. built.Grants.Select(traits => traits.ToArray())];
        _triggers = [.. built.Triggers.Select(programs => programs.ToArray())];
        _programs = [.. built.Programs];
        Refused = refused;
        _keyOf = _keys.GetAlternateLookup<ReadOnlySpan<byte>>();
        for (var test = 0; test < _tests.Length; test++)
        {
            _testKeys[test] = KeyOf(_tests[test]);
            _keyTests[_testKeys[test]].Add(_tests[test], test);
        }

        foreach (var tests in _keyTests)
        {
            tests.Finish();
        }
    }

    /// <summary>Traits whose rules could not be read, ascending.</summary>
    public ImmutableArray<TraitId> Refused { get; }

    /// <summary>Indexes the rules of traits; those without one are left out.</summary>
    /// <param name="traits">Those that one source of signals may grant: of one target data source
    /// and of one type.</param>
    public static SignalIndex Build(IEnumerable<TraitDefinition> traits)
    {
        ArgumentNullException.ThrowIfNull(traits);
        var builder = new SignalIndexBuilder();
        var refused = new SortedSet<TraitId>();
        foreach (var trait in traits.Where(trait => trait.Rule is not null))
        {
            if (TraitRule.Parse(trait.Rule!).Rule is not { } rule)
            {
                refused.Add(trait.Id);
                continue;
            }

            builder.Add(trait.Id, rule.Root);
        }

        builder.Finish();
        return new SignalIndex(builder, [.. refused]);
    }

    /// <summary>Finds the traits that the signals of one line or event grant together.</summary>
    /// <param name="buffer">The UTF-8 that <paramref name="signals"/> point into.</param>
    /// <param name="signals">All signals of the line; keys may repeat.</param>
    /// <param name="matches">Where to write the traits.</param>
    /// <param name="unused">How many of the signals no rule asks for.</param>
    /// <returns>How many, ascending in <paramref name="matches"/>, each once; -1 if it is too
    /// short, and then what it holds means nothing.</returns>
    public int MatchLine(
        ReadOnlySpan<byte> buffer,
        ReadOnlySpan<Signal> signals,
        Span<TraitId> matches,
        out int unused)
    {
        var length = SignalLine.FoldedLengthMax(signals);
        var bytes = length > StackBytes ? ArrayPool<byte>.Shared.Rent(length) : null;
        var isLong = signals.Length > StackSignals;
        var folded = isLong ? ArrayPool<Signal>.Shared.Rent(signals.Length) : null;
        var keys = isLong ? ArrayPool<int>.Shared.Rent(signals.Length) : null;
        try
        {
            var line = new SignalLine(
                buffer,
                signals,
                bytes ?? stackalloc byte[StackBytes],
                folded ?? stackalloc Signal[StackSignals]);
            return Match(
                line,
                keys ?? stackalloc int[StackSignals],
                new TraitMatches(matches),
                out unused);
        }
        finally
        {
            Return(bytes);
            Return(folded);
            Return(keys);
        }
    }

    private int Match(
        scoped in SignalLine line,
        scoped Span<int> keys,
        scoped TraitMatches matches,
        out int unused)
    {
        unused = line.Count;
        for (var i = 0; i < line.Count; i++)
        {
            keys[i] = _keyOf.TryGetValue(line.FoldedKey(i), out var key) ? key : -1;
        }

        for (var i = 0; i < line.Count; i++)
        {
            if (keys[i] >= 0 && Match(line, i, keys, ref matches))
            {
                unused--;
            }
        }

        return matches.IsTooShort ? -1 : matches.Distinct();
    }

    /// <summary>Touches every test that a signal meets; false if there is none.</summary>
    private bool Match(
        scoped in SignalLine line,
        int signal,
        scoped ReadOnlySpan<int> keys,
        scoped ref TraitMatches matches)
    {
        var tests = _keyTests[keys[signal]];
        var equal = tests.Equal(line.FoldedValue(signal));
        if (equal >= 0)
        {
            Touch(equal, line, keys, ref matches);
        }

        var isUsed = equal >= 0;
        isUsed |= MatchOrder(tests, line, signal, keys, ref matches);
        isUsed |= MatchTexts(tests, line, signal, keys, ref matches);
        return isUsed | MatchOthers(tests, line, signal, keys, ref matches);
    }

    private bool MatchOrder(
        SignalKeyTests tests,
        scoped in SignalLine line,
        int signal,
        scoped ReadOnlySpan<int> keys,
        scoped ref TraitMatches matches)
    {
        if (!tests.HasThresholds
            || SignalText.NumberOf(line.Value(signal)) is var number && double.IsNaN(number))
        {
            return false;
        }

        var below = tests.Below.Met(number);
        var above = tests.Above.Met(-number);
        Touch(below, line, keys, ref matches);
        Touch(above, line, keys, ref matches);
        return below.Length + above.Length > 0;
    }

    private bool MatchTexts(
        SignalKeyTests tests,
        scoped in SignalLine line,
        int signal,
        scoped ReadOnlySpan<int> keys,
        scoped ref TraitMatches matches)
    {
        if (tests.Texts.IsEmpty)
        {
            return false;
        }

        var isUsed = false;
        foreach (var test in tests.Texts.In(line.FoldedValue(signal)))
        {
            isUsed |= Ask(test, line, signal, keys, ref matches);
        }

        return isUsed;
    }

    private bool MatchOthers(
        SignalKeyTests tests,
        scoped in SignalLine line,
        int signal,
        scoped ReadOnlySpan<int> keys,
        scoped ref TraitMatches matches)
    {
        var isUsed = false;
        foreach (var other in tests.Others)
        {
            isUsed |= Ask(other, line, signal, keys, ref matches);
        }

        return isUsed;
    }

    /// <summary>Touches a test that does not ask for a number, if it holds.</summary>
    private bool Ask(
        int test,
        scoped in SignalLine line,
        int signal,
        scoped ReadOnlySpan<int> keys,
        scoped ref TraitMatches matches)
    {
        var holds = _tests[test].Holds(line.Value(signal), line.FoldedValue(signal), double.NaN);
        if (holds)
        {
            Touch(test, line, keys, ref matches);
        }

        return holds;
    }

    private void Touch(
        ReadOnlySpan<int> tests,
        scoped in SignalLine line,
        scoped ReadOnlySpan<int> keys,
        scoped ref TraitMatches matches)
    {
        foreach (var test in tests)
        {
            Touch(test, line, keys, ref matches);
        }
    }

    /// <summary>Grants what a test grants, and runs what hangs on it.</summary>
    private void Touch(
        int test,
        scoped in SignalLine line,
        scoped ReadOnlySpan<int> keys,
        scoped ref TraitMatches matches)
    {
        foreach (var trait in _grants[test])
        {
            matches.Add(trait);
        }

        foreach (var program in _triggers[test])
        {
            if (Run(_programs[program].Steps, line, keys))
            {
                matches.Add(_programs[program].Trait);
            }
        }
    }

    private bool Run(
        SignalStep[] steps, scoped in SignalLine line, scoped ReadOnlySpan<int> keys)
    {
        var at = steps.Length - 1;
        while (at >= 0)
        {
            at = Holds(steps[at].Test, line, keys) ? steps[at].WhenTrue : steps[at].WhenFalse;
        }

        return at == SignalStep.Yes;
    }

    private bool Holds(int test, scoped in SignalLine line, scoped ReadOnlySpan<int> keys)
    {
        for (var i = 0; i < line.Count; i++)
        {
            if (keys[i] == _testKeys[test]
                && _tests[test].Holds(
                    line.Value(i), line.FoldedValue(i), SignalText.NumberOf(line.Value(i))))
            {
                return true;
            }
        }

        return false;
    }

    private int KeyOf(SignalTest test)
    {
        if (!_keys.TryGetValue(test.FoldedKey, out var key))
        {
            key = _keyTests.Count;
            _keys.Add(test.FoldedKey, key);
            _keyTests.Add(new SignalKeyTests());
        }

        return key;
    }

    private static void Return<T>(T[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<T>.Shared.Return(rented);
        }
    }
}

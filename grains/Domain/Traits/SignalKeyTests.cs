using System.Runtime.InteropServices;

namespace Krewe.Domain.Traits;

/// <summary>The tests of one key: a value finds those it meets without asking the others.</summary>
/// <remarks>
/// <para>Shape: equality is found by the value, order by halving, text inside by parts of four
/// bytes. What is left, inequality, patterns, and order of text, is gone through.</para>
/// </remarks>
internal sealed class SignalKeyTests
{
    private readonly Dictionary<byte[], int> _equal = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _byValue;
    private readonly List<(double Threshold, bool IsInside, int Test)> _below = [];
    private readonly List<(double Threshold, bool IsInside, int Test)> _above = [];
    private readonly List<int> _others = [];

    public SignalKeyTests() =>
        _byValue = _equal.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Tests that ask for a number of at least, or of more than, a threshold.</summary>
    public SignalThresholds Below { get; private set; } = SignalThresholds.None;

    /// <summary>Tests that ask for a number of at most, or of less than, a threshold.</summary>
    public SignalThresholds Above { get; private set; } = SignalThresholds.None;

    /// <summary>Tests that ask for text anywhere or at one end.</summary>
    public SignalGrams Texts { get; } = new();

    /// <summary>The tests that have to be asked one by one.</summary>
    public ReadOnlySpan<int> Others => CollectionsMarshal.AsSpan(_others);

    /// <summary>Whether any test asks for a number's order.</summary>
    public bool HasThresholds => Below.Count + Above.Count > 0;

    public void Add(SignalTest test, int number)
    {
        switch (test.Comparison)
        {
            case SignalOperator.Equal:
                _equal[test.FoldedValue] = number;
                break;
            case SignalOperator.Greater or SignalOperator.GreaterOrEqual
                when !double.IsNaN(test.Number):
                _below.Add((
                    test.Number, test.Comparison == SignalOperator.GreaterOrEqual, number));
                break;
            case SignalOperator.Less or SignalOperator.LessOrEqual
                when !double.IsNaN(test.Number):
                _above.Add((
                    -test.Number, test.Comparison == SignalOperator.LessOrEqual, number));
                break;
            case SignalOperator.Contains or SignalOperator.MatchesWords
                or SignalOperator.StartsWith or SignalOperator.EndsWith:
                Texts.Add(test.FoldedValue, number);
                break;
            default:
                _others.Add(number);
                break;
        }
    }

    /// <summary>Sorts what has to be; to be called once all are added.</summary>
    public void Finish()
    {
        Below = SignalThresholds.Of(_below);
        Above = SignalThresholds.Of(_above);
        Texts.Finish();
        _below.Clear();
        _above.Clear();
    }

    /// <summary>The test that a value equals; -1 if there is none.</summary>
    public int Equal(ReadOnlySpan<byte> foldedValue) =>
        _byValue.TryGetValue(foldedValue, out var test) ? test : -1;
}

/// <summary>Tests that hold from a threshold on, in the order in which a growing number meets
/// them.</summary>
/// <remarks><para>Shape: thresholds ascend; of equal ones those come first that hold for the
/// threshold itself, so that the tests which hold are always the first so many.</para></remarks>
internal sealed class SignalThresholds
{
    private readonly double[] _thresholds;
    private readonly bool[] _isInside;
    private readonly int[] _tests;

    private SignalThresholds(List<(double Threshold, bool IsInside, int Test)> tests)
    {
        var ordered = tests
            .OrderBy(test => test.Threshold)
            .ThenByDescending(test => test.IsInside)
            .ToArray();
        _thresholds = [.. ordered.Select(test => test.Threshold)];
        _isInside = [.. ordered.Select(test => test.IsInside)];
        _tests = [.. ordered.Select(test => test.Test)];
    }

    public static SignalThresholds None { get; } = new([]);

    public int Count => _tests.Length;

    public static SignalThresholds Of(List<(double Threshold, bool IsInside, int Test)> tests) =>
        tests.Count == 0 ? None : new SignalThresholds(tests);

    /// <summary>The tests that a number meets.</summary>
    public ReadOnlySpan<int> Met(double number)
    {
        var (from, to) = (0, _thresholds.Length);
        while (from < to)
        {
            var middle = (from + to) >>> 1;
            var isMet = _thresholds[middle] < number
                || (_isInside[middle] && _thresholds[middle].Equals(number));
            (from, to) = isMet ? (middle + 1, to) : (from, middle);
        }

        return _tests.AsSpan(0, from);
    }
}

namespace Krewe.Domain.Traits;

/// <summary>A key and a value, where they stand in a buffer of UTF-8.</summary>
/// <remarks>
/// <para>Shape: as sent, quotes and the dash before a key taken off.</para>
/// <para>Units: bytes.</para>
/// </remarks>
public readonly record struct Signal(int KeyStart, int KeyLength, int ValueStart, int ValueLength)
{
    internal ReadOnlySpan<byte> KeyIn(ReadOnlySpan<byte> buffer) =>
        buffer.Slice(KeyStart, KeyLength);

    internal ReadOnlySpan<byte> ValueIn(ReadOnlySpan<byte> buffer) =>
        buffer.Slice(ValueStart, ValueLength);
}

/// <summary>The signals of one line or event, as they were sent and in one case.</summary>
/// <remarks><para>Shape: owns nothing; the buffers are the caller's.</para></remarks>
internal readonly ref struct SignalLine
{
    private readonly ReadOnlySpan<byte> _raw;
    private readonly ReadOnlySpan<Signal> _rawSignals;
    private readonly ReadOnlySpan<byte> _folded;
    private readonly ReadOnlySpan<Signal> _foldedSignals;

    /// <summary>Folds signals into buffers of <see cref="FoldedLengthMax"/> bytes and of as many
    /// signals as there are.</summary>
    public SignalLine(
        ReadOnlySpan<byte> raw,
        ReadOnlySpan<Signal> rawSignals,
        Span<byte> folded,
        Span<Signal> foldedSignals)
    {
        _raw = raw;
        _rawSignals = rawSignals;
        var offset = 0;
        for (var i = 0; i < rawSignals.Length; i++)
        {
            var key = SignalText.Fold(rawSignals[i].KeyIn(raw), folded[offset..]);
            var value = SignalText.Fold(rawSignals[i].ValueIn(raw), folded[(offset + key)..]);
            foldedSignals[i] = new Signal(offset, key, offset + key, value);
            offset += key + value;
        }

        _folded = folded;
        _foldedSignals = foldedSignals[..rawSignals.Length];
    }

    public int Count => _rawSignals.Length;

    public ReadOnlySpan<byte> Value(int index) => _rawSignals[index].ValueIn(_raw);

    public ReadOnlySpan<byte> FoldedKey(int index) => _foldedSignals[index].KeyIn(_folded);

    public ReadOnlySpan<byte> FoldedValue(int index) => _foldedSignals[index].ValueIn(_folded);

    public static int FoldedLengthMax(ReadOnlySpan<Signal> signals)
    {
        var length = 0;
        foreach (ref readonly var signal in signals)
        {
            length += SignalText.FoldedLengthMax(signal.KeyLength + signal.ValueLength);
        }

        return length;
    }
}

namespace Krewe.Embedded.Storage.State;

/// <summary>Which keys hold large values now, so that overwriting one frees its pieces.</summary>
/// <remarks>
/// Used by the writing thread alone. It costs about 150 bytes for a value of at least a piece,
/// and is part of every checkpoint.
/// </remarks>
internal sealed class LargeValues
{
    private readonly Dictionary<string, LargeValue> _values = new(StringComparer.Ordinal);

    public int Count => _values.Count;

    public void Add(ReadOnlySpan<byte> key, LargeValue value) =>
        _values[Convert.ToHexString(key)] = value;

    public bool Remove(ReadOnlySpan<byte> key, out LargeValue value)
    {
        Span<char> hex = stackalloc char[key.Length * 2];
        Convert.TryToHexString(key, hex, out _);
        return _values.GetAlternateLookup<ReadOnlySpan<char>>().Remove(hex, out _, out value);
    }

    public Dictionary<string, LargeValue> Snapshot() => new(_values, StringComparer.Ordinal);

    public void Restore(IReadOnlyDictionary<string, LargeValue> values)
    {
        _values.Clear();
        foreach (var (key, value) in values)
        {
            _values[key] = value;
        }
    }
}

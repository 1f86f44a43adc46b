using System.Text;
using Krewe.Embedded;

namespace Orleans.Runtime;

/// <summary>Which stream: a namespace and a key.</summary>
public readonly struct StreamId : IEquatable<StreamId>, IComparable<StreamId>
{
    private readonly byte[]? _full;
    private readonly ushort _keyIndex;

    private StreamId(byte[] full, ushort keyIndex)
    {
        _full = full;
        _keyIndex = keyIndex;
    }

    public ReadOnlyMemory<byte> FullKey => _full;

    public ReadOnlyMemory<byte> Namespace => _full.AsMemory(0, _keyIndex);

    public ReadOnlyMemory<byte> Key => _full is null ? default : _full.AsMemory(_keyIndex);

    /// <summary>Where the key begins within the full key.</summary>
    internal ushort KeyIndex => _keyIndex;

    public static StreamId Create(ReadOnlySpan<byte> ns, ReadOnlySpan<byte> key)
    {
        if (key.IsEmpty)
        {
            throw new ArgumentException("a stream has a key", nameof(key));
        }
        var full = new byte[ns.Length + key.Length];
        ns.CopyTo(full);
        key.CopyTo(full.AsSpan(ns.Length));
        return new StreamId(full, checked((ushort)ns.Length));
    }

    public static StreamId Create(string? ns, Guid key) =>
        Create(Bytes(ns), GrainKeys.Of(key).AsSpan());

    public static StreamId Create(string? ns, long key) =>
        Create(Bytes(ns), GrainKeys.Of(key).AsSpan());

    public static StreamId Create(string? ns, string key) => Create(Bytes(ns), Bytes(key));

    public static StreamId Parse(ReadOnlySpan<byte> value)
    {
        var slash = value.IndexOf((byte)'/');
        return slash < 0
            ? throw new FormatException("a stream id has the form namespace/key")
            : Create(value[..slash], value[(slash + 1)..]);
    }

    public string GetKeyAsString() => Encoding.UTF8.GetString(Key.Span);

    public string? GetNamespace() =>
        _keyIndex == 0 ? null : Encoding.UTF8.GetString(Namespace.Span);

    public bool Equals(StreamId other) =>
        _keyIndex == other._keyIndex && FullKey.Span.SequenceEqual(other.FullKey.Span);

    public override bool Equals(object? obj) => obj is StreamId other && Equals(other);

    public override int GetHashCode() => (int)StableHash.Of32(_full) + _keyIndex;

    public int CompareTo(StreamId other)
    {
        var bySpace = Namespace.Span.SequenceCompareTo(other.Namespace.Span);
        return bySpace != 0 ? bySpace : Key.Span.SequenceCompareTo(other.Key.Span);
    }

    public override string ToString() => $"{GetNamespace() ?? "null"}/{GetKeyAsString()}";

    public static bool operator ==(StreamId left, StreamId right) => left.Equals(right);

    public static bool operator !=(StreamId left, StreamId right) => !left.Equals(right);

    private static byte[] Bytes(string? text) =>
        text is null ? [] : Encoding.UTF8.GetBytes(text);
}

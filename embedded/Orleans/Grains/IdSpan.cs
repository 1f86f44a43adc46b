using System.Text;
using Krewe.Embedded;

namespace Orleans.Runtime;

/// <summary>The bytes of a key or type name.</summary>
/// <remarks>The hash is computed when asked for: a stored one would cost eight bytes in every
/// identity, and keys are short.</remarks>
public readonly struct IdSpan : IEquatable<IdSpan>, IComparable<IdSpan>
{
    private readonly byte[]? _value;

    public IdSpan(byte[] value)
    {
        _value = value;
    }

    public ReadOnlyMemory<byte> Value => _value;

    public bool IsDefault => _value is null or [];

    public static IdSpan Create(string id) => new(Encoding.UTF8.GetBytes(id));

    public ReadOnlySpan<byte> AsSpan() => _value;

    public uint GetUniformHashCode() => StableHash.Of32(_value);

    public bool Equals(IdSpan other) =>
        ReferenceEquals(_value, other._value) || AsSpan().SequenceEqual(other.AsSpan());

    public override bool Equals(object? obj) => obj is IdSpan other && Equals(other);

    public override int GetHashCode() => (int)StableHash.Of32(_value);

    public int CompareTo(IdSpan other) => AsSpan().SequenceCompareTo(other.AsSpan());

    public override string ToString() => Encoding.UTF8.GetString(AsSpan());

    public static bool operator ==(IdSpan left, IdSpan right) => left.Equals(right);

    public static bool operator !=(IdSpan left, IdSpan right) => !left.Equals(right);
}

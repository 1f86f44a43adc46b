using Krewe.Domain.Identity;

namespace Krewe.Domain.Traits;

/// <summary>Looks kept bytes up by bytes that are only passing through.</summary>
internal sealed class Utf8Comparer
    : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static Utf8Comparer Instance { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) =>
        alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<byte> alternate) =>
        unchecked((int)StableHash.Of(alternate));

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
}

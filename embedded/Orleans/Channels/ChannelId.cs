using Orleans.Runtime;

namespace Orleans.BroadcastChannel;

/// <summary>Which channel: a namespace and a key.</summary>
public readonly struct ChannelId
    : IEquatable<ChannelId>, IComparable<ChannelId>, ISpanFormattable
{
    private readonly StreamId _id;

    private ChannelId(StreamId id)
    {
        _id = id;
    }

    public ReadOnlyMemory<byte> FullKey => _id.FullKey;

    public ReadOnlyMemory<byte> Namespace => _id.Namespace;

    public ReadOnlyMemory<byte> Key => _id.Key;

    public static ChannelId Create(ReadOnlySpan<byte> ns, ReadOnlySpan<byte> key) =>
        new(StreamId.Create(ns, key));

    public static ChannelId Create(string ns, Guid key) => new(StreamId.Create(ns, key));

    public static ChannelId Create(string ns, string key) => new(StreamId.Create(ns, key));

    public string GetKeyAsString() => _id.GetKeyAsString();

    public string? GetNamespace() => _id.GetNamespace();

    public bool Equals(ChannelId other) => _id.Equals(other._id);

    public override bool Equals(object? obj) => obj is ChannelId other && Equals(other);

    public override int GetHashCode() => _id.GetHashCode();

    public int CompareTo(ChannelId other) => _id.CompareTo(other._id);

    public override string ToString() => _id.ToString();

    public static bool operator ==(ChannelId left, ChannelId right) => left.Equals(right);

    public static bool operator !=(ChannelId left, ChannelId right) => !left.Equals(right);

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(
        Span<char> destination,
        out int charsWritten,
        ReadOnlySpan<char> format,
        IFormatProvider? provider) =>
        destination.TryWrite($"{ToString()}", out charsWritten);
}

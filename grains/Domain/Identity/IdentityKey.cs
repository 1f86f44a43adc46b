using System.Buffers;
using System.Globalization;
using System.Text.Unicode;

namespace Krewe.Domain.Identity;

/// <summary>An identity: who, in which data source's terms.</summary>
/// <remarks>
/// <para>Shape: two identities are the same only if data source and value both are. Written
/// <c>dataSourceId/value</c>.</para>
/// <para>Source: Experience Platform, "Identity namespaces", read 2026-11.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("identity-key")]
public readonly record struct IdentityKey(
    [property: Id(0)] DataSourceId Source,
    [property: Id(1)] IdentityValue Value) : IComparable<IdentityKey>
{
    private const int SourceDigitsMax = 11;

    /// <summary>A hash that is the same in every process.</summary>
    public ulong StableHashCode() =>
        StableHash.Mix((ulong)Source.Value, Value.StableHashCode());

    /// <summary>Orders by data source, then by the text of the value.</summary>
    public int CompareTo(IdentityKey other)
    {
        var bySource = Source.CompareTo(other.Source);
        return bySource != 0 ? bySource : Value.CompareTo(other.Value);
    }

    /// <inheritdoc/>
    public override int GetHashCode() => (int)StableHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"{Source.Value}/{Value}";

    /// <summary>A prefix, then <c>dataSourceId/value</c>, in UTF-8.</summary>
    public byte[] ToUtf8(ReadOnlySpan<byte> prefix)
    {
        Span<byte> source = stackalloc byte[SourceDigitsMax];
        Source.Value.TryFormat(source, out var digits, provider: CultureInfo.InvariantCulture);
        var text = new byte[prefix.Length + digits + 1 + Value.LengthUtf8];
        prefix.CopyTo(text);
        source[..digits].CopyTo(text.AsSpan(prefix.Length));
        text[prefix.Length + digits] = (byte)'/';
        Value.FormatUtf8(text.AsSpan(prefix.Length + digits + 1));
        return text;
    }

    /// <summary>Parses <c>dataSourceId/value</c> in UTF-8.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out IdentityKey key)
    {
        key = default;
        var slash = utf8.IndexOf((byte)'/');
        if (slash <= 0
            || !int.TryParse(utf8[..slash], NumberStyles.None, null, out var id)
            || !IdentityValue.TryParse(utf8[(slash + 1)..], out var value))
        {
            return false;
        }

        key = new IdentityKey(new DataSourceId(id), value);
        return true;
    }

    /// <summary>Parses <c>dataSourceId/value</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IdentityKey key)
    {
        Span<byte> utf8 = stackalloc byte[SourceDigitsMax + 1 + IdentityValue.LengthMax];
        if (Utf8.FromUtf16(text, utf8, out _, out var written, replaceInvalidSequences: false)
            == OperationStatus.Done)
        {
            return TryParse(utf8[..written], out key);
        }

        key = default;
        return false;
    }

    /// <summary>Orders by data source, then by the text of the value.</summary>
    public static bool operator <(IdentityKey left, IdentityKey right) =>
        left.CompareTo(right) < 0;

    /// <summary>Orders by data source, then by the text of the value.</summary>
    public static bool operator >(IdentityKey left, IdentityKey right) =>
        left.CompareTo(right) > 0;

    /// <summary>Orders by data source, then by the text of the value.</summary>
    public static bool operator <=(IdentityKey left, IdentityKey right) =>
        left.CompareTo(right) <= 0;

    /// <summary>Orders by data source, then by the text of the value.</summary>
    public static bool operator >=(IdentityKey left, IdentityKey right) =>
        left.CompareTo(right) >= 0;
}

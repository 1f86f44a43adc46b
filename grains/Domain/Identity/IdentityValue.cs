using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Krewe.Domain.Identity;

/// <summary>The value of an identity inside its data source, parsed once.</summary>
/// <remarks>
/// <para>Shape: 38 decimal digits become a number, 64 lower-case hex digits become 32 bytes, other
/// text stays text; each value has one form only, so equal text means an equal value. Case
/// counts.</para>
/// <para>Units: 1 to <see cref="LengthMax"/> bytes of UTF-8.</para>
/// <para>Errors: <see cref="TryParse(ReadOnlySpan{byte}, out IdentityValue)"/> returns false for
/// empty, overlong and malformed UTF-8.</para>
/// <para>Source: Audience Manager, "Index of IDs"; Experience Platform identity guardrails (1,024
/// characters), read 2026-11.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("identity-value")]
public readonly struct IdentityValue : IEquatable<IdentityValue>, IComparable<IdentityValue>
{
    /// <summary>The longest value taken, in bytes of UTF-8.</summary>
    public const int LengthMax = 1_024;

    /// <summary>Digits of a number form.</summary>
    public const int NumberDigits = 38;

    private const int ShortLengthMax = 31;
    private const int DigestDigits = 2 * Sha256Digest.LengthBytes;
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);

    // Short: the text, zero padded. Number: the value in the first half. Digest: all 32 bytes.
    [Id(0)]
    private readonly Sha256Digest _bytes;

    [Id(1)]
    private readonly string? _text;

    [Id(2)]
    private readonly IdentityForm _form;

    private IdentityValue(IdentityForm form, Sha256Digest bytes, string? text = null)
    {
        _form = form;
        _bytes = bytes;
        _text = text;
    }

    /// <summary>How the value is kept.</summary>
    public IdentityForm Form => _form;

    /// <summary>True of the default value, which names nobody.</summary>
    public bool IsNone => _form == IdentityForm.None;

    /// <summary>The digest, of a value whose form is <see cref="IdentityForm.Digest"/>.</summary>
    public Sha256Digest Digest
    {
        get
        {
            Debug.Assert(_form == IdentityForm.Digest);
            return _bytes;
        }
    }

    /// <summary>The value that a digest stands for.</summary>
    public static IdentityValue Of(Sha256Digest digest) => new(IdentityForm.Digest, digest);

    /// <summary>Parses UTF-8 text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out IdentityValue value)
    {
        if (utf8.Length is 0 or > LengthMax)
        {
            value = default;
            return false;
        }

        if (utf8.Length == NumberDigits && !utf8.ContainsAnyExcept(Digits))
        {
            value = new IdentityValue(IdentityForm.Number, Pack(ParseNumber(utf8)));
            return true;
        }

        if (utf8.Length == DigestDigits && Sha256Digest.TryParse(utf8, out var digest))
        {
            value = Of(digest);
            return true;
        }

        return TryParseText(utf8, out value);
    }

    /// <summary>Parses text.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IdentityValue value)
    {
        Span<byte> utf8 = stackalloc byte[LengthMax];
        if (System.Text.Unicode.Utf8.FromUtf16(
            text, utf8, out _, out var written, replaceInvalidSequences: false)
            == OperationStatus.Done)
        {
            return TryParse(utf8[..written], out value);
        }

        value = default;
        return false;
    }

    /// <summary>Parses text that is known to be right.</summary>
    /// <exception cref="FormatException">The text is empty or too long.</exception>
    public static IdentityValue Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var value)
            ? value
            : throw new FormatException(
                $"An id of {text.Length} characters: expected 1 to {LengthMax} bytes of UTF-8.");

    /// <summary>Rebuilds a value from its kept form.</summary>
    /// <exception cref="FormatException">The bytes do not fit the form.</exception>
    public static IdentityValue Read(IdentityForm form, ReadOnlySpan<byte> bytes) => form switch
    {
        IdentityForm.Number when bytes.Length == 16 => new(
            form, Pack(BinaryPrimitives.ReadUInt128LittleEndian(bytes))),
        IdentityForm.Digest when bytes.Length == Sha256Digest.LengthBytes => new(
            form, Sha256Digest.FromBytes(bytes)),
        IdentityForm.ShortText or IdentityForm.LongText when TryParseText(bytes, out var text) => text,
        _ => throw new FormatException($"{bytes.Length} bytes are no identity of form {form}."),
    };

    /// <summary>Writes the kept form: 16 bytes of a number, 32 of a digest, or UTF-8.</summary>
    /// <returns>The bytes written; the destination holds <see cref="LengthMax"/>.</returns>
    public int Write(Span<byte> destination)
    {
        switch (_form)
        {
            case IdentityForm.Number:
                BinaryPrimitives.WriteUInt128LittleEndian(destination, Number);
                return 16;
            case IdentityForm.Digest:
                _bytes.CopyTo(destination);
                return Sha256Digest.LengthBytes;
            default:
                return WriteText(destination);
        }
    }

    /// <summary>A hash that is the same in every process.</summary>
    public ulong StableHashCode() => _form == IdentityForm.LongText
        ? StableHash.Of(MemoryMarshal.AsBytes(_text.AsSpan()))
        : _bytes.StableHashCode((ulong)_form);

    /// <inheritdoc/>
    public bool Equals(IdentityValue other) =>
        _form == other._form
        && _bytes.Equals(other._bytes)
        && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IdentityValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)StableHashCode();

    /// <summary>Orders by the text, byte by byte.</summary>
    public int CompareTo(IdentityValue other) => string.CompareOrdinal(ToString(), other.ToString());

    /// <summary>The text that was parsed.</summary>
    public override string ToString() => _form switch
    {
        IdentityForm.Number => Number.ToString("D38", CultureInfo.InvariantCulture),
        IdentityForm.Digest => _bytes.ToString(),
        IdentityForm.LongText => _text!,
        IdentityForm.ShortText => ReadShort(),
        _ => string.Empty,
    };

    /// <summary>Equality of form and value.</summary>
    public static bool operator ==(IdentityValue left, IdentityValue right) => left.Equals(right);

    /// <summary>Inequality of form or value.</summary>
    public static bool operator !=(IdentityValue left, IdentityValue right) => !left.Equals(right);

    /// <summary>Orders by the text.</summary>
    public static bool operator <(IdentityValue left, IdentityValue right) =>
        left.CompareTo(right) < 0;

    /// <summary>Orders by the text.</summary>
    public static bool operator >(IdentityValue left, IdentityValue right) =>
        left.CompareTo(right) > 0;

    /// <summary>Orders by the text.</summary>
    public static bool operator <=(IdentityValue left, IdentityValue right) =>
        left.CompareTo(right) <= 0;

    /// <summary>Orders by the text.</summary>
    public static bool operator >=(IdentityValue left, IdentityValue right) =>
        left.CompareTo(right) >= 0;

    private static bool TryParseText(ReadOnlySpan<byte> utf8, out IdentityValue value)
    {
        value = default;
        if (utf8.Length is 0 or > LengthMax || !System.Text.Unicode.Utf8.IsValid(utf8))
        {
            return false;
        }

        if (utf8.Length > ShortLengthMax)
        {
            value = new IdentityValue(
                IdentityForm.LongText, default, Encoding.UTF8.GetString(utf8));
            return true;
        }

        Span<byte> padded = stackalloc byte[Sha256Digest.LengthBytes];
        padded.Clear();
        utf8.CopyTo(padded);
        padded[ShortLengthMax] = (byte)utf8.Length;
        value = new IdentityValue(IdentityForm.ShortText, Sha256Digest.FromBytes(padded));
        return true;
    }

    // 38 digits need 127 bits: two halves of 19 digits, each of which fits 64 bits.
    private static UInt128 ParseNumber(ReadOnlySpan<byte> digits)
    {
        var high = ParseHalf(digits[..19]);
        var low = ParseHalf(digits[19..]);
        return ((UInt128)high * 10_000_000_000_000_000_000UL) + low;
    }

    private static ulong ParseHalf(ReadOnlySpan<byte> digits)
    {
        var value = 0UL;
        foreach (var digit in digits)
        {
            value = (value * 10) + (ulong)(digit - '0');
        }

        return value;
    }

    private static Sha256Digest Pack(UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[Sha256Digest.LengthBytes];
        bytes.Clear();
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, number);
        return Sha256Digest.FromBytes(bytes);
    }

    private UInt128 Number
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Sha256Digest.LengthBytes];
            _bytes.CopyTo(bytes);
            return BinaryPrimitives.ReadUInt128LittleEndian(bytes);
        }
    }

    private int WriteText(Span<byte> destination)
    {
        if (_form == IdentityForm.LongText)
        {
            return Encoding.UTF8.GetBytes(_text, destination);
        }

        Span<byte> bytes = stackalloc byte[Sha256Digest.LengthBytes];
        _bytes.CopyTo(bytes);
        var length = bytes[ShortLengthMax];
        bytes[..length].CopyTo(destination);
        return length;
    }

    private string ReadShort()
    {
        Span<byte> bytes = stackalloc byte[Sha256Digest.LengthBytes];
        return Encoding.UTF8.GetString(bytes[..WriteText(bytes)]);
    }
}

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

    private const int NumberBytes = 16;
    private const int ShortLengthMax = 31;
    private const int DigestDigits = Sha256Digest.HexLength;
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);

    // Short: the text, zero padded, its length last. Number: its two halves of 19 digits, eight
    // bytes each, the low one first. Digest: all 32 bytes.
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
            value = new IdentityValue(
                IdentityForm.Number, Pack(ParseHalf(utf8[..19]), ParseHalf(utf8[19..])));
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
        IdentityForm.Number when bytes.Length == NumberBytes => new(
            form,
            Pack(
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[sizeof(ulong)..]),
                BinaryPrimitives.ReadUInt64LittleEndian(bytes))),
        IdentityForm.Digest when bytes.Length == Sha256Digest.LengthBytes => new(
            form, Sha256Digest.FromBytes(bytes)),
        IdentityForm.ShortText or IdentityForm.LongText
            when TryParseText(bytes, out var text) => text,
        _ => throw new FormatException($"{bytes.Length} bytes are no identity of form {form}."),
    };

    /// <summary>Writes the kept form: 16 bytes of a number, 32 of a digest, or UTF-8.</summary>
    /// <returns>The bytes written; the destination holds <see cref="LengthBytes"/>.</returns>
    public int Write(Span<byte> destination)
    {
        if (_form == IdentityForm.LongText)
        {
            return Encoding.UTF8.GetBytes(_text, destination);
        }

        Span<byte> bytes = stackalloc byte[Sha256Digest.LengthBytes];
        _bytes.CopyTo(bytes);
        var length = LengthBytes;
        bytes[..length].CopyTo(destination);
        return length;
    }

    /// <summary>How many bytes <see cref="Write"/> writes.</summary>
    public int LengthBytes => _form switch
    {
        IdentityForm.Number => NumberBytes,
        IdentityForm.Digest => Sha256Digest.LengthBytes,
        IdentityForm.ShortText => _bytes.LastByte,
        IdentityForm.LongText => Encoding.UTF8.GetByteCount(_text!),
        _ => 0,
    };

    /// <summary>How many bytes the text has in UTF-8.</summary>
    public int LengthUtf8 => _form switch
    {
        IdentityForm.Number => NumberDigits,
        IdentityForm.Digest => DigestDigits,
        _ => LengthBytes,
    };

    /// <summary>Writes the text in UTF-8; the destination holds <see cref="LengthUtf8"/>.</summary>
    public void FormatUtf8(Span<byte> destination)
    {
        Span<byte> bytes = stackalloc byte[Sha256Digest.LengthBytes];
        _bytes.CopyTo(bytes);
        switch (_form)
        {
            case IdentityForm.Number:
                FormatHalf(bytes[sizeof(ulong)..], destination);
                FormatHalf(bytes, destination[(NumberDigits / 2)..]);
                break;
            case IdentityForm.Digest:
                Convert.TryToHexStringLower(bytes, destination, out _);
                break;
            case IdentityForm.ShortText or IdentityForm.LongText:
                Write(destination);
                break;
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
    public int CompareTo(IdentityValue other) =>
        string.CompareOrdinal(ToString(), other.ToString());

    /// <summary>The text that was parsed.</summary>
    public override string ToString() => _form switch
    {
        IdentityForm.LongText => _text!,
        IdentityForm.None => string.Empty,
        _ => FormatText(),
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

    private static ulong ParseHalf(ReadOnlySpan<byte> digits)
    {
        var value = 0UL;
        foreach (var digit in digits)
        {
            value = (value * 10) + (ulong)(digit - '0');
        }

        return value;
    }

    private static Sha256Digest Pack(ulong high, ulong low)
    {
        Span<byte> bytes = stackalloc byte[Sha256Digest.LengthBytes];
        bytes.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, low);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[sizeof(ulong)..], high);
        return Sha256Digest.FromBytes(bytes);
    }

    private static void FormatHalf(ReadOnlySpan<byte> half, Span<byte> destination) =>
        BinaryPrimitives.ReadUInt64LittleEndian(half)
            .TryFormat(destination, out _, "D19", CultureInfo.InvariantCulture);

    // Not of long text, so at most as long as the digits of a digest.
    private string FormatText()
    {
        Span<byte> text = stackalloc byte[DigestDigits];
        FormatUtf8(text);
        return Encoding.UTF8.GetString(text[..LengthUtf8]);
    }
}

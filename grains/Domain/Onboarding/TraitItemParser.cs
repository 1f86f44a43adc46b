using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Onboarding;

/// <summary>Parses one item: not empty, no space around it, its quotes closed.</summary>
internal static class TraitItemParser
{
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);

    public static LineFault Parse(ReadOnlySpan<byte> item, out TraitItem parsed)
    {
        var key = item[0] == (byte)'-' ? item[1..].TrimStart((byte)' ') : item;
        if (key is [(byte)'"', ..])
        {
            return ParseQuotedKey(key, out parsed);
        }

        var equals = key.IndexOf((byte)'=');
        return equals < 0
            ? ParseBare(item, out parsed)
            : ParsePair(key[..equals].TrimEnd((byte)' '), key[(equals + 1)..], out parsed);
    }

    private static LineFault ParseQuotedKey(ReadOnlySpan<byte> item, out TraitItem parsed)
    {
        parsed = default;
        var closing = item[1..].IndexOf((byte)'"');
        var key = item.Slice(1, closing);
        var rest = item[(closing + 2)..].TrimStart((byte)' ');
        if (rest.IsEmpty)
        {
            return LineFault.BadItem;
        }

        if (rest[0] != (byte)'=')
        {
            return LineFault.StrayQuote;
        }

        var name = key is [(byte)'-', .. var dashed] ? dashed : key;
        return ParsePair(name.Trim((byte)' '), rest[1..], out parsed);
    }

    // 123 stands for ic == 123; 123:0 and 123:-1 take trait 123 away.
    private static LineFault ParseBare(ReadOnlySpan<byte> item, out TraitItem parsed)
    {
        parsed = default;
        var digits = item.IndexOfAnyExcept(Digits);
        if (digits < 0)
        {
            parsed = TraitItem.Signal("ic"u8, item);
            return LineFault.None;
        }

        if (digits == 0 || !(item[digits..].SequenceEqual(":0"u8)
            || item[digits..].SequenceEqual(":-1"u8)))
        {
            return item.Contains((byte)'"') ? LineFault.StrayQuote : LineFault.BadItem;
        }

        if (!TryParseTrait(item[..digits], out var trait))
        {
            return LineFault.BadTraitNumber;
        }

        parsed = TraitItem.Remove(trait);
        return LineFault.None;
    }

    private static LineFault ParsePair(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> text, out TraitItem parsed)
    {
        parsed = default;
        if (key.Contains((byte)'"') || !TryUnquote(text.Trim((byte)' '), out var value))
        {
            return LineFault.StrayQuote;
        }

        if (Ascii.EqualsIgnoreCase(key, "d_sid"u8))
        {
            var fault = ParseTrait(value, out var trait);
            parsed = TraitItem.Add(trait);
            return fault;
        }

        if (Ascii.EqualsIgnoreCase(key, "d_unsid"u8))
        {
            var fault = ParseTrait(value, out var trait);
            parsed = TraitItem.Remove(trait);
            return fault;
        }

        if (!IsKey(key))
        {
            return LineFault.BadKey;
        }

        parsed = TraitItem.Signal(key, value);
        return value.IsEmpty ? LineFault.EmptyValue : LineFault.None;
    }

    private static LineFault ParseTrait(ReadOnlySpan<byte> digits, out TraitId trait) =>
        TryParseTrait(digits, out trait) ? LineFault.None : LineFault.BadTraitNumber;

    private static bool TryParseTrait(ReadOnlySpan<byte> digits, out TraitId trait)
    {
        trait = default;
        if (digits.IsEmpty
            || digits.ContainsAnyExcept(Digits)
            || !Utf8Parser.TryParse(digits, out int number, out _))
        {
            return false;
        }

        trait = new TraitId(number);
        return true;
    }

    private static bool TryUnquote(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> value)
    {
        value = text is [(byte)'"', .. var inner, (byte)'"'] ? inner : text;
        return !value.Contains((byte)'"');
    }

    // Rules name keys that hold a letter, a dash or an underscore; a key of digits alone could
    // not be told from a number. Bytes above ASCII belong to letters.
    private static bool IsKey(ReadOnlySpan<byte> key)
    {
        var isNamed = false;
        foreach (var character in key)
        {
            if (character == (byte)'!')
            {
                return false;
            }

            isNamed |= char.IsAsciiLetter((char)character)
                || character is (byte)'-' or (byte)'_' or >= 0x80;
        }

        return isNamed;
    }
}

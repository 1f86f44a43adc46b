using System.Text;
using System.Text.Unicode;
using Krewe.Domain.Events;

namespace Krewe.Api.Events;

/// <summary>Reads URL-encoded parameters down to their bytes: ids and separators may be any.
/// </summary>
internal static class CollectionParameters
{
    /// <summary>Characters of a query, and bytes of a form.</summary>
    public const int LengthMax = 32 * 1024;

    /// <summary>Adds the parameters of a text such as <c>a=1&amp;b=2</c>.</summary>
    /// <returns>False: it is not properly encoded, or is too much.</returns>
    public static bool TryAdd(
        ReadOnlySpan<char> text, List<(string Key, byte[] Value)> parameters)
    {
        if (text.Length > LengthMax)
        {
            return false;
        }

        foreach (var range in text.Split('&'))
        {
            var part = text[range];
            if (part.IsEmpty)
            {
                continue;
            }

            var equals = part.IndexOf('=');
            var name = Decode(equals < 0 ? part : part[..equals]);
            var value = Decode(equals < 0 ? default : part[(equals + 1)..]);
            if (name is null || value is null || parameters.Count >= JsonSignals.SignalsMax)
            {
                return false;
            }

            parameters.Add((Encoding.UTF8.GetString(name), value));
        }

        return true;
    }

    private static byte[]? Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var length = 0;
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny('%', '+');
            plain = plain < 0 ? text.Length : plain;
            length += Encoding.UTF8.GetBytes(text[..plain], bytes.AsSpan(length));
            text = text[plain..];
            if (text is ['+', ..])
            {
                bytes[length++] = (byte)' ';
                text = text[1..];
            }
            else if (!text.IsEmpty)
            {
                if (text.Length < 3
                    || !char.IsAsciiHexDigit(text[1])
                    || !char.IsAsciiHexDigit(text[2]))
                {
                    return null;
                }

                bytes[length++] = Convert.FromHexString(text[1..3])[0];
                text = text[3..];
            }
        }

        return Utf8.IsValid(bytes.AsSpan(0, length)) ? bytes[..length] : null;
    }
}

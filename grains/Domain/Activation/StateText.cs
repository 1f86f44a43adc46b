using System.Text;
using Krewe.Domain.Codecs;

namespace Krewe.Domain.Activation;

/// <summary>Text in stored states.</summary>
/// <remarks><para>Shape: the length in bytes, then UTF-8.</para></remarks>
public static class StateText
{
    /// <summary>Writes text.</summary>
    public static void Write(StateWriter writer, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        writer.Count(utf8.Length);
        foreach (var part in utf8)
        {
            writer.Byte(part);
        }
    }

    /// <summary>Reads text.</summary>
    /// <exception cref="FormatException">The bytes end too soon.</exception>
    public static string Read(ref StateReader reader)
    {
        var utf8 = new byte[reader.Count()];
        for (var index = 0; index < utf8.Length; index++)
        {
            utf8[index] = reader.Byte();
        }

        return Encoding.UTF8.GetString(utf8);
    }

    /// <summary>Writes whether there is text, and the text.</summary>
    public static void WriteMaybe(StateWriter writer, string? text)
    {
        writer.Bool(text is not null);
        if (text is not null)
        {
            Write(writer, text);
        }
    }

    /// <summary>Reads text that may be missing.</summary>
    /// <exception cref="FormatException">The bytes end too soon.</exception>
    public static string? ReadMaybe(ref StateReader reader) =>
        reader.Bool() ? Read(ref reader) : null;
}

using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>A literal as a message shows it.</summary>
internal static class LiteralText
{
    /// <summary>More than this helps nobody, and a list can be as long as the document.
    /// </summary>
    private const int LengthMax = 200;

    public static string Of(IValueNode literal)
    {
        var text = literal.ToString(indented: true);
        return text.Length <= LengthMax ? text : string.Concat(text.AsSpan(0, LengthMax), "...");
    }
}

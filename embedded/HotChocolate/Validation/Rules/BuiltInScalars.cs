using System.Globalization;
using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Which literals the five scalars of the specification take.</summary>
internal static class BuiltInScalars
{
    public static bool IsOne(string name) =>
        name is "Int" or "Float" or "String" or "Boolean" or "ID";

    /// <summary>What is wrong with a literal, or null.</summary>
    public static string? FaultOf(string scalar, IValueNode literal) => scalar switch
    {
        "Int" => FaultOfInt(literal),
        "Float" when literal is not (FloatValueNode or IntValueNode) =>
            $"Float cannot represent non numeric value: {LiteralText.Of(literal)}",
        "String" when literal is not StringValueNode =>
            $"String cannot represent a non string value: {LiteralText.Of(literal)}",
        "Boolean" when literal is not BooleanValueNode =>
            $"Boolean cannot represent a non boolean value: {LiteralText.Of(literal)}",
        "ID" when literal is not (StringValueNode or IntValueNode) =>
            $"ID cannot represent a non-string and non-integer value: {LiteralText.Of(literal)}",
        _ => null,
    };

    private static string? FaultOfInt(IValueNode literal)
    {
        if (literal is not IntValueNode number)
        {
            return $"Int cannot represent non-integer value: {LiteralText.Of(literal)}";
        }

        var fits = int.TryParse(
            number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        return fits
            ? null
            : $"Int cannot represent non 32-bit signed integer value: {number.Value}";
    }
}

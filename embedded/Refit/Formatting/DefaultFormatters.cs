using System.Globalization;
using System.Reflection;
using System.Runtime.Serialization;

namespace Refit;

/// <summary>Invariant text; an enum by its <see cref="EnumMemberAttribute"/>, if any.</summary>
public class DefaultUrlParameterFormatter : IUrlParameterFormatter
{
    public virtual string? Format(
        object? value, ICustomAttributeProvider attributeProvider, Type type)
    {
        ArgumentNullException.ThrowIfNull(attributeProvider);
        var query = attributeProvider.GetCustomAttributes(typeof(QueryAttribute), inherit: true);
        return ValueText.Of(value, (query.FirstOrDefault() as QueryAttribute)?.Format);
    }
}

/// <summary>The name as it is.</summary>
public class DefaultUrlParameterKeyFormatter : IUrlParameterKeyFormatter
{
    public virtual string Format(string key) => key;
}

/// <summary>Invariant text, as in a query.</summary>
public class DefaultFormUrlEncodedParameterFormatter : IFormUrlEncodedParameterFormatter
{
    public virtual string? Format(object? value, string? formatString) =>
        ValueText.Of(value, formatString);
}

/// <summary>One value as text, the same on every machine.</summary>
internal static class ValueText
{
    public static string? Of(object? value, string? format) => value switch
    {
        null => null,
        string text => text,
        Enum named when string.IsNullOrEmpty(format) => Of(named),
        IFormattable formattable => formattable.ToString(format, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string Of(Enum value)
    {
        var name = value.ToString();
        return value.GetType().GetField(name)?.GetCustomAttribute<EnumMemberAttribute>()?.Value
            ?? name;
    }
}

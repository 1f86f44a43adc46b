using System.Reflection;

namespace Refit;

/// <summary>Turns a path or query value into text; escaping comes after.</summary>
public interface IUrlParameterFormatter
{
    string? Format(object? value, ICustomAttributeProvider attributeProvider, Type type);
}

/// <summary>Turns a property's name into its name in the query.</summary>
public interface IUrlParameterKeyFormatter
{
    string Format(string key);
}

/// <summary>Turns a form's value into text; escaping comes after.</summary>
public interface IFormUrlEncodedParameterFormatter
{
    string? Format(object? value, string? formatString);
}

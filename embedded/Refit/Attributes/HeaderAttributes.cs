using System.Diagnostics.CodeAnalysis;

namespace Refit;

/// <summary>The parameter's value becomes this header; null leaves it out.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class HeaderAttribute(string header) : Attribute
{
    public string Header { get; } = header;
}

/// <summary>The parameter is a dictionary of headers.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class HeaderCollectionAttribute : Attribute;

/// <summary>The parameter is the credential of the Authorization header.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class AuthorizeAttribute(string scheme = "Bearer") : Attribute
{
    public string Scheme { get; } = scheme;
}

/// <summary>
/// Fixed headers, "Name: value" each, on an interface or a method. A method's win over its
/// interface's, and a name without a colon takes the header away.
/// </summary>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Method)]
public class HeadersAttribute(params string[] headers) : Attribute
{
    [SuppressMessage("Performance", "CA1819", Justification = "The package's signature.")]
    public string[] Headers { get; } = headers ?? [];
}

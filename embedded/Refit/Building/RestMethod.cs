using System.Reflection;

namespace Refit;

/// <summary>One interface method: what it sends, read once when the client is made.</summary>
internal sealed record RestMethod(
    MethodInfo Info,
    HttpMethod HttpMethod,
    PathTemplate Path,
    IReadOnlyList<RestParameter> Parameters,
    IReadOnlyDictionary<string, string> Headers,
    RestCall Call)
{
    public RestParameter? Body { get; } =
        Parameters.FirstOrDefault(parameter => parameter.Role is ParameterRole.Body);

    public static CancellationToken CancellationOf(object?[] arguments) =>
        arguments.OfType<CancellationToken>().FirstOrDefault();

    /// <summary>Reads a method; what is wrong with it is added to the faults.</summary>
    public static RestMethod? TryParse(MethodInfo info, Type interfaceType, List<string> faults)
    {
        var verb = info.GetCustomAttribute<HttpMethodAttribute>();
        var call = info.IsGenericMethod ? null : RestCall.TryFor(info.ReturnType);
        var path = PathTemplate.TryParse(verb?.Path ?? "", out var pathFault);
        var names = path?.Names.ToArray() ?? [];
        var parameters = WithImplicitBody(
            verb?.Method, [.. info.GetParameters().Select(p => RestParameter.Parse(p, names))]);

        var before = faults.Count;
        faults.AddRange(Faults(info, verb, call, pathFault, names, parameters)
            .Select(fault => $"{interfaceType.Name}.{info.Name}: {fault}"));
        return faults.Count == before
            ? new(info, verb!.Method, path!, parameters, HeadersOf(info, interfaceType), call!)
            : null;
    }

    private static IEnumerable<string> Faults(
        MethodInfo info,
        HttpMethodAttribute? verb,
        RestCall? call,
        string? pathFault,
        string[] names,
        RestParameter[] parameters)
    {
        if (verb is null)
        {
            yield return "has no HTTP method attribute such as [Get(\"/path\")]";
        }

        if (info.IsGenericMethod)
        {
            yield return "is generic, which is not supported";
        }

        if (call is null && !info.IsGenericMethod)
        {
            yield return "returns no Task, which every call must";
        }

        if (pathFault is not null)
        {
            yield return pathFault;
        }

        foreach (var name in names.Where(name => !IsGiven(name, parameters)))
        {
            yield return $"{{{name}}} in the path has no parameter";
        }

        if (parameters.Count(parameter => parameter.Role is ParameterRole.Body) > 1)
        {
            yield return "more than one parameter is the body";
        }

        if (parameters.Count(p => p.Role is ParameterRole.CancellationToken) > 1)
        {
            yield return "more than one parameter is a CancellationToken";
        }

        foreach (var parameter in parameters.Where(p => p.Info.ParameterType.IsByRef))
        {
            yield return $"parameter {parameter.Name} is passed by reference";
        }

        foreach (var parameter in parameters.Where(IsBadHeaderCollection))
        {
            yield return $"[HeaderCollection] {parameter.Name} is no IDictionary<string, string>";
        }
    }

    private static bool IsGiven(string name, RestParameter[] parameters) =>
        parameters.Any(parameter => parameter.Role is ParameterRole.Path
            && string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase));

    private static bool IsBadHeaderCollection(RestParameter parameter) =>
        parameter.Role is ParameterRole.HeaderCollection
        && !parameter.Info.ParameterType.IsAssignableTo(typeof(IDictionary<string, string>));

    /// <summary>
    /// A POST, PUT or PATCH sends its one object that nothing else is said of. Every other
    /// method has a body only if a parameter is marked so.
    /// </summary>
    private static RestParameter[] WithImplicitBody(
        HttpMethod? method, RestParameter[] parameters)
    {
        var hasBody = parameters.Any(parameter => parameter.Role is ParameterRole.Body);
        var mayHave = method == HttpMethod.Post || method == HttpMethod.Put
            || method == HttpMethod.Patch;
        var bare = parameters.Where(parameter => parameter is
        { Role: ParameterRole.Query, Query: null }
            && !NamedValues.IsSimple(parameter.Info.ParameterType)).ToArray();
        if (!mayHave || hasBody || bare is not [var body, ..])
        {
            return parameters;
        }

        return [.. parameters.Select(parameter => bare.Contains(parameter)
            ? parameter with { Role = ParameterRole.Body }
            : parameter)];
    }

    /// <summary>Base interfaces, then the interface, then the method: later ones win.</summary>
    private static Dictionary<string, string> HeadersOf(MethodInfo info, Type interfaceType)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var lines = interfaceType.GetInterfaces().Append(interfaceType).Cast<MemberInfo>()
            .Append(info)
            .SelectMany(member => member.GetCustomAttributes<HeadersAttribute>())
            .SelectMany(attribute => attribute.Headers)
            .Where(line => !string.IsNullOrWhiteSpace(line));
        foreach (var line in lines)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                headers.Remove(line.Trim());
            }
            else
            {
                headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            }
        }

        return headers;
    }
}

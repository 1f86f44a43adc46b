using System.Reflection;

namespace Refit;

/// <summary>Where the value of a parameter goes.</summary>
internal enum ParameterRole
{
    Query,
    Path,
    Body,
    Header,
    Authorize,
    HeaderCollection,
    CancellationToken,
}

/// <summary>One parameter of an interface method, read once.</summary>
internal sealed record RestParameter(ParameterInfo Info, int Index, ParameterRole Role)
{
    public string Name { get; } =
        Info.GetCustomAttribute<AliasAsAttribute>()?.Name ?? Info.Name!;

    public QueryAttribute? Query { get; } = Info.GetCustomAttribute<QueryAttribute>();

    public BodyAttribute? Body { get; } = Info.GetCustomAttribute<BodyAttribute>();

    /// <summary>The header, or the scheme of the Authorization header.</summary>
    public string? Header { get; } = Info.GetCustomAttribute<HeaderAttribute>()?.Header
        ?? Info.GetCustomAttribute<AuthorizeAttribute>()?.Scheme;

    /// <summary>Reads one parameter; a name in the path is a place in the path.</summary>
    public static RestParameter Parse(ParameterInfo info, IEnumerable<string> pathNames)
    {
        var bare = new RestParameter(info, info.Position, ParameterRole.Query);
        return bare with { Role = RoleOf(bare, pathNames) };
    }

    private static ParameterRole RoleOf(RestParameter parameter, IEnumerable<string> pathNames)
    {
        var info = parameter.Info;
        return info switch
        {
            _ when info.ParameterType == typeof(CancellationToken)
                || info.ParameterType == typeof(CancellationToken?) =>
                ParameterRole.CancellationToken,
            _ when parameter.Body is not null => ParameterRole.Body,
            _ when info.IsDefined(typeof(HeaderAttribute)) => ParameterRole.Header,
            _ when info.IsDefined(typeof(AuthorizeAttribute)) => ParameterRole.Authorize,
            _ when info.IsDefined(typeof(HeaderCollectionAttribute)) =>
                ParameterRole.HeaderCollection,
            _ when pathNames.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase) =>
                ParameterRole.Path,
            _ => ParameterRole.Query,
        };
    }
}

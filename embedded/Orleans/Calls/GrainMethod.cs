using System.Globalization;
using System.Reflection;

namespace Krewe.Embedded;

/// <summary>What the attributes of a grain interface's method say.</summary>
[Flags]
public enum GrainMethodOptions
{
    None = 0,
    ReadOnly = 1,
    AlwaysInterleave = 2,
    OneWay = 4,
}

/// <summary>One method of a grain interface. Generated code makes one for each; of a generic
/// method, for each of its type arguments.</summary>
public sealed class GrainMethod(
    Type interfaceType,
    string name,
    Type[] parameters,
    GrainMethodOptions options,
    string? responseTimeout = null,
    Type[]? typeArguments = null)
{
    private MethodInfo? _reflected;

    internal Type[] Parameters { get; } = parameters;

    /// <summary>Null for a method that is not generic.</summary>
    internal Type[]? TypeArguments { get; } = typeArguments;

    /// <summary>For what the engine brings to a grain, like the items of a stream.</summary>
    internal bool SkipsFilters { get; init; }

    public Type InterfaceType { get; } = interfaceType;

    public string Name { get; } = name;

    public GrainMethodOptions Options { get; } = options;

    /// <summary>Null where the silo's own limit applies.</summary>
    public TimeSpan? ResponseTimeout { get; } = responseTimeout is null
        ? null
        : TimeSpan.Parse(responseTimeout, CultureInfo.InvariantCulture);

    /// <summary>Only filters ask for it, so it is looked up late.</summary>
    internal MethodInfo Reflected => _reflected ??= Candidates().FirstOrDefault(IsThis)
        ?? throw new MissingMethodException(InterfaceType.FullName, Name);

    public override string ToString() => $"{InterfaceType.Name}.{Name}";

    /// <summary>An interface does not list the methods of those that it extends.</summary>
    private IEnumerable<MethodInfo> Candidates()
    {
        var all = InterfaceType.GetInterfaces().Prepend(InterfaceType)
            .SelectMany(each => each.GetMethods())
            .Where(each => each.Name == Name
                && each.GetParameters().Length == Parameters.Length);
        return TypeArguments is null
            ? all.Where(each => !each.IsGenericMethod)
            : all.Where(each => each.GetGenericArguments().Length == TypeArguments.Length)
                .Select(each => Close(each, TypeArguments)).OfType<MethodInfo>();
    }

    /// <summary>Null where the constraints do not allow the type arguments: then it is another
    /// method of the same name.</summary>
    private static MethodInfo? Close(MethodInfo open, Type[] typeArguments)
    {
        try
        {
            return open.MakeGenericMethod(typeArguments);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private bool IsThis(MethodInfo method) => method.GetParameters()
        .Select(each => each.ParameterType).SequenceEqual(Parameters);
}

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

/// <summary>One method of a grain interface. Generated code makes one for each.</summary>
public sealed class GrainMethod(
    Type interfaceType,
    string name,
    Type[] parameters,
    GrainMethodOptions options,
    string? responseTimeout = null)
{
    private MethodInfo? _reflected;

    public Type InterfaceType { get; } = interfaceType;

    public string Name { get; } = name;

    public GrainMethodOptions Options { get; } = options;

    /// <summary>Null where the silo's own limit applies.</summary>
    public TimeSpan? ResponseTimeout { get; } = responseTimeout is null
        ? null
        : TimeSpan.Parse(responseTimeout, CultureInfo.InvariantCulture);

    /// <summary>Only filters ask for it, so it is looked up late.</summary>
    internal MethodInfo Reflected => _reflected ??= InterfaceType.GetMethod(Name, parameters)
        ?? throw new MissingMethodException(InterfaceType.FullName, Name);

    public override string ToString() => $"{InterfaceType.Name}.{Name}";
}

using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;

namespace Refit;

/// <summary>All methods of one interface, read and checked once in the process.</summary>
internal sealed class RestInterface
{
    private static readonly ConcurrentDictionary<Type, RestInterface> Known = new();

    private readonly FrozenDictionary<MethodInfo, RestMethod> _methods;

    private RestInterface(IEnumerable<RestMethod> methods) =>
        _methods = methods.ToFrozenDictionary(method => method.Info);

    public RestMethod this[MethodInfo info] => _methods[info];

    /// <exception cref="ArgumentException">All that is wrong with the interface.</exception>
    public static RestInterface Of(Type type) => Known.GetOrAdd(type, Parse);

    private static RestInterface Parse(Type type)
    {
        if (!type.IsInterface)
        {
            throw new ArgumentException($"{type.Name} is not an interface.", nameof(type));
        }

        var faults = new List<string>();
        var methods = type.GetInterfaces().Append(type)
            .Where(candidate => candidate != typeof(IDisposable))
            .SelectMany(candidate => candidate.GetMethods())
            .Where(info => !info.IsStatic)
            .Select(info => RestMethod.TryParse(info, type, faults))
            .OfType<RestMethod>()
            .ToArray();
        return faults.Count == 0
            ? new(methods)
            : throw new ArgumentException(string.Join('\n', faults), nameof(type));
    }
}

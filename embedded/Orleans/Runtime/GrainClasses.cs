using System.Collections.Concurrent;
using System.Collections.Frozen;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>All grain classes of a silo. Those of generic types are made when they are asked for.
/// </summary>
internal sealed class GrainClasses
{
    private readonly Silo _silo;
    private readonly FrozenDictionary<GrainType, GrainClass> _byType;
    private readonly Type[] _open;
    private readonly ConcurrentDictionary<Type, GrainClass> _constructed = new();
    private readonly ConcurrentDictionary<GrainType, GrainClass> _constructedByType = new();

    internal GrainClasses(Silo silo)
    {
        _silo = silo;
        var types = silo.Registry.Classes.ToLookup(each => each.IsGenericTypeDefinition);
        _open = [.. types[true]];
        Plain = [.. types[false].Select(type => new GrainClass(silo, type))];
        var twins = Plain.GroupBy(each => each.Type).FirstOrDefault(group => group.Count() > 1);
        if (twins is not null)
        {
            throw new OrleansConfigurationException(
                $"{string.Join(" and ", twins.Select(each => each.ClrType.FullName))} are both "
                + $"called \"{twins.Key}\": give one of them a [GrainType]");
        }
        _byType = Plain.ToFrozenDictionary(each => each.Type);
    }

    /// <summary>The classes without type parameters.</summary>
    internal IReadOnlyList<GrainClass> Plain { get; }

    internal GrainClass Of(GrainType type)
    {
        if (_byType.TryGetValue(type, out var plain)
            || _constructedByType.TryGetValue(type, out plain))
        {
            return plain;
        }
        var named = Array.ConvertAll(_open, open => GenericNames.Parse(
            type.ToString(), open, GrainClass.NameOf(open, _silo.Services).ToString()));
        return Array.Find(named, each => each is not null) is { } constructed
            ? Construct(constructed)
            : throw new ArgumentException($"there is no grain class called \"{type}\"");
    }

    internal GrainClass Choose(Type interfaceType, string? prefix)
    {
        var fitting = Plain.Where(each => interfaceType.IsAssignableFrom(each.ClrType))
            .Concat(_open.Select(open => GenericNames.Close(open, interfaceType))
                .OfType<Type>().Select(Construct))
            .Where(each => prefix is null
                || each.ClrType.FullName!.StartsWith(prefix, StringComparison.Ordinal))
            .ToList();
        return fitting switch
        {
            [var only] => only,
            [] => throw new ArgumentException(
                $"Could not find an implementation for interface {interfaceType}"),
            _ => fitting.Find(each => each.ClrType.Name == interfaceType.Name.TrimStart('I'))
                ?? throw new ArgumentException(
                    $"{interfaceType} is implemented by "
                    + string.Join(", ", fitting.Select(each => each.ClrType.FullName))
                    + ": name one by grainClassNamePrefix"),
        };
    }

    private GrainClass Construct(Type type)
    {
        var made = _constructed.GetOrAdd(
            type, static (each, silo) => new GrainClass(silo, each), _silo);
        return _constructedByType.GetOrAdd(made.Type, made);
    }
}

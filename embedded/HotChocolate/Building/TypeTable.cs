using HotChocolate.Types;
using HotChocolate.Types.Scalars;

namespace HotChocolate.Building;

/// <summary>The types of a schema that is being built, by name and by C# type.</summary>
internal sealed class TypeTable(List<string> faults)
{
    private readonly OrderedDictionary<string, NamedType> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, NamedType> _output = [];
    private readonly Dictionary<Type, NamedType> _input = [];

    public IEnumerable<NamedType> All => _byName.Values;

    public NamedType? Find(string name) => _byName.GetValueOrDefault(name);

    public NamedType? FindOutput(Type type) => _output.GetValueOrDefault(type);

    public NamedType? FindInput(Type type) => _input.GetValueOrDefault(type);

    public ScalarType Use(ScalarType scalar)
    {
        Add(scalar);
        return scalar;
    }

    public T AddOutput<T>(Type type, T named)
        where T : NamedType
    {
        _output.Add(type, named);
        return Add(named);
    }

    public T AddInput<T>(Type type, T named)
        where T : NamedType
    {
        _input.Add(type, named);
        return Add(named);
    }

    /// <summary>Adds a type; a name that two types have is a fault.</summary>
    public T Add<T>(T named)
        where T : NamedType
    {
        if (!_byName.TryAdd(named.Name, named) && !ReferenceEquals(_byName[named.Name], named))
        {
            faults.Add(
                $"The name `{named.Name}` is used by {Say(_byName[named.Name])} and {Say(named)}.");
        }

        return named;
    }

    public void AddStandard()
    {
        foreach (var scalar in ScalarTypes.Standard)
        {
            Add(scalar);
        }
    }

    private static string Say(NamedType type) => type.RuntimeType?.FullName ?? $"a {type.Kind}";
}

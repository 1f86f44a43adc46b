using System.Text.RegularExpressions;
using HotChocolate.Language;
using HotChocolate.Types;

namespace HotChocolate.Building;

/// <summary>What the specification asks of a schema as a whole.</summary>
internal static partial class SchemaChecks
{
    public static IEnumerable<string> FaultsOf(
        IReadOnlyList<NamedType> types, IReadOnlyDictionary<OperationType, ObjectType> roots)
    {
        if (!roots.ContainsKey(OperationType.Query))
        {
            yield return "The schema has no query type.";
        }

        foreach (var fault in types.SelectMany(FaultsOf))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> FaultsOf(NamedType type) =>
        NameFaults(type.Name, type.Name).Concat(type switch
        {
            FieldsType fields => FaultsOfFields(fields),
            InputObjectType input => FaultsOfInput(input),
            EnumType named => FaultsOfEnum(named),
            UnionType { Cases.Count: 0 } =>
                [$"The union `{type.Name}` has no cases: register the types that implement it."],
            _ => [],
        });

    private static IEnumerable<string> FaultsOfFields(FieldsType type)
    {
        if (type.Fields.Count == 0)
        {
            yield return $"The type `{type.Name}` has no fields.";
        }

        foreach (var field in type.Fields)
        {
            var place = $"{type.Name}.{field.Name}";
            foreach (var fault in NameFaults(field.Name, place)
                .Concat(field.Arguments.SelectMany(a => NameFaults(a.Name, $"{place}({a.Name})"))))
            {
                yield return fault;
            }

            if (!field.Type.Named.IsOutput)
            {
                yield return $"{place}: `{field.Type}` is no output type.";
            }
        }

        foreach (var fault in type.Interfaces.SelectMany(shape => FaultsOf(type, shape)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> FaultsOf(FieldsType type, InterfaceType shape)
    {
        foreach (var wanted in shape.Fields)
        {
            var field = type.Field(wanted.Name);
            if (field is null)
            {
                yield return
                    $"`{type.Name}` implements `{shape.Name}` and has no field `{wanted.Name}`.";
                continue;
            }

            if (!IsCovariant(field.Type, wanted.Type))
            {
                yield return $"{type.Name}.{field.Name} is a `{field.Type}`; "
                    + $"`{shape.Name}` asks for a `{wanted.Type}`.";
            }

            foreach (var argument in wanted.Arguments.Where(a =>
                field.Argument(a.Name)?.Type.ToString() != a.Type.ToString()))
            {
                yield return $"{type.Name}.{field.Name} has no argument "
                    + $"`{argument.Name}: {argument.Type}`, which `{shape.Name}` asks for.";
            }
        }
    }

    private static IEnumerable<string> FaultsOfInput(InputObjectType type)
    {
        if (type.Fields.Count == 0)
        {
            yield return $"The input `{type.Name}` has no fields.";
        }

        foreach (var field in type.Fields)
        {
            foreach (var fault in NameFaults(field.Name, $"{type.Name}.{field.Name}"))
            {
                yield return fault;
            }

            if (type.IsOneOf && (field.Type.IsNonNull || field.Default is not null))
            {
                yield return $"{type.Name}.{field.Name}: a field of a oneOf input is nullable "
                    + "and has no default.";
            }
        }

        if (NeedsItself(type, type, []))
        {
            yield return $"The input `{type.Name}` needs a value of itself, without end.";
        }
    }

    private static IEnumerable<string> FaultsOfEnum(EnumType type)
    {
        if (type.Values.Count == 0)
        {
            yield return $"The enum `{type.Name}` has no values.";
        }

        foreach (var fault in type.Values.SelectMany(
            value => NameFaults(value.Name, $"{type.Name}.{value.Name}")))
        {
            yield return fault;
        }

        foreach (var twice in type.Values.CountBy(value => value.Name, StringComparer.Ordinal)
            .Where(count => count.Value > 1))
        {
            yield return $"The enum `{type.Name}` has two values `{twice.Key}`.";
        }
    }

    private static IEnumerable<string> NameFaults(string name, string place) =>
        Name().IsMatch(name) && !name.StartsWith("__", StringComparison.Ordinal)
            ? []
            : [$"`{place}` is no name of GraphQL."];

    private static bool NeedsItself(
        InputObjectType start, InputObjectType type, HashSet<InputObjectType> seen) =>
        type.Fields.Any(field => field.Type is NonNullType { Inner: InputObjectType inner }
            && (ReferenceEquals(inner, start)
                || (seen.Add(inner) && NeedsItself(start, inner, seen))));

    private static bool IsCovariant(TypeNode given, TypeNode wanted) => (given, wanted) switch
    {
        (NonNullType g, NonNullType w) => IsCovariant(g.Inner, w.Inner),
        (NonNullType g, _) => IsCovariant(g.Inner, wanted),
        (ListType g, ListType w) => IsCovariant(g.Item, w.Item),
        (FieldsType g, InterfaceType w) => ReferenceEquals(g, w) || g.Interfaces.Contains(w),
        (ObjectType g, UnionType w) => w.Cases.Contains(g),
        _ => ReferenceEquals(given, wanted),
    };

    [GeneratedRegex("^[_A-Za-z][_0-9A-Za-z]*$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Name();
}

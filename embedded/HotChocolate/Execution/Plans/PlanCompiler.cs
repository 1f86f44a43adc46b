using HotChocolate.Execution.Inputs;
using HotChocolate.Language;
using HotChocolate.Types;

namespace HotChocolate.Execution.Plans;

/// <summary>A selection set and the conditions under which it counts.</summary>
internal readonly record struct SelectionSource(SelectionSetNode Set, ulong Mask);

/// <summary>Compiles one operation of a valid document.</summary>
/// <remarks>
/// Selections below a field are compiled when a value of their type is first met, so that a
/// union of many types costs only those that occur. This may happen in several requests at
/// once: the compiler therefore takes a lock, which nobody waits for once the plan is warm.
/// </remarks>
internal sealed class PlanCompiler(Schema schema, DocumentNode document)
{
    private readonly Lock _gate = new();
    private readonly Conditions _conditions = new();
    private readonly Dictionary<string, FragmentDefinitionNode> _fragments =
        document.Definitions.OfType<FragmentDefinitionNode>()
            .ToDictionary(fragment => fragment.Name.Value, StringComparer.Ordinal);

    public OperationPlan Compile(OperationDefinitionNode operation)
    {
        CollectConditions();
        var variables = operation.VariableDefinitions.Select(Variable).ToArray();
        var root = Compile(
            schema.RootOf(operation.Operation)!, [new(operation.SelectionSet, 0)]);
        return new(operation, root, variables, _conditions);
    }

    public PlanFields Compile(ObjectType type, SelectionSource[] sources)
    {
        lock (_gate)
        {
            var found = new OrderedDictionary<string, Occurrences>(StringComparer.Ordinal);
            foreach (var source in sources)
            {
                Collect(type, source.Set, source.Mask, found, []);
            }

            return new(type, [.. found.Select(entry => Field(type, entry.Key, entry.Value))]);
        }
    }

    // All bits are given out before the plan is shared: a request works them out only once.
    private void CollectConditions()
    {
        foreach (var definition in document.Definitions.OfType<IExecutableDefinitionNode>())
        {
            Visit(definition switch
            {
                OperationDefinitionNode operation => operation.SelectionSet,
                FragmentDefinitionNode fragment => fragment.SelectionSet,
                _ => null,
            });
        }
    }

    private void Visit(SelectionSetNode? set)
    {
        foreach (var selection in set?.Selections ?? [])
        {
            _conditions.MaskOf(selection.Directives, 0);
            Visit(selection switch
            {
                FieldNode field => field.SelectionSet,
                InlineFragmentNode inline => inline.SelectionSet,
                _ => null,
            });
        }
    }

    private void Collect(
        ObjectType type,
        SelectionSetNode set,
        ulong above,
        OrderedDictionary<string, Occurrences> found,
        HashSet<(string Name, ulong Mask)> spread)
    {
        foreach (var selection in set.Selections)
        {
            if (_conditions.MaskOf(selection.Directives, above) is not { } mask)
            {
                continue;
            }

            switch (selection)
            {
                case FieldNode field:
                    Add(found, field, mask);
                    break;
                case InlineFragmentNode inline when Applies(inline.TypeCondition, type):
                    Collect(type, inline.SelectionSet, mask, found, spread);
                    break;
                case FragmentSpreadNode named when spread.Add((named.Name.Value, mask)):
                    var fragment = _fragments[named.Name.Value];
                    if (Applies(fragment.TypeCondition, type))
                    {
                        Collect(type, fragment.SelectionSet, mask, found, spread);
                    }

                    break;
                default:
                    break;
            }
        }
    }

    private static void Add(
        OrderedDictionary<string, Occurrences> found, FieldNode field, ulong mask)
    {
        if (!found.TryGetValue(field.ResponseName, out var known))
        {
            known = new([], []);
            found.Add(field.ResponseName, known);
        }

        known.Nodes.Add(field);
        known.Masks.Add(mask);
    }

    private bool Applies(NamedTypeNode? condition, ObjectType type) =>
        condition is null || schema.IsPossible(condition.Name.Value, type);

    private PlanField Field(ObjectType type, string responseName, Occurrences occurrences)
    {
        var first = occurrences.Nodes[0];
        var definition = schema.FieldOf(type, first.Name.Value)!;
        var sources = occurrences.Nodes
            .Select((node, index) => (node.SelectionSet, Mask: occurrences.Masks[index]))
            .Where(entry => entry.SelectionSet is not null)
            .Select(entry => new SelectionSource(entry.SelectionSet!, entry.Mask))
            .ToArray();
        return new(type, responseName, definition, occurrences.Nodes)
        {
            Arguments = ArgumentPlan.For(definition, first),
            Completion = CompletionOf(definition.Type, sources, nonNull: false),
            Masks = occurrences.Masks.Contains(0) ? [] : [.. occurrences.Masks.Distinct()],
        };
    }

    private Completion CompletionOf(TypeNode type, SelectionSource[] sources, bool nonNull) =>
        type switch
        {
            NonNullType wrapped => CompletionOf(wrapped.Inner, sources, nonNull: true),
            ListType list => new ListCompletion(CompletionOf(list.Item, sources, nonNull: false))
            {
                NonNull = nonNull,
            },
            LeafType leaf => new LeafCompletion(leaf) { NonNull = nonNull },
            NamedType named => new CompositeCompletion(named, sources, this) { NonNull = nonNull },
            _ => throw new InvalidOperationException($"{type} is no output type."),
        };

    private OperationVariable Variable(VariableDefinitionNode definition) => new(
        definition.Variable.Name.Value,
        schema.TypeOf(definition.Type)!,
        definition.DefaultValue,
        definition.Location is { } at ? new(at.Line, at.Column) : default);

    private sealed record Occurrences(List<FieldNode> Nodes, List<ulong> Masks);
}

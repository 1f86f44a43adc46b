using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>The fragments of a document by name, and what spreads what.</summary>
internal sealed class FragmentIndex
{
    private readonly Dictionary<string, FragmentDefinitionNode>? _byName;
    private Dictionary<SelectionSetNode, FragmentSpreadNode[]>? _spreads;

    public FragmentIndex(DocumentNode document)
    {
        for (var i = 0; i < document.Definitions.Count; i++)
        {
            if (document.Definitions[i] is FragmentDefinitionNode fragment)
            {
                _byName ??= new(StringComparer.Ordinal);
                _byName[fragment.Name.Value] = fragment;
                Count++;
            }
        }
    }

    /// <summary>Definitions, those of the same name too.</summary>
    public int Count { get; }

    /// <summary>The fragment of a name: where there are several, the last.</summary>
    public FragmentDefinitionNode? Find(string name) => _byName?.GetValueOrDefault(name);

    /// <summary>The spreads of a definition, at any depth.</summary>
    public FragmentSpreadNode[] SpreadsIn(SelectionSetNode selectionSet)
    {
        _spreads ??= [];
        if (!_spreads.TryGetValue(selectionSet, out var spreads))
        {
            spreads = Collect(selectionSet);
            _spreads.Add(selectionSet, spreads);
        }

        return spreads;
    }

    /// <summary>The fragments that definitions come to, each once, the nearest first.</summary>
    public List<FragmentDefinitionNode> ReachedFrom(
        IEnumerable<SelectionSetNode> selectionSets, ValidationContext context)
    {
        var reached = new List<FragmentDefinitionNode>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var selectionSet in selectionSets)
        {
            Reach(selectionSet);
        }

        for (var i = 0; i < reached.Count; i++)
        {
            Reach(reached[i].SelectionSet);
        }

        return reached;

        void Reach(SelectionSetNode selectionSet)
        {
            var spreads = SpreadsIn(selectionSet);
            context.CountSteps(spreads.Length);
            foreach (var spread in spreads)
            {
                if (seen.Add(spread.Name.Value) && Find(spread.Name.Value) is { } fragment)
                {
                    reached.Add(fragment);
                }
            }
        }
    }

    /// <summary>Goes through one level after the other without recursion, the last set that
    /// was met first, which is the order in which errors name them.</summary>
    private static FragmentSpreadNode[] Collect(SelectionSetNode selectionSet)
    {
        var spreads = new List<FragmentSpreadNode>();
        var open = new Stack<SelectionSetNode>();
        open.Push(selectionSet);
        while (open.TryPop(out var next))
        {
            for (var i = 0; i < next.Selections.Count; i++)
            {
                switch (next.Selections[i])
                {
                    case FragmentSpreadNode spread:
                        spreads.Add(spread);
                        break;
                    case FieldNode { SelectionSet: { } below }:
                        open.Push(below);
                        break;
                    case InlineFragmentNode inline:
                        open.Push(inline.SelectionSet);
                        break;
                    default:
                        break;
                }
            }
        }

        return [.. spreads];
    }
}

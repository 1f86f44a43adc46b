using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>A field in a selection, with the type it is selected of.</summary>
internal sealed record FieldUse(FieldNode Node, INamedTypeView? Parent, IFieldView? Field)
{
    /// <summary>Without arguments and selection: only its name and type can be in conflict.
    /// </summary>
    public bool IsPlain => Node.Arguments.Count == 0 && Node.SelectionSet is null;

    public bool SaysTheSameAs(FieldUse other) =>
        IsPlain && other.IsPlain
        && ReferenceEquals(Parent, other.Parent)
        && Node.Name.Value == other.Node.Name.Value;
}

/// <summary>The fields that have one name in the answer.</summary>
internal sealed class FieldGroup(string responseName)
{
    /// <summary>From here on a use that says what the first said is left out: pairs grow with
    /// the square.</summary>
    private const int RepeatsKept = 16;

    public string ResponseName { get; } = responseName;

    public List<FieldUse> Uses { get; } = [];

    public void Add(FieldUse use)
    {
        if (Uses.Count < RepeatsKept || !Uses[0].SaysTheSameAs(use))
        {
            Uses.Add(use);
        }
    }
}

/// <summary>What a selection holds by itself: its fields, those in inline fragments too, and
/// the names of the fragments it spreads.</summary>
internal sealed class FieldSet
{
    private readonly Dictionary<string, FieldGroup> _byName = new(StringComparer.Ordinal);
    private readonly HashSet<string> _fragments = new(StringComparer.Ordinal);

    /// <summary>In the order of the source.</summary>
    public List<FieldGroup> Groups { get; } = [];

    public List<string> Fragments { get; } = [];

    /// <summary>The fragments it was compared with, and whether only as exclusive with it.
    /// </summary>
    public Dictionary<string, bool> Compared { get; } = new(StringComparer.Ordinal);

    public FieldGroup? Find(string responseName) => _byName.GetValueOrDefault(responseName);

    public void Add(
        SelectionSetNode selectionSet, INamedTypeView? parent, ISchemaView schema)
    {
        for (var i = 0; i < selectionSet.Selections.Count; i++)
        {
            switch (selectionSet.Selections[i])
            {
                case FieldNode field:
                    Add(field, parent);
                    break;
                case InlineFragmentNode { TypeCondition: { } condition } inline:
                    Add(inline.SelectionSet, schema.FindType(condition.Name.Value), schema);
                    break;
                case InlineFragmentNode inline:
                    Add(inline.SelectionSet, parent, schema);
                    break;
                case FragmentSpreadNode spread when _fragments.Add(spread.Name.Value):
                    Fragments.Add(spread.Name.Value);
                    break;
                default:
                    break;
            }
        }
    }

    private void Add(FieldNode node, INamedTypeView? parent)
    {
        if (!_byName.TryGetValue(node.ResponseName, out var group))
        {
            group = new FieldGroup(node.ResponseName);
            _byName.Add(node.ResponseName, group);
            Groups.Add(group);
        }

        group.Add(new FieldUse(node, parent, parent?.FindField(node.Name.Value)));
    }
}

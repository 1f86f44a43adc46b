using System.Globalization;
using HotChocolate.Language;

namespace Krewe.GraphQL.Tests.Language;

/// <summary>Makes syntax trees by chance: every kind of node, and odd strings.</summary>
internal sealed partial class RandomSyntax(int seed)
{
    private static readonly string[] Names =
        ["a", "b", "on", "type", "query", "fragment", "_", "__typename", "Zz9", "input"];

    private static readonly string[] Texts =
    [
        "", " ", "a", "\"", "\\", "\"\"\"", "a\nb", "  a", "a\n  b", "\n", "é😀", "\u0007\u0085",
        "ends with \\", "ends with \"", "tab\tand\r\nline", new string('x', 71), "a\n\n  b\n c",
    ];

    private readonly Random _random = new(seed);
    private int _depth;

    public DocumentNode Document() => new([.. Some(1, 4, Definition)]);

    public IValueNode Value(bool isConstant)
    {
        _depth++;
        var choice = _random.Next(_depth > 4 ? 7 : 9);
        IValueNode value = choice switch
        {
            0 => new IntValueNode(_random.Next(-9, 99)),
            1 => new FloatValueNode(null, _random.Next(2) == 0 ? "-1.5" : "6.02e+23"),
            2 => Text(),
            3 => new BooleanValueNode(_random.Next(2) == 0),
            4 => NullValueNode.Default,
            5 => new EnumValueNode(Name().Value),
            6 => isConstant ? new EnumValueNode("RED") : new VariableNode(null, Name()),
            7 => new ListValueNode([.. Some(0, 3, () => Value(isConstant))]),
            _ => new ObjectValueNode(
                [.. Some(0, 3, () => new ObjectFieldNode(null, Name(), Value(isConstant)))]),
        };
        _depth--;
        return value;
    }

    private IDefinitionNode Definition() => _random.Next(3) switch
    {
        0 => Operation(),
        1 => new FragmentDefinitionNode(
            null, FragmentName(), Maybe(Text), NamedType(), Directives(), SelectionSet()),
        _ => TypeSystem(),
    };

    private OperationDefinitionNode Operation() => new(
        null,
        Maybe(Name),
        Maybe(Text),
        (OperationType)_random.Next(3),
        [.. Some(0, 3, VariableDefinition)],
        Directives(),
        SelectionSet());

    private VariableDefinitionNode VariableDefinition() => new(
        null,
        new VariableNode(null, Name()),
        _random.Next(4) == 0 ? Text() : null,
        Type(),
        Maybe(() => Value(isConstant: true)),
        Directives(isConstant: true));

    private SelectionSetNode SelectionSet()
    {
        _depth++;
        var selections = Some(1, _depth > 4 ? 1 : 4, Selection).ToList();
        _depth--;
        return new SelectionSetNode(selections);
    }

    private ISelectionNode Selection()
    {
        var isDeep = _depth > 4;
        return _random.Next(5) switch
        {
            0 => new FragmentSpreadNode(null, FragmentName(), Directives()),
            1 when !isDeep => new InlineFragmentNode(
                null, Maybe(NamedType), Directives(), SelectionSet()),
            _ => new FieldNode(
                null,
                Name(),
                Maybe(Name),
                Directives(),
                [.. Some(0, 5, Argument)],
                isDeep ? null : Maybe(SelectionSet)),
        };
    }

    private ArgumentNode Argument() => new(null, Name(), Value(isConstant: false));

    private List<DirectiveNode> Directives(bool isConstant = false) =>
    [
        .. Some(0, 2, () => new DirectiveNode(null, Name(), [.. Some(0, 2, () =>
            new ArgumentNode(null, Name(), Value(isConstant)))])),
    ];

    private ITypeNode Type()
    {
        INullableTypeNode type = _random.Next(3) == 0 ? new ListTypeNode(Type()) : NamedType();
        return _random.Next(2) == 0 ? type : new NonNullTypeNode(type);
    }

    private NamedTypeNode NamedType() => new(null, Name());

    private NameNode Name() => new(Names[_random.Next(Names.Length)]);

    private NameNode FragmentName() =>
        new("F" + _random.Next(9).ToString(CultureInfo.InvariantCulture));

    private StringValueNode Text() =>
        new(null, Texts[_random.Next(Texts.Length)], block: _random.Next(2) == 0);

    private T? Maybe<T>(Func<T> make)
        where T : class =>
        _random.Next(2) == 0 ? make() : null;

    private IEnumerable<T> Some<T>(int min, int max, Func<T> make) =>
        Enumerable.Range(0, _random.Next(min, max + 1)).Select(_ => make());
}

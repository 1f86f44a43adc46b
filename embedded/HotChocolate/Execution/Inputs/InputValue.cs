using System.Text.Json;
using HotChocolate.Language;

namespace HotChocolate.Execution.Inputs;

internal enum InputKind
{
    /// <summary>Nothing was given.</summary>
    Missing,
    Null,
    Text,
    Int,
    Float,
    Boolean,
    Enum,
    List,
    Object,
}

/// <summary>A value on its way in: a literal of the document, or JSON of the variables.</summary>
/// <remarks>
/// A literal may hold variables at any depth; they are looked up where they are met, so that
/// readers of values never see one.
/// </remarks>
internal readonly struct InputValue
{
    private readonly IValueNode? _node;
    private readonly JsonElement _json;
    private readonly VariableValues? _variables;

    private InputValue(
        IValueNode? node, JsonElement json, VariableValues? variables, InputKind kind)
    {
        _node = node;
        _json = json;
        _variables = variables;
        Kind = kind;
    }

    public static InputValue Missing => default;

    public InputKind Kind { get; }

    /// <summary>The value came as JSON: a string may stand for an enum value.</summary>
    public bool IsJson => _node is null && Kind is not InputKind.Missing;

    public bool IsNull => Kind is InputKind.Null;

    public bool IsMissing => Kind is InputKind.Missing;

    /// <summary>The characters of a string, a number or an enum value.</summary>
    public string Text => _node switch
    {
        StringValueNode text => text.Value,
        IntValueNode number => number.Value,
        FloatValueNode number => number.Value,
        EnumValueNode name => name.Value,
        null => Kind is InputKind.Text ? _json.GetString()! : _json.GetRawText(),
        _ => throw new InvalidOperationException($"{Kind} has no text."),
    };

    public bool Boolean => _node is BooleanValueNode boolean
        ? boolean.Value
        : _json.ValueKind is JsonValueKind.True;

    /// <summary>How many elements a list has.</summary>
    public int Count => _node is ListValueNode list ? list.Items.Count : _json.GetArrayLength();

    /// <summary>A literal. A variable that was not given makes it missing.</summary>
    public static InputValue Of(IValueNode node, VariableValues? variables)
    {
        if (node is VariableNode variable)
        {
            return variables is null
                ? throw new InvalidOperationException("A constant cannot hold variables.")
                : variables[variable.Name.Value];
        }

        return new(node, default, variables, KindOf(node));
    }

    public static InputValue Of(JsonElement json) => new(null, json, null, KindOf(json));

    /// <summary>The element at a place of a list. Walks literals by index, JSON too.</summary>
    public IEnumerable<InputValue> Items()
    {
        if (_node is ListValueNode list)
        {
            foreach (var item in list.Items)
            {
                var value = Of(item, _variables);
                yield return value.IsMissing ? Null : value;
            }

            yield break;
        }

        foreach (var item in _json.EnumerateArray())
        {
            yield return Of(item);
        }
    }

    /// <summary>The field of an object; missing when it is not there.</summary>
    public InputValue Field(string name)
    {
        if (_node is not ObjectValueNode literal)
        {
            return _json.TryGetProperty(name, out var property) ? Of(property) : Missing;
        }

        foreach (var field in literal.Fields)
        {
            if (field.Name.Value == name)
            {
                return Of(field.Value, _variables);
            }
        }

        return Missing;
    }

    /// <summary>The names of an object's fields, in their order.</summary>
    public IEnumerable<string> FieldNames() => _node is ObjectValueNode literal
        ? literal.Fields.Select(field => field.Name.Value)
        : _json.EnumerateObject().Select(property => property.Name);

    /// <summary>The value as JSON that outlives the request.</summary>
    public JsonElement ToJson() =>
        _node is null ? _json.Clone() : LiteralJson.ToElement(_node, _variables);

    private static InputValue Null => new(NullValueNode.Default, default, null, InputKind.Null);

    private static InputKind KindOf(IValueNode node) => node switch
    {
        NullValueNode => InputKind.Null,
        StringValueNode => InputKind.Text,
        IntValueNode => InputKind.Int,
        FloatValueNode => InputKind.Float,
        BooleanValueNode => InputKind.Boolean,
        EnumValueNode => InputKind.Enum,
        ListValueNode => InputKind.List,
        ObjectValueNode => InputKind.Object,
        _ => throw new InvalidOperationException($"{node} is no value."),
    };

    private static InputKind KindOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => InputKind.Text,
        JsonValueKind.True or JsonValueKind.False => InputKind.Boolean,
        JsonValueKind.Array => InputKind.List,
        JsonValueKind.Object => InputKind.Object,
        JsonValueKind.Number => json.GetRawText().AsSpan().ContainsAny(".eE")
            ? InputKind.Float
            : InputKind.Int,
        _ => InputKind.Null,
    };
}

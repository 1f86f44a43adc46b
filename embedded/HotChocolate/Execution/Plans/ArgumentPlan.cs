using HotChocolate.Execution.Inputs;
using HotChocolate.Language;
using HotChocolate.Types;

namespace HotChocolate.Execution.Plans;

/// <summary>The arguments of one selected field, bound for each call.</summary>
/// <remarks>
/// Constants are bound once when every one of them is a leaf: those are immutable. Objects and
/// lists are made anew, since a resolver may keep and change them.
/// </remarks>
internal sealed class ArgumentPlan
{
    private static readonly ArgumentPlan None = new([], []);

    private readonly IReadOnlyList<InputField> _definitions;
    private readonly IValueNode?[] _given;
    private readonly object?[]? _constants;

    private ArgumentPlan(IReadOnlyList<InputField> definitions, IValueNode?[] given)
    {
        _definitions = definitions;
        _given = given;
        _constants = TryBindConstants();
    }

    public static ArgumentPlan For(OutputField field, FieldNode node)
    {
        if (field.Arguments.Count == 0)
        {
            return None;
        }

        var given = new IValueNode?[field.Arguments.Count];
        for (var index = 0; index < given.Length; index++)
        {
            given[index] = Find(node.Arguments, field.Arguments[index].Name);
        }

        return new(field.Arguments, given);
    }

    /// <exception cref="InputException">A value is refused; the exception knows where.</exception>
    public object?[] Bind(VariableValues variables)
    {
        if (_constants is not null)
        {
            return _constants;
        }

        var values = new object?[_given.Length];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = Bind(_definitions[index], _given[index], variables);
        }

        return values;
    }

    /// <summary>What was given for an argument, its default included.</summary>
    public InputValue Value(string name, VariableValues variables)
    {
        for (var index = 0; index < _given.Length; index++)
        {
            if (_definitions[index].Name == name)
            {
                return Value(_definitions[index], _given[index], variables);
            }
        }

        return InputValue.Missing;
    }

    /// <summary>Whether the value of an argument differs from request to request.</summary>
    public bool IsVariable(string name)
    {
        for (var index = 0; index < _given.Length; index++)
        {
            if (_definitions[index].Name == name)
            {
                return _given[index] is VariableNode;
            }
        }

        return false;
    }

    private static object? Bind(InputField field, IValueNode? node, VariableValues variables)
    {
        var value = Value(field, node, variables);
        try
        {
            return value.IsMissing
                ? field.Type.IsNonNull ? throw InputChecker.NullRefused() : null
                : field.Binder.Bind(value);
        }
        catch (InputException refusal) when (refusal.Step(field.Name))
        {
            throw;
        }
    }

    private static InputValue Value(InputField field, IValueNode? node, VariableValues variables)
    {
        var value = node is null ? InputValue.Missing : InputValue.Of(node, variables);
        return value.IsMissing && field.Default is { } literal
            ? InputValue.Of(literal, variables: null)
            : value;
    }

    private static IValueNode? Find(IReadOnlyList<ArgumentNode> arguments, string name)
    {
        foreach (var argument in arguments)
        {
            if (argument.Name.Value == name)
            {
                return argument.Value;
            }
        }

        return null;
    }

    private object?[]? TryBindConstants()
    {
        for (var index = 0; index < _given.Length; index++)
        {
            if (_definitions[index].Type.Nullable is not LeafType
                || _given[index] is VariableNode or ListValueNode or ObjectValueNode)
            {
                return null;
            }
        }

        try
        {
            var values = new object?[_given.Length];
            for (var index = 0; index < values.Length; index++)
            {
                values[index] = Bind(_definitions[index], _given[index], VariableValues.None);
            }

            return values;
        }
        catch (InputException)
        {
            // Said where it is met: it is an error of the field, in the response.
            return null;
        }
    }
}

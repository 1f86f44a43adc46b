using System.Text.Json;
using HotChocolate.Language;
using HotChocolate.Types;

namespace HotChocolate.Execution.Inputs;

/// <summary>The variables of one request, checked against their types.</summary>
internal sealed class VariableValues
{
    private readonly Dictionary<string, InputValue> _values = new(StringComparer.Ordinal);

    public static VariableValues None { get; } = new();

    public InputValue this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Checks what was given; what is wrong is added to the errors.</summary>
    /// <remarks>The JSON is an object of values by name, or null when none came.</remarks>
    public static VariableValues Coerce(
        IReadOnlyList<OperationVariable> definitions, JsonElement? json, List<IError> errors)
    {
        if (definitions.Count == 0)
        {
            return None;
        }

        var given = json is { ValueKind: JsonValueKind.Object } variables
            ? InputValue.Of(variables)
            : InputValue.Missing;
        var values = new VariableValues();
        foreach (var definition in definitions)
        {
            values.Add(definition, given, errors);
        }

        return values;
    }

    private void Add(OperationVariable definition, InputValue given, List<IError> errors)
    {
        var value = given.IsMissing ? given : given.Field(definition.Name);
        if (value.IsMissing && definition.Default is { } literal)
        {
            _values[definition.Name] = InputValue.Of(literal, variables: null);
            return;
        }

        if (value.IsMissing && !definition.Type.IsNonNull)
        {
            return;
        }

        try
        {
            InputChecker.Check(definition.Type, value);
            _values[definition.Name] = value;
        }
        catch (InputException refusal)
        {
            errors.Add(Refuse(definition, value, refusal));
        }
    }

    private static IError Refuse(
        OperationVariable definition, InputValue value, InputException refusal)
    {
        var message = value.IsMissing
            ? $"Variable `{definition.Name}` is required."
            : $"Variable `{definition.Name}` got an invalid value. {refusal.Message}";
        var code = value.IsMissing ? ErrorCodes.NonNullViolation : refusal.Code;
        return ErrorBuilder.New()
            .SetMessage(message)
            .SetCode(code)
            .AddLocation(definition.Location)
            .SetExtension("variable", definition.Name)
            .SetExtension("inputPath", refusal.Path.Prepend(definition.Name).ToArray())
            .Build();
    }
}

/// <summary>A variable as its operation declares it.</summary>
internal sealed record OperationVariable(
    string Name, TypeNode Type, IValueNode? Default, Location Location);

using HotChocolate.Types;

namespace HotChocolate.Execution.Inputs;

/// <summary>Whether a value is of a type. For variables, whose C# type is not known yet.</summary>
internal static class InputChecker
{
    /// <exception cref="InputException">It is not; the exception knows where.</exception>
    public static void Check(TypeNode type, in InputValue value)
    {
        if (type is NonNullType nonNull)
        {
            if (value.IsNull || value.IsMissing)
            {
                throw NullRefused();
            }

            type = nonNull.Inner;
        }
        else if (value.IsNull || value.IsMissing)
        {
            return;
        }

        switch (type)
        {
            case ListType list:
                CheckItems(list.Item, value);
                break;
            case InputObjectType fields:
                CheckFields(fields, value);
                break;
            case LeafType leaf:
                _ = leaf.Read(value);
                break;
            default:
                throw new InvalidOperationException($"{type} is no input type.");
        }
    }

    public static InputException NullRefused() =>
        new("Cannot accept null for non-nullable input.", ErrorCodes.NonNullViolation);

    /// <summary>The rules of an input object that hold whatever its C# type is.</summary>
    public static void CheckShape(InputObjectType type, in InputValue value)
    {
        if (value.Kind is not InputKind.Object)
        {
            throw new InputException($"{type.Name} takes an object.");
        }

        var given = 0;
        foreach (var name in value.FieldNames())
        {
            if (type.Field(name) is null)
            {
                throw new InputException($"{type.Name} has no field `{name}`.");
            }

            given++;
        }

        if (type.IsOneOf)
        {
            CheckOneOf(type, value, given);
        }
    }

    private static void CheckOneOf(InputObjectType type, in InputValue value, int given)
    {
        if (given != 1)
        {
            throw new InputException(
                $"Exactly one field of {type.Name} must be given.",
                given == 0 ? ErrorCodes.OneOfNoField : ErrorCodes.OneOfSeveralFields);
        }

        var only = value.Field(value.FieldNames().First());
        if (only.IsNull || only.IsMissing)
        {
            throw new InputException(
                $"The field of {type.Name} that is given must not be null.",
                ErrorCodes.OneOfNull);
        }
    }

    private static void CheckItems(TypeNode item, in InputValue value)
    {
        if (value.Kind is not InputKind.List)
        {
            Check(item, value);
            return;
        }

        var index = 0;
        try
        {
            foreach (var element in value.Items())
            {
                Check(item, element);
                index++;
            }
        }
        catch (InputException refusal) when (refusal.Step(index))
        {
            throw;
        }
    }

    private static void CheckFields(InputObjectType type, in InputValue value)
    {
        CheckShape(type, value);
        foreach (var field in type.Fields)
        {
            var given = value.Field(field.Name);
            if (given.IsMissing && field.Default is not null)
            {
                continue;
            }

            try
            {
                Check(field.Type, given);
            }
            catch (InputException refusal) when (refusal.Step(field.Name))
            {
                throw;
            }
        }
    }
}

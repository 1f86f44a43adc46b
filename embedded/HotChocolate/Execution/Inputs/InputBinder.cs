using System.Diagnostics.CodeAnalysis;
using HotChocolate.Types;

namespace HotChocolate.Execution.Inputs;

/// <summary>Makes the C# value that a parameter or property takes of what was given.</summary>
internal abstract class InputBinder
{
    /// <summary>Whether null is a value of the GraphQL type.</summary>
    public required bool AcceptsNull { get; init; }

    /// <summary>The C# value; the input is not missing.</summary>
    /// <exception cref="InputException">The type does not take it.</exception>
    public object? Bind(in InputValue value) => value.IsNull
        ? AcceptsNull ? BindNull() : throw InputChecker.NullRefused()
        : BindValue(value);

    protected virtual object? BindNull() => null;

    protected abstract object? BindValue(in InputValue value);
}

/// <summary>A scalar or an enum value, turned into what the C# side wants.</summary>
internal sealed class LeafBinder(LeafType type, Func<object, object>? convert) : InputBinder
{
    protected override object BindValue(in InputValue value)
    {
        var read = type.Read(value);
        return convert is null ? read : convert(read);
    }
}

/// <summary>A list; a single value counts as a list of one.</summary>
internal sealed class ListBinder(InputBinder item, ListMaker maker) : InputBinder
{
    protected override object BindValue(in InputValue value)
    {
        if (value.Kind is not InputKind.List)
        {
            return maker.Make([item.Bind(value)]);
        }

        var items = new object?[value.Count];
        var index = 0;
        try
        {
            foreach (var element in value.Items())
            {
                items[index] = item.Bind(element);
                index++;
            }
        }
        catch (InputException refusal) when (refusal.Step(index))
        {
            throw;
        }

        return maker.Make(items);
    }
}

/// <summary>An input object, made by its factory.</summary>
internal sealed class ObjectBinder(InputObjectType type) : InputBinder
{
    protected override object BindValue(in InputValue value)
    {
        InputChecker.CheckShape(type, value);
        var values = new object?[type.Fields.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = BindField(type.Fields[index], value);
        }

        return type.Factory!.Make(values);
    }

    private static object? BindField(InputField field, in InputValue owner)
    {
        var value = owner.Field(field.Name);
        if (value.IsMissing && field.Default is { } literal)
        {
            value = InputValue.Of(literal, variables: null);
        }

        try
        {
            return value.IsMissing
                ? field.Type.IsNonNull ? throw InputChecker.NullRefused() : InputFactory.NotGiven
                : field.Binder.Bind(value);
        }
        catch (InputException refusal) when (refusal.Step(field.Name))
        {
            throw;
        }
    }
}

/// <summary>A value that knows whether it was given.</summary>
internal sealed class OptionalBinder<T> : InputBinder
{
    private readonly InputBinder _inner;

    [SetsRequiredMembers]
    public OptionalBinder(InputBinder inner)
    {
        _inner = inner;
        AcceptsNull = inner.AcceptsNull;
    }

    protected override object? BindNull() => new Optional<T>(default);

    protected override object? BindValue(in InputValue value) =>
        new Optional<T>((T?)_inner.Bind(value));
}

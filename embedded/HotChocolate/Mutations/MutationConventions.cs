using System.Reflection;
using HotChocolate.Building;
using HotChocolate.Execution.Inputs;
using HotChocolate.Inference;
using HotChocolate.Resolvers;
using HotChocolate.Types;
using HotChocolate.Types.Scalars;

namespace HotChocolate.Mutations;

/// <summary>Gives mutations one input, and a payload that carries the expected errors.</summary>
/// <remarks>
/// A parameter or a result that has the name of the pattern already is taken as it is; the
/// payload then gets its errors, and its other fields may be null.
/// </remarks>
internal sealed class MutationConventions(
    MutationConventionOptions options,
    Type? errorInterface,
    TypeTable types,
    OutputTypes output)
{
    private readonly List<Action> _completions = [];
    private readonly HashSet<ObjectType> _errorTypes = [];

    public void Apply(OutputField field)
    {
        var member = field.Member!;
        var own = Members.Attribute<UseMutationConventionAttribute>(member);
        var errors = ErrorsOf(member);
        var applies = own is not null
            || errors.Count > 0
            || options.ApplyToAllMutations is not false;
        if (!applies || own?.Disable is true)
        {
            return;
        }

        var names = new MutationNames(options, own, field.Name);
        ApplyInput(field, names);
        ApplyPayload(field, names, errors);
    }

    /// <summary>Finishes the payloads, once all types have their fields.</summary>
    public void Complete()
    {
        foreach (var completion in _completions)
        {
            completion();
        }

        var shape = _errorTypes.Count == 0 ? null : ErrorInterface();
        foreach (var error in _errorTypes.Where(e => !e.Interfaces.Contains(shape!)))
        {
            error.Interfaces.Add(shape!);
        }
    }

    private void ApplyInput(OutputField field, MutationNames names)
    {
        if (field.Arguments.Count == 0 || types.Find(names.InputType) is not null)
        {
            return;
        }

        var arguments = field.Arguments;
        var type = types.Add(new InputObjectType(names.InputType));
        type.SetFields(arguments);
        type.Factory = InputFactory.Unmade;
        var inner = field.Resolver!.Invoke;
        field.Arguments = [InputTypes.Wrap(names.InputArgument, type)];
        field.Resolver = field.Resolver.Wrap(_ => context => inner(context.WithArguments(
            arguments,
            InputFactory.Values(context.RawArgument(names.InputArgument)!))));
    }

    private void ApplyPayload(
        OutputField field, MutationNames names, List<MutationError> errors)
    {
        var handler = new MutationErrors([.. errors.SelectMany(error => error.Factories)]);
        var list = errors.Count == 0 ? null : ErrorsField(names, errors);
        var result = field.Type;
        if (result.Nullable is ObjectType payload && payload.Name == names.PayloadType)
        {
            if (list is not null)
            {
                field.Resolver = field.Resolver!.Wrap(handler.Around);
                field.Type = payload.NonNull();
                _completions.Add(() => AddErrors(payload, list));
            }

            return;
        }

        var made = types.Add(new ObjectType(names.PayloadType));
        var value = new OutputField(
            names.PayloadField ?? Naming.Camel(result.Named.Name), result.Nullable)
        {
            Resolver = FieldResolver.Of(source => (source as MutationSuccess)?.Value),
        };
        made.SetFields(list is null ? [value] : [value, list]);
        field.Resolver = field.Resolver!.Wrap(handler.Around)
            .Wrap(next => async context => MutationSuccess.Of(await next(context)));
        field.Type = made.NonNull();
    }

    private static void AddErrors(ObjectType payload, OutputField errors)
    {
        foreach (var field in payload.Fields)
        {
            field.Type = field.Type.Nullable;
            field.Resolver = field.Resolver!.Pure is { } pure
                ? FieldResolver.Of(source => source is MutationFailure ? null : pure(source))
                : field.Resolver.Wrap(next => context =>
                    context.Source is MutationFailure ? new((object?)null) : next(context));
        }

        payload.SetFields([.. payload.Fields, errors]);
    }

    private OutputField ErrorsField(MutationNames names, List<MutationError> errors)
    {
        var union = types.Add(new UnionType(names.ErrorType));
        foreach (var error in errors)
        {
            var type = (ObjectType)output.NamedOf(error.Type, NamedTypeKind.Object);
            _errorTypes.Add(type);
            if (!union.Cases.Contains(type))
            {
                union.Cases.Add(type);
            }
        }

        ErrorInterface();
        return new(names.ErrorsField, union.NonNull().List())
        {
            Resolver = FieldResolver.Of(source => (source as MutationFailure)?.Errors),
        };
    }

    private InterfaceType ErrorInterface()
    {
        if (errorInterface is not null)
        {
            return (InterfaceType)output.NamedOf(errorInterface, NamedTypeKind.Interface);
        }

        if (types.Find("Error") is InterfaceType known)
        {
            return known;
        }

        var made = types.Add(new InterfaceType("Error"));
        made.SetFields([new OutputField("message", types.Use(ScalarTypes.String).NonNull())]);
        return made;
    }

    private static List<MutationError> ErrorsOf(MemberInfo member)
    {
        var attributed = Members.Attributes<ErrorAttribute>(member)
            .Select(attribute => MutationError.For(attribute.ErrorType));
        var result = member is MethodInfo method
            ? ClrUse.OfOutput(method).Unwrapped
            : ClrUse.OfOutput(member);
        var returned = typeof(IFieldResult).IsAssignableFrom(result.Type)
            ? result.Arguments.Skip(1).Select(use => MutationError.For(use.Type))
            : [];
        return [.. attributed, .. returned];
    }
}

/// <summary>The names that one mutation's input and payload get.</summary>
internal sealed class MutationNames(
    MutationConventionOptions options, UseMutationConventionAttribute? own, string field)
{
    private readonly string _mutation = char.ToUpperInvariant(field[0]) + field[1..];

    public string InputType => own?.InputTypeName
        ?? Fill(options.InputTypeNamePattern ?? "{MutationName}Input");

    public string InputArgument => own?.InputArgumentName ?? options.InputArgumentName ?? "input";

    public string PayloadType => own?.PayloadTypeName
        ?? Fill(options.PayloadTypeNamePattern ?? "{MutationName}Payload");

    public string? PayloadField => own?.PayloadFieldName;

    public string ErrorType => own?.PayloadErrorTypeName
        ?? Fill(options.PayloadErrorTypeNamePattern ?? "{MutationName}Error");

    public string ErrorsField => own?.PayloadErrorsFieldName
        ?? options.PayloadErrorsFieldName
        ?? "errors";

    private string Fill(string pattern) =>
        pattern.Replace("{MutationName}", _mutation, StringComparison.Ordinal);
}

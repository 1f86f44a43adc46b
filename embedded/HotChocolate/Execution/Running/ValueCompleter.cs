using System.Collections;
using HotChocolate.Execution.Plans;
using HotChocolate.Types;

namespace HotChocolate.Execution.Running;

/// <summary>Turns the values that resolvers gave into slots of the response.</summary>
internal sealed class ValueCompleter(
    Schema schema,
    ResultTable results,
    Queue<(int Slot, object? Source)> ready,
    OperationRun run)
{
    private ulong _conditions;

    /// <summary>Says of each slot which field it is, and whether it is there at all.</summary>
    public void Prepare(int first, PlanFields fields, ulong conditions)
    {
        _conditions = conditions;
        Prepare(first, fields);
    }

    /// <summary>Completes a value. Objects join the queue of what is ready.</summary>
    /// <exception cref="LeafException">The type has no such value.</exception>
    public void Complete(int slot, Completion completion, object? value)
    {
        switch (value)
        {
            case null:
                CompleteNull(slot, completion);
                return;
            case IError error:
                Report(slot, [error]);
                return;
            case IEnumerable<IError> errors:
                Report(slot, errors);
                return;
            default:
                break;
        }

        switch (completion)
        {
            case LeafCompletion leaf:
                ref var target = ref results[slot];
                target.Value = leaf.Type.Complete(value);
                target.State = SlotState.Leaf;
                break;
            case CompositeCompletion composite:
                CompleteObject(slot, composite, value);
                break;
            case ListCompletion list:
                CompleteList(slot, list, value);
                break;
            default:
                throw new InvalidOperationException($"{completion} is unknown.");
        }
    }

    private void CompleteNull(int slot, Completion completion)
    {
        if (completion.NonNull)
        {
            run.Report(ErrorBuilder.New()
                .SetMessage("Cannot return null for non-nullable field.")
                .SetCode(ErrorCodes.NonNullViolation)
                .SetPath(results.PathOf(slot))
                .Build());
        }

        results.SetNull(slot);
    }

    private void Report(int slot, IEnumerable<IError> errors)
    {
        foreach (var error in errors)
        {
            run.Report(error.Path is null ? error.WithPath(results.PathOf(slot)) : error);
        }

        results.SetNull(slot);
    }

    private void CompleteObject(int slot, CompositeCompletion composite, object value)
    {
        var type = schema.ObjectTypeOf(composite.Type, value);
        var fields = composite.For(type);
        var first = results.Add(slot, fields.Fields.Length);
        ref var target = ref results[slot];
        target.Value = fields;
        target.First = first;
        target.Count = fields.Fields.Length;
        target.State = SlotState.Object;
        Prepare(first, fields);
        ready.Enqueue((slot, value));
    }

    private void CompleteList(int slot, ListCompletion list, object value)
    {
        if (value is not IEnumerable values || value is string)
        {
            throw new LeafException($"A list is needed, not a value of {value.GetType().Name}.");
        }

        var items = values as ICollection ?? values.Cast<object?>().ToArray();
        var first = results.Add(slot, items.Count);
        ref var target = ref results[slot];
        (target.First, target.Count, target.State) = (first, items.Count, SlotState.List);
        var field = target.Field;
        var at = first;
        foreach (var item in items)
        {
            (results[at].Field, results[at].Completion) = (field, list.Item);
            CompleteItem(at++, list.Item, item);
        }
    }

    private void CompleteItem(int slot, Completion completion, object? item)
    {
        if (results.IsDead(slot))
        {
            return;
        }

        try
        {
            Complete(slot, completion, item);
        }
        catch (LeafException fault)
        {
            Report(slot, FieldErrors.Of(fault, results.PathOf(slot)));
        }
    }

    private void Prepare(int first, PlanFields fields)
    {
        for (var index = 0; index < fields.Fields.Length; index++)
        {
            var field = fields.Fields[index];
            ref var slot = ref results[first + index];
            slot.Field = field;
            slot.Completion = field.Completion;
            if (!field.IsIncluded(_conditions))
            {
                slot.State = SlotState.Skipped;
            }
        }
    }
}

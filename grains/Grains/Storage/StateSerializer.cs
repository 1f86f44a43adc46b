using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orleans.Storage;

namespace Krewe.Grains.Storage;

/// <summary>The form in which a type of state is stored.</summary>
internal sealed record StateForm(Type Type, Delegate Write, Delegate Read)
{
    public delegate ReadOnlyMemory<byte> Writer<in T>(T state);

    public delegate T Reader<out T>(ReadOnlySpan<byte> bytes);

    public static StateForm Of<T>(Writer<T> write, Reader<T> read) => new(typeof(T), write, read);

    /// <summary>A form by names, for states that are few and change shape.</summary>
    public static StateForm Json<T>(JsonTypeInfo<T> type) => Of(
        state => JsonSerializer.SerializeToUtf8Bytes(state, type),
        bytes => JsonSerializer.Deserialize(bytes, type)
            ?? throw new FormatException($"A stored {typeof(T).Name} is empty."));
}

/// <summary>Stores each type of state in the form that was registered for it.</summary>
internal sealed class StateSerializer(IEnumerable<StateForm> forms) : IGrainStorageSerializer
{
    private readonly FrozenDictionary<Type, StateForm> _forms =
        forms.ToFrozenDictionary(form => form.Type);

    public BinaryData Serialize<T>(T? input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new BinaryData(((StateForm.Writer<T>)Form<T>().Write)(input));
    }

    public T? Deserialize<T>(BinaryData input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ((StateForm.Reader<T>)Form<T>().Read)(input.ToMemory().Span);
    }

    private StateForm Form<T>() => _forms.TryGetValue(typeof(T), out var form)
        ? form
        : throw new NotSupportedException(
            $"{typeof(T)} has no stored form: register one with StateForm.Of.");
}

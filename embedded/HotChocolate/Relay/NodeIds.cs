using System.Collections;
using System.Globalization;
using System.Text;
using HotChocolate.Execution.Inputs;
using HotChocolate.Inference;
using HotChocolate.Types.Scalars;

namespace HotChocolate.Types.Relay;

/// <summary>The opaque IDs of objects: the name of the type and the key, in base64.</summary>
/// <remarks>Without global object identification an ID is the key itself.</remarks>
internal sealed class NodeIds(bool isEnabled)
{
    public bool IsEnabled { get; } = isEnabled;

    public static string Encode(string typeName, string key) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{typeName}:{key}"));

    /// <summary>Reads an ID; false when it is none of ours.</summary>
    public static bool TryDecode(string id, out string typeName, out string key)
    {
        (typeName, key) = ("", "");
        var bytes = new byte[id.Length];
        if (!Convert.TryFromBase64String(id, bytes, out var length))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(bytes.AsSpan(0, length));
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            return false;
        }

        (typeName, key) = (text[..colon], text[(colon + 1)..]);
        return true;
    }

    public static string? TypeNameOf(IDAttribute attribute) =>
        attribute.TypeName
            ?? (attribute.GetType() is { IsGenericType: true } generic
                ? Naming.TypeOf(generic.GetGenericArguments()[0])
                : null);

    /// <summary>Makes keys of the C# type out of IDs.</summary>
    public InputBinder BinderOf(IDAttribute attribute, Type keyType, bool acceptsNull) =>
        new IdBinder(IsEnabled, TypeNameOf(attribute), keyType) { AcceptsNull = acceptsNull };

    /// <summary>Makes IDs out of a key, or of a list of them.</summary>
    public object? ToIds(object? value, string typeName) => value switch
    {
        null => null,
        IError => value,
        string key => IsEnabled ? Encode(typeName, key) : key,
        IEnumerable keys => keys.Cast<object?>().Select(key => ToIds(key, typeName)).ToArray(),
        _ => ToIds((string)ScalarTypes.Id.Complete(value), typeName),
    };
}

/// <summary>Makes a key of an ID, and refuses the ID of another type.</summary>
internal sealed class IdBinder(bool isEncoded, string? typeName, Type keyType) : InputBinder
{
    protected override object BindValue(in InputValue value)
    {
        var id = (string)ScalarTypes.Id.Read(value);
        if (!isEncoded)
        {
            return ToKey(id);
        }

        if (!NodeIds.TryDecode(id, out var name, out var key))
        {
            throw new InputException("The ID has an invalid format.");
        }

        return typeName is null || typeName == name
            ? ToKey(key)
            : throw new InputException($"The ID is one of `{name}`, not of `{typeName}`.");
    }

    private object ToKey(string key)
    {
        const NumberStyles Digits = NumberStyles.AllowLeadingSign;
        var culture = CultureInfo.InvariantCulture;
        return keyType switch
        {
            _ when keyType == typeof(string) => key,
            _ when keyType == typeof(int) && int.TryParse(key, Digits, culture, out var read) =>
                read,
            _ when keyType == typeof(long) && long.TryParse(key, Digits, culture, out var read) =>
                read,
            _ when keyType == typeof(Guid) && Guid.TryParse(key, out var read) => read,
            _ => throw new InputException("The ID has an invalid format."),
        };
    }
}

using System.Collections;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json.Serialization;
using Pairs =
    System.Collections.Generic.IEnumerable<System.Collections.Generic.KeyValuePair<string, string>>;

namespace Refit;

/// <summary>Flattens a value to the pairs of a query or a form.</summary>
internal sealed class NamedValues(
    RefitSettings settings, Func<object?, Shape, string?> format)
{
    // Deeper than any query that makes sense: a cycle ends here instead of in the stack.
    private const int DepthMax = 8;

    public static NamedValues ForQuery(RefitSettings settings) => new(
        settings,
        (value, shape) => settings.UrlParameterFormatter.Format(
            value, shape.Attributes, value?.GetType() ?? typeof(object)));

    public static NamedValues ForForm(RefitSettings settings) => new(
        settings,
        (value, shape) => settings.FormUrlEncodedParameterFormatter.Format(
            value, shape.Query?.Format));

    public static bool IsSimple(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare == typeof(string) || bare == typeof(bool) || bare == typeof(Uri)
            || bare.IsEnum || bare.IsAssignableTo(typeof(IFormattable));
    }

    /// <summary>The pairs of a parameter; an object's begin with its properties' names.</summary>
    public Pairs Of(RestParameter parameter, object? value)
    {
        var shape = new Shape(parameter.Info, parameter.Query);
        var prefix = shape.Query?.Prefix;
        var isObject = value is not null && !IsSingle(value, shape);
        var name = isObject && value is not (IEnumerable and not IDictionary)
            ? prefix ?? ""
            : prefix is null ? parameter.Name : prefix + shape.Query!.Delimiter + parameter.Name;
        return Of(name, value, shape, depth: 0);
    }

    /// <summary>The pairs of a form's object or dictionary.</summary>
    public Pairs Of(object value) => Of("", value, new(value.GetType(), Query: null), depth: 0);

    private Pairs Of(string name, object? value, Shape shape, int depth)
    {
        if (depth > DepthMax)
        {
            throw new ArgumentException(
                $"'{name}' is nested deeper than {DepthMax} objects.", nameof(value));
        }

        return value switch
        {
            null => shape.Query is { SerializeNull: true } ? [new(name, "")] : [],
            _ when IsSingle(value, shape) => Single(name, value, shape),
            IDictionary entries => OfEntries(name, entries, shape, depth),
            IEnumerable elements => OfElements(name, elements, shape),
            _ => OfProperties(name, value, shape, depth),
        };
    }

    private static bool IsSingle(object value, Shape shape) =>
        IsSimple(value.GetType()) || shape.Query is { TreatAsString: true };

    private Pairs Single(string name, object value, Shape shape) =>
        format(shape.Query is { TreatAsString: true } ? value.ToString() : value, shape)
            is { } text
            ? [new(name, text)]
            : [];

    private Pairs OfEntries(
        string name, IDictionary entries, Shape shape, int depth)
    {
        foreach (DictionaryEntry entry in entries)
        {
            var key = ValueText.Of(entry.Key, format: null);
            foreach (var pair in Of(Join(name, key!, shape), entry.Value, shape, depth + 1))
            {
                yield return pair;
            }
        }
    }

    private Pairs OfElements(string name, IEnumerable elements, Shape shape)
    {
        var texts = elements.Cast<object?>().Select(element => format(element, shape) ?? "");
        var form = shape.Query is { IsCollectionFormatSpecified: true } query
            ? query.CollectionFormat
            : settings.CollectionFormat;
        return form is CollectionFormat.Multi
            ? texts.Select(text => KeyValuePair.Create(name, text))
            : [KeyValuePair.Create(name, string.Join(SeparatorOf(form), texts))];
    }

    private static char SeparatorOf(CollectionFormat form) => form switch
    {
        CollectionFormat.Ssv => ' ',
        CollectionFormat.Tsv => '\t',
        CollectionFormat.Pipes => '|',
        _ => ',',
    };

    private Pairs OfProperties(
        string name, object value, Shape shape, int depth)
    {
        var properties = value.GetType()
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0
                && !property.IsDefined(typeof(IgnoreDataMemberAttribute))
                && !property.IsDefined(typeof(JsonIgnoreAttribute)));
        foreach (var property in properties)
        {
            var inner = new Shape(property, property.GetCustomAttribute<QueryAttribute>());
            var key = Join(name, NameOf(property, inner.Query), shape);
            foreach (var pair in Of(key, property.GetValue(value), inner, depth + 1))
            {
                yield return pair;
            }
        }
    }

    private string NameOf(PropertyInfo property, QueryAttribute? query)
    {
        var name = property.GetCustomAttribute<AliasAsAttribute>()?.Name
            ?? settings.ContentSerializer.GetFieldNameForProperty(property)
            ?? settings.UrlParameterKeyFormatter.Format(property.Name);
        return query?.Prefix is { } prefix ? prefix + query.Delimiter + name : name;
    }

    private static string Join(string outer, string inner, Shape shape) =>
        outer is "" ? inner : outer + (shape.Query?.Delimiter ?? ".") + inner;
}

/// <summary>What is said of a value where it is declared.</summary>
internal readonly record struct Shape(ICustomAttributeProvider Attributes, QueryAttribute? Query);

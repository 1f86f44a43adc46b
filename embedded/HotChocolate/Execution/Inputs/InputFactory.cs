using System.Linq.Expressions;
using System.Reflection;

namespace HotChocolate.Execution.Inputs;

/// <summary>Makes the C# object of an input: by its constructor, then by its setters.</summary>
internal sealed class InputFactory
{
    /// <summary>Stands for a field that was not given: the C# default stays.</summary>
    public static readonly object NotGiven = new();

    private static readonly MethodInfo ReadMethod =
        typeof(InputFactory).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Makes no object: the values are wanted by themselves.</summary>
    public static readonly InputFactory Unmade = new(values => new Unpacked(values));

    private readonly Func<object?[], object> _make;

    private InputFactory(Func<object?[], object> make) => _make = make;

    /// <summary>The values of an input that <see cref="Unmade"/> did not make.</summary>
    public static object?[] Values(object unmade) => ((Unpacked)unmade).Values;

    /// <summary>Makes the object of the values of its properties, in their order.</summary>
    public object Make(object?[] values) => _make(values);

    /// <summary>The factory of a type; null, and a fault, when it cannot be made.</summary>
    public static InputFactory? TryFor(
        Type type, IReadOnlyList<PropertyInfo> properties, List<string> faults)
    {
        var constructor = Choose(type, properties);
        if (constructor is null && !type.IsValueType)
        {
            faults.Add($"{type.Name}: no constructor whose parameters are its properties.");
            return null;
        }

        var parameters = constructor?.GetParameters() ?? [];
        var set = properties.Where(p => parameters.All(q => !IsFor(q, p))).ToArray();
        foreach (var property in set.Where(property => property.SetMethod is null))
        {
            faults.Add($"{type.Name}.{property.Name}: can be neither set nor constructed.");
            return null;
        }

        return new(Compile(type, constructor, properties, set));
    }

    private static Func<object?[], object> Compile(
        Type type,
        ConstructorInfo? constructor,
        IReadOnlyList<PropertyInfo> properties,
        PropertyInfo[] set)
    {
        var values = Expression.Parameter(typeof(object?[]), "values");
        var made = Expression.Variable(type, "made");
        Expression Value(int index) => Expression.ArrayIndex(values, Expression.Constant(index));

        var arguments = constructor?.GetParameters().Select(parameter => Call(
            Value(IndexOf(properties, parameter)),
            parameter.ParameterType,
            parameter.HasDefaultValue ? parameter.DefaultValue : null));
        var body = new List<Expression>
        {
            Expression.Assign(
                made,
                constructor is null
                    ? Expression.Default(type)
                    : Expression.New(constructor, arguments!)),
        };
        foreach (var property in set)
        {
            var value = Value(IndexOf(properties, property));
            body.Add(Expression.IfThen(
                Expression.ReferenceNotEqual(value, Expression.Constant(NotGiven)),
                Expression.Assign(
                    Expression.Property(made, property),
                    Call(value, property.PropertyType, null))));
        }

        body.Add(Expression.Convert(made, typeof(object)));
        return Expression.Lambda<Func<object?[], object>>(Expression.Block([made], body), values)
            .Compile();
    }

    private static MethodCallExpression Call(Expression value, Type type, object? fallback) =>
        Expression.Call(
            ReadMethod.MakeGenericMethod(type),
            value,
            Expression.Constant(type.IsEnum && fallback is not null
                ? Enum.ToObject(type, fallback)
                : fallback,
                typeof(object)));

    private static T? Read<T>(object? value, object? fallback)
    {
        var chosen = ReferenceEquals(value, NotGiven) ? fallback : value;
        return chosen is null ? default : (T)chosen;
    }

    // The longest constructor that takes nothing but properties: a record's own.
    private static ConstructorInfo? Choose(Type type, IReadOnlyList<PropertyInfo> properties) =>
        type.GetConstructors()
            .Where(constructor => constructor.GetParameters()
                .All(parameter => properties.Any(property => IsFor(parameter, property))))
            .OrderByDescending(constructor => constructor.GetParameters().Length)
            .FirstOrDefault();

    private static int IndexOf(IReadOnlyList<PropertyInfo> properties, ParameterInfo parameter) =>
        properties.Index().First(entry => IsFor(parameter, entry.Item)).Index;

    private static int IndexOf(IReadOnlyList<PropertyInfo> properties, PropertyInfo property) =>
        properties.Index().First(entry => entry.Item == property).Index;

    public static bool IsFor(ParameterInfo parameter, PropertyInfo property) =>
        string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)
            && parameter.ParameterType == property.PropertyType;

    private sealed class Unpacked(object?[] values)
    {
        public object?[] Values { get; } =
            Array.ConvertAll(values, value => ReferenceEquals(value, NotGiven) ? null : value);
    }
}

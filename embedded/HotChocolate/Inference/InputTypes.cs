using System.Reflection;
using HotChocolate.Building;
using HotChocolate.Execution.Inputs;
using HotChocolate.Language;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using HotChocolate.Types.Scalars;

namespace HotChocolate.Inference;

/// <summary>Makes arguments and input objects of parameters and properties.</summary>
internal sealed class InputTypes(TypeTable types, NodeIds ids, List<string> faults)
{
    public InputField ArgumentOf(ParameterInfo parameter) => Make(
        Naming.ArgumentOf(parameter),
        ClrUse.OfInput(parameter),
        parameter,
        parameter.HasDefaultValue ? parameter.DefaultValue : null);

    /// <summary>An input object with the given fields, made of no C# type.</summary>
    public static InputField Wrap(string name, InputObjectType type) =>
        new(name, type.NonNull()) { Binder = new ObjectBinder(type) { AcceptsNull = false } };

    /// <summary>The input object that a C# type is.</summary>
    public NamedType NamedOf(Type type)
    {
        if (types.FindInput(type) is { } known)
        {
            return known;
        }

        if (ScalarTypes.Of(type) is { } scalar)
        {
            return types.Use(scalar);
        }

        if (type.IsEnum)
        {
            return types.FindOutput(type) ?? types.AddOutput(type, EnumFactory.Make(type));
        }

        return type.IsInterface || type.IsAbstract
            ? throw new BuildException($"{type.FullName} cannot be made: it is no input type.")
            : Fill(types.AddInput(type, new InputObjectType(Naming.InputOf(type))
            {
                RuntimeType = type,
                Description = Members.DescriptionOf(type),
                IsOneOf = type.IsDefined(typeof(OneOfAttribute), inherit: true),
            }));
    }

    // The type is in the table already, so that it may have fields of its own type.
    private InputObjectType Fill(InputObjectType type)
    {
        var properties = Members.InputOf(type.RuntimeType!).ToArray();
        type.SetFields([.. properties.Select(property => FieldOf(property, properties))]);
        type.Factory = InputFactory.TryFor(type.RuntimeType!, properties, faults);
        return type;
    }

    private InputField FieldOf(PropertyInfo property, PropertyInfo[] all)
    {
        try
        {
            return Make(
                Naming.FieldOf(property),
                ClrUse.OfInput(property),
                property,
                ConstructedDefault(property, all));
        }
        catch (BuildException fault)
        {
            throw new BuildException(
                $"{property.DeclaringType!.Name}.{property.Name}: {fault.Message}");
        }
    }

    private InputField Make(
        string name, ClrUse use, ICustomAttributeProvider member, object? defaultValue)
    {
        var idAttribute = Members.Attribute<IDAttribute>(member);
        var type = idAttribute is null
            ? Members.Attribute<GraphQLTypeAttribute>(member) is { } given
                ? MarkerOf(given.Type)
                : TypeOf(use, NamedOf)
            : TypeOf(use, _ => ScalarTypes.Id);
        return new(name, type)
        {
            Description = Members.DescriptionOf(member),
            DeprecationReason = Members.DeprecationOf(member),
            Default = DefaultOf(type, member, defaultValue),
            Binder = BinderOf(use, type, idAttribute),
        };
    }

    private static TypeNode TypeOf(ClrUse use, Func<Type, NamedType> named)
    {
        if (use.Is(typeof(Optional<>)))
        {
            return TypeOf(use.Arguments[0], named);
        }

        TypeNode type = use.Item is { } item ? TypeOf(item, named).List() : named(use.Type);
        return use.IsNullable ? type : type.NonNull();
    }

    private TypeNode MarkerOf(Type marker) => TypeMarkers.Read(marker, NamedOf);

    private InputBinder BinderOf(ClrUse use, TypeNode type, IDAttribute? id)
    {
        if (use.Is(typeof(Optional<>)))
        {
            return (InputBinder)Activator.CreateInstance(
                typeof(OptionalBinder<>).MakeGenericType(use.Type.GetGenericArguments()[0]),
                BinderOf(use.Arguments[0], type, id))!;
        }

        var acceptsNull = !type.IsNonNull;
        return type.Nullable switch
        {
            ListType list => new ListBinder(
                BinderOf(use.Item!, list.Item, id),
                ListMaker.For(use.Type, ItemTypeOf(use))
                    ?? throw new BuildException($"{use.Type.Name} cannot be made of a list."))
            {
                AcceptsNull = acceptsNull,
            },
            InputObjectType fields => new ObjectBinder(fields) { AcceptsNull = acceptsNull },
            LeafType when id is not null => ids.BinderOf(id, use.Type, acceptsNull),
            LeafType leaf => new LeafBinder(leaf, ScalarTypes.ConverterTo(use.Type))
            {
                AcceptsNull = acceptsNull,
            },
            _ => throw new BuildException($"{type} is no input type."),
        };
    }

    // Nullable<T> is unwrapped in a use, but the collection holds it.
    private static Type ItemTypeOf(ClrUse use) =>
        use.Type.IsArray ? use.Type.GetElementType()! : use.Type.GetGenericArguments()[0];

    private static IValueNode? DefaultOf(
        TypeNode type, ICustomAttributeProvider member, object? constructed)
    {
        if (Members.Attribute<DefaultValueSyntaxAttribute>(member)?.Syntax is { } syntax)
        {
            return Utf8GraphQLParser.Syntax.ParseValueLiteral(syntax);
        }

        return Members.Attribute<DefaultValueAttribute>(member) is { } given
            ? Literals.Of(type, given.Value)
            : constructed is null or DBNull ? null : Literals.Of(type, constructed);
    }

    // A record says its defaults in its constructor.
    private static object? ConstructedDefault(PropertyInfo property, PropertyInfo[] all) =>
        property.DeclaringType!.GetConstructors()
            .Where(constructor => constructor.GetParameters().All(parameter =>
                all.Any(other => InputFactory.IsFor(parameter, other))))
            .SelectMany(constructor => constructor.GetParameters())
            .FirstOrDefault(parameter => InputFactory.IsFor(parameter, property)
                && parameter.HasDefaultValue)
            ?.DefaultValue;
}

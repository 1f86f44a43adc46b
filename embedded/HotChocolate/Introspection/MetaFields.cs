using HotChocolate.Execution.Inputs;
using HotChocolate.Resolvers;
using HotChocolate.Types;
using HotChocolate.Types.Scalars;

namespace HotChocolate.Introspection;

/// <summary>The fields that no type declares.</summary>
internal static class MetaFields
{
    /// <summary>The field as it is on interfaces and unions, which nobody resolves.</summary>
    public static OutputField TypeName { get; } = TypeNameOf("");

    public static OutputField Schema { get; } =
        new("__schema", IntrospectionTypes.SchemaType.NonNull())
        {
            Description = "The schema itself.",
            Resolver = new(context => new(context.Run.Schema)),
        };

    public static OutputField Type { get; } = new("__type", IntrospectionTypes.TypeType)
    {
        Description = "A type of the schema.",
        Arguments =
        [
            new("name", ScalarTypes.String.NonNull())
            {
                Binder = new LeafBinder(ScalarTypes.String, convert: null) { AcceptsNull = false },
            },
        ],
        Resolver = new(context => new(context.Run.Schema.Type(context.Argument<string>(0)!))),
    };

    public static OutputField TypeNameOf(string type) =>
        new("__typename", ScalarTypes.String.NonNull())
        {
            Description = "The name of the object's type.",
            Resolver = FieldResolver.Of(_ => type),
        };
}

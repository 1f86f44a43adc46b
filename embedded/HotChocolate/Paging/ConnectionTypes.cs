using HotChocolate.Building;
using HotChocolate.Execution.Inputs;
using HotChocolate.Inference;
using HotChocolate.Resolvers;
using HotChocolate.Types.Scalars;

namespace HotChocolate.Types.Pagination;

/// <summary>Makes the types of paged fields, and watches over their arguments.</summary>
internal sealed class ConnectionTypes(TypeTable types, OutputTypes output, PagingOptions defaults)
{
    private static readonly string[] Sized = ["edges", "nodes"];

    private ObjectType? _pageInfo;

    /// <summary>The connection of a field that gives <see cref="Connection{T}"/>.</summary>
    public TypeNode TypeOf(
        ClrUse use, string fieldName, FieldsType owner, UsePagingAttribute attribute)
    {
        if (!use.Is(typeof(Connection<>)))
        {
            throw new BuildException("a paged field gives a Connection<T>.");
        }

        var options = attribute.ToOptions().Over(defaults);
        var node = output.TypeOf(use.Arguments[0]);
        var name = attribute.ConnectionName
            ?? (options.InferConnectionNameFromField ?? PagingDefaults.InferConnectionNameFromField
                ? char.ToUpperInvariant(fieldName[0]) + fieldName[1..]
                : node.Named.Name);
        return types.Find($"{name}Connection") switch
        {
            null => Make(name, node, options),
            ObjectType known when known.Field("nodes")?.Type.Named == node.Named => known,
            _ => throw new BuildException(
                $"another field has the connection `{name}Connection` with other nodes; "
                + $"give {owner.Name}.{fieldName} a ConnectionName."),
        };
    }

    /// <summary>Adds the arguments, and refuses pages that are too large.</summary>
    public void Apply(OutputField field, UsePagingAttribute attribute)
    {
        var options = attribute.ToOptions().Over(defaults);
        var isBothWays = options.AllowBackwardPagination ?? PagingDefaults.AllowBackwardPagination;
        InputField[] paging =
        [
            Argument(field, "first", ScalarTypes.Int),
            Argument(field, "after", ScalarTypes.String),
            .. isBothWays
                ? new[]
                {
                    Argument(field, "last", ScalarTypes.Int),
                    Argument(field, "before", ScalarTypes.String),
                }
                : [],
        ];

        // The member's own arguments keep their places: its resolver reads them by place.
        field.Arguments =
        [
            .. field.Arguments,
            .. paging.Where(argument => field.Argument(argument.Name) is null),
        ];
        field.Cost = field.Cost with
        {
            AssumedSize = options.MaxPageSize ?? PagingDefaults.MaxPageSize,
            SlicingArguments = isBothWays ? ["first", "last"] : ["first"],
            SlicingDefault = options.DefaultPageSize ?? PagingDefaults.DefaultPageSize,
            SizedFields = Sized,
        };
        if (field.Resolver is { } resolver)
        {
            var limits = new PageLimits(field.Name, options);
            field.Resolver = resolver.Wrap(limits.Around);
        }
    }

    private static InputField Argument(OutputField field, string name, ScalarType type) =>
        field.Argument(name) ?? new(name, type)
        {
            Binder = new LeafBinder(type, convert: null) { AcceptsNull = true },
        };

    private ObjectType Make(string name, TypeNode node, PagingOptions options)
    {
        var edge = types.Add(new ObjectType($"{name}Edge")
        {
            Description = "An edge in a connection.",
        });
        edge.SetFields(
        [
            Field("cursor", types.Use(ScalarTypes.String).NonNull(), e => ((IEdge)e).Cursor),
            Field("node", node, e => ((IEdge)e).Node),
        ]);

        var connection = types.Add(new ObjectType($"{name}Connection")
        {
            Description = "A connection to a list of items.",
        });
        var fields = new List<OutputField>
        {
            Field("pageInfo", PageInfo().NonNull(), c => ((IConnection)c).Info),
            Field("edges", edge.NonNull().List(), c => ((IConnection)c).Edges),
        };
        if (options.IncludeNodesField ?? PagingDefaults.IncludeNodesField)
        {
            fields.Add(Field(
                "nodes", node.List(), c => ((IConnection)c).Edges.Select(e => e.Node).ToArray()));
        }

        if (options.IncludeTotalCount ?? PagingDefaults.IncludeTotalCount)
        {
            fields.Add(Field(
                "totalCount",
                types.Use(ScalarTypes.Int).NonNull(),
                c => ((IConnection)c).TotalCount));
        }

        connection.SetFields(fields);
        return connection;
    }

    private ObjectType PageInfo()
    {
        if (_pageInfo is not null)
        {
            return _pageInfo;
        }

        var boolean = types.Use(ScalarTypes.Boolean).NonNull();
        var text = types.Use(ScalarTypes.String);
        _pageInfo = types.AddOutput(typeof(ConnectionPageInfo), new ObjectType("PageInfo")
        {
            RuntimeType = typeof(ConnectionPageInfo),
            Description = "Information about pagination in a connection.",
        });
        _pageInfo.SetFields(
        [
            Field("hasNextPage", boolean, i => ((ConnectionPageInfo)i).HasNextPage),
            Field("hasPreviousPage", boolean, i => ((ConnectionPageInfo)i).HasPreviousPage),
            Field("startCursor", text, i => ((ConnectionPageInfo)i).StartCursor),
            Field("endCursor", text, i => ((ConnectionPageInfo)i).EndCursor),
        ]);
        return _pageInfo;
    }

    private static OutputField Field(string name, TypeNode type, Func<object, object?> value) =>
        new(name, type) { Resolver = FieldResolver.Of(value) };
}

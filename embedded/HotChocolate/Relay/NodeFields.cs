using HotChocolate.Execution;
using HotChocolate.Execution.Inputs;
using HotChocolate.Resolvers;
using HotChocolate.Types.Scalars;

namespace HotChocolate.Types.Relay;

/// <summary>The fields that fetch objects by their global IDs.</summary>
internal sealed class NodeFields(IReadOnlyDictionary<string, FieldDelegate> byTypeName, int idsMax)
{
    public OutputField Node(InterfaceType node) => new("node", node)
    {
        Description = "Fetches an object given its ID.",
        Arguments = [Argument("id", ScalarTypes.Id.NonNull(), "ID of the object.")],
        Resolver = new(
            context => FetchAsync(context, (InputValue)context.RawArgument("id")!),
            IsAsync: true),
    };

    public OutputField Nodes(InterfaceType node) => new("nodes", node.List().NonNull())
    {
        Description = "Lookup nodes by a list of IDs.",
        Arguments =
            [Argument("ids", ScalarTypes.Id.NonNull().List().NonNull(), "The list of node IDs.")],
        Resolver = new(FetchAllAsync, IsAsync: true),
        Cost = new() { AssumedSize = idsMax },
    };

    private static InputField Argument(string name, TypeNode type, string description) =>
        new(name, type)
        {
            Description = description,
            Binder = new UnreadBinder { AcceptsNull = false },
        };

    private async ValueTask<object?> FetchAllAsync(ResolverContext context)
    {
        var ids = (InputValue)context.RawArgument("ids")!;
        InputValue[] all = ids.Kind is InputKind.List ? [.. ids.Items()] : [ids];
        if (all.Length > idsMax)
        {
            throw new GraphQLException(ErrorBuilder.New()
                .SetMessage($"The maximum number of nodes per request is {idsMax}.")
                .SetCode(ErrorCodes.NodesTooMany)
                .SetPath(context.Path)
                .Build());
        }

        return await Task.WhenAll(all.Select((id, index) => FetchOneAsync(context, id, index)));
    }

    // One that cannot be fetched is null; the others are there nevertheless.
    private async Task<object?> FetchOneAsync(ResolverContext context, InputValue id, int index)
    {
        try
        {
            return await FetchAsync(context, id);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return FieldErrors.Of(fault, context.Path.Append(index)).ToArray();
        }
    }

    private ValueTask<object?> FetchAsync(ResolverContext context, InputValue id)
    {
        if (!NodeIds.TryDecode((string)ScalarTypes.Id.Read(id), out var typeName, out _))
        {
            throw new InputException("The ID has an invalid format.");
        }

        return byTypeName.TryGetValue(typeName, out var resolve)
            ? resolve(context.WithArguments(
                [Argument("id", ScalarTypes.Id, "")], [id]))
            : throw new InputException($"`{typeName}` is no node.");
    }

    /// <summary>Leaves the ID as it came: what it is for is in the ID itself.</summary>
    private sealed class UnreadBinder : InputBinder
    {
        protected override object BindValue(in InputValue value) => value;
    }
}

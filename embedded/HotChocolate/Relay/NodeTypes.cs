using System.Reflection;
using HotChocolate.Building;
using HotChocolate.Execution.Inputs;
using HotChocolate.Inference;
using HotChocolate.Resolvers;
using HotChocolate.Types.Scalars;

namespace HotChocolate.Types.Relay;

/// <summary>Makes objects that can be fetched by their global ID.</summary>
internal sealed class NodeTypes(
    TypeTable types,
    ResolverCompiler resolvers,
    NodeIds ids,
    GlobalObjectIdentificationOptions? options)
{
    private readonly Dictionary<string, FieldDelegate> _byTypeName = new(StringComparer.Ordinal);
    private readonly List<string> _unresolved = [];
    private InterfaceType? _node;

    public void AddInterface()
    {
        if (options is null)
        {
            return;
        }

        _node = types.Add(new InterfaceType("Node")
        {
            Description = "The node interface is implemented by entities that have a global "
                + "unique identifier.",
        });
        _node.SetFields([new OutputField("id", types.Use(ScalarTypes.Id).NonNull())]);
    }

    /// <summary>The method fetches nodes and is no field itself.</summary>
    public bool IsResolver(MemberInfo member) =>
        options is not null
        && (member.IsDefined(typeof(NodeResolverAttribute))
            || (member is MethodInfo { IsStatic: true } method
                && member.DeclaringType!.IsDefined(typeof(NodeAttribute))
                && IsByName(method, method.DeclaringType!)));

    /// <summary>Makes a type a node, when its class says so.</summary>
    public void Register(FieldsType type, IEnumerable<Type> extensions)
    {
        if (_node is null
            || type.RuntimeType is not { } runtime
            || Members.Attribute<NodeAttribute>(runtime) is not { } attribute)
        {
            return;
        }

        type.Interfaces.Add(_node);
        if (type is not ObjectType)
        {
            return;
        }

        MakeIdOpaque(type, runtime, attribute);
        if (ResolverOf(runtime, attribute, extensions) is { } method)
        {
            _byTypeName.Add(type.Name, Compile(method, runtime));
        }
        else
        {
            _unresolved.Add(type.Name);
        }
    }

    /// <summary>Adds the fields that fetch nodes to the query type.</summary>
    public void Complete(ObjectType? query)
    {
        if (options is null)
        {
            return;
        }

        if (options.EnsureAllNodesCanBeResolved && _unresolved.Count > 0)
        {
            throw new BuildException(
                $"No method fetches the nodes {string.Join(", ", _unresolved)}: mark one with "
                + "[NodeResolver].");
        }

        if (query is not null && options.RegisterNodeInterface)
        {
            var fields = new NodeFields(_byTypeName, options.MaxAllowedNodeBatchSize);
            query.SetFields([fields.Node(_node!), fields.Nodes(_node!), .. query.Fields]);
        }
    }

    private void MakeIdOpaque(FieldsType type, Type runtime, NodeAttribute attribute)
    {
        var name = attribute.IdField is { } given ? Naming.Camel(given) : "id";
        var field = type.Field(name) ?? throw new BuildException(
            $"{runtime.Name} is a node and has no `{name}`.");
        if (field.Type.Named == ScalarTypes.Id)
        {
            return;
        }

        var resolver = field.Resolver!;
        var id = new OutputField("id", types.Use(ScalarTypes.Id).NonNull())
        {
            Member = field.Member,
            Description = field.Description,
            Resolver = resolver.Pure is { } pure
                ? FieldResolver.Of(source => ids.ToIds(pure(source), type.Name))
                : resolver.Wrap(next => async context =>
                    ids.ToIds(await next(context), type.Name)),
        };
        type.SetFields([.. type.Fields.Select(known => known == field ? id : known)]);
    }

    private static MethodInfo? ResolverOf(
        Type runtime, NodeAttribute attribute, IEnumerable<Type> extensions)
    {
        const BindingFlags Flags =
            BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance;
        var places = new[] { attribute.NodeResolverType, runtime }.Concat(extensions)
            .OfType<Type>()
            .Select(place => place.GetMethods(Flags));
        return places.SelectMany(methods => methods).FirstOrDefault(method =>
            method.IsDefined(typeof(NodeResolverAttribute))
            || (attribute.NodeResolver is { } name && method.Name == name)
            || (attribute.NodeResolver is null && IsByName(method, runtime)
                && (method.IsStatic || method.DeclaringType == attribute.NodeResolverType)));
    }

    private static bool IsByName(MethodInfo method, Type runtime) =>
        method.Name is "Get" or "GetAsync"
        || method.Name == $"Get{runtime.Name}"
        || method.Name == $"Get{runtime.Name}Async";

    // The resolver reads the key like an argument, at place 0.
    private FieldDelegate Compile(MethodInfo method, Type runtime)
    {
        var parameter = method.GetParameters()
            .FirstOrDefault(p => resolvers.RoleOf(p) is ParameterRole.Argument)
            ?? throw new BuildException($"{runtime.Name}.{method.Name} takes no ID.");
        var key = new InputField(Naming.ArgumentOf(parameter), ScalarTypes.Id)
        {
            Binder = new IdBinder(isEncoded: true, null, parameter.ParameterType)
            {
                AcceptsNull = false,
            },
        };
        var resolve = resolvers.Compile(
            method, isExtension: true, [key], hasRequestScope: true).Invoke;
        return context => resolve(context.WithArguments(
            [key], [key.Binder.Bind((InputValue)context.RawArgument("id")!)]));
    }
}

using System.Reflection;
using HotChocolate.Authorization;
using HotChocolate.Inference;
using HotChocolate.Language;
using HotChocolate.Mutations;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Microsoft.Extensions.DependencyInjection;

namespace HotChocolate.Building;

/// <summary>Builds a schema of what a host asked for.</summary>
/// <remarks>
/// A fault of one member does not stop it: it goes on, and all faults are thrown together.
/// </remarks>
internal sealed class SchemaBuilder
{
    private readonly List<string> _faults = [];
    private readonly Dictionary<OperationType, ObjectType> _roots = [];
    private readonly Dictionary<NamedType, IReadOnlyList<AuthorizeAttribute>> _guards = [];
    private readonly SchemaConfiguration _configuration;
    private readonly TypeTable _types;
    private readonly OutputTypes _output;
    private readonly InputTypes _input;
    private readonly FieldFactory _fields;
    private readonly NodeTypes _nodes;
    private readonly MutationConventions? _mutations;

    private SchemaBuilder(
        SchemaConfiguration configuration,
        IServiceProvider services,
        IEnumerable<ServiceDescriptor> descriptors)
    {
        var ids = new NodeIds(configuration.GlobalIds is not null);
        var resolvers = new ResolverCompiler(new(descriptors), new(services));
        _configuration = configuration;
        _types = new(_faults);
        _output = new(_types);
        _input = new(_types, ids, _faults);
        _fields = new(
            _output, _input, resolvers, new(_types, _output, configuration.Paging), ids);
        _nodes = new(_types, resolvers, ids, configuration.GlobalIds);
        _mutations = configuration.Mutations is { } options
            ? new(options, configuration.ErrorInterface, _types, _output)
            : null;
    }

    /// <exception cref="SchemaException">Something is wrong; it lists everything.</exception>
    public static Schema Build(
        SchemaConfiguration configuration,
        IServiceProvider services,
        IEnumerable<ServiceDescriptor> descriptors) =>
        new SchemaBuilder(configuration, services, descriptors).Build();

    private Schema Build()
    {
        _types.AddStandard();
        AddRoots();
        AddTypes();
        FillAll();
        ImplementInterfaces();
        Try(() => _nodes.Complete(_roots.GetValueOrDefault(OperationType.Query)));
        FillAll();
        _mutations?.Complete();
        Guards.Apply(_types.All, _guards, _roots.Values);
        _faults.AddRange(SchemaChecks.FaultsOf([.. _types.All], _roots));
        if (_faults.Count > 0)
        {
            throw new SchemaException(
                [.. _faults.Distinct(StringComparer.Ordinal).Select(f => new SchemaError(f))]);
        }

        return new(_configuration.Name, [.. _types.All], _roots);
    }

    private void AddRoots()
    {
        foreach (var (operation, type) in _configuration.Roots.OrderBy(root => root.Key))
        {
            var name = type is null ? operation.ToString() : Naming.TypeOf(type);
            _roots.Add(operation, _output.AddRoot(new ObjectType(name)
            {
                RuntimeType = type,
                Description = type is null ? null : Members.DescriptionOf(type),
            }));
        }
    }

    private void AddTypes()
    {
        _nodes.AddInterface();
        foreach (var type in _configuration.Types)
        {
            var kind = _configuration.Kinds.TryGetValue(type, out var given) ? given : KindOf(type);
            Try(() => _ = kind is NamedTypeKind.InputObject
                ? _input.NamedOf(type)
                : _output.NamedOf(type, kind));
        }
    }

    private static NamedTypeKind? KindOf(Type type) =>
        type.IsDefined(typeof(InputObjectTypeAttribute)) || type.IsDefined(typeof(OneOfAttribute))
            ? NamedTypeKind.InputObject
            : null;

    private void FillAll()
    {
        while (_output.NextUnfilled() is { } type)
        {
            Fill(type);
        }
    }

    private void Fill(FieldsType type)
    {
        var isRoot = type is ObjectType root && _roots.ContainsValue(root);
        var extensions = _configuration.Extensions.Where(extension => Extends(extension, type));
        var ignored = extensions.Select(Members.Attribute<ExtendObjectTypeAttribute>).ToArray();
        var fields = new List<OutputField>();
        if (type.RuntimeType is { } runtime)
        {
            AddFields(fields, type, runtime, isRoot);
            fields.RemoveAll(field => ignored.Any(attribute => Ignores(attribute!, field)));
        }

        foreach (var extension in extensions)
        {
            AddFields(fields, type, extension, isExtension: true);
        }

        type.SetFields(fields);
        Guard(type, extensions.Append(type.RuntimeType).OfType<Type>());
        _nodes.Register(type, extensions);
    }

    private void AddFields(
        List<OutputField> fields, FieldsType type, Type members, bool isExtension)
    {
        foreach (var member in Members.OutputOf(members))
        {
            if (_nodes.IsResolver(member))
            {
                continue;
            }

            Try(() =>
            {
                var field = _fields.Make(type, member, isExtension);
                if (_roots.GetValueOrDefault(OperationType.Mutation) == type)
                {
                    _mutations?.Apply(field);
                }

                // A later member takes the place of an earlier one of the same name.
                fields.RemoveAll(known => known.Name == field.Name);
                fields.Add(field);
            });
        }
    }

    private static bool Extends(Type extension, FieldsType type)
    {
        var attribute = Members.Attribute<ExtendObjectTypeAttribute>(extension);
        return type is ObjectType
            && (attribute?.ExtendsType is { } extended
                ? type.RuntimeType is { } runtime && extended.IsAssignableFrom(runtime)
                : attribute?.Name == type.Name);
    }

    private static bool Ignores(ExtendObjectTypeAttribute attribute, OutputField field) =>
        attribute.IgnoreFields?.Contains(field.Name, StringComparer.Ordinal) is true
        || attribute.IgnoreProperties?.Contains(field.Member!.Name, StringComparer.Ordinal) is true;

    private void Guard(NamedType type, IEnumerable<Type> classes)
    {
        foreach (var wrong in classes.Where(UsesOtherAuthorization))
        {
            _faults.Add($"{wrong.Name} uses Microsoft.AspNetCore.Authorization.AuthorizeAttribute, "
                + "which nobody asks here: use HotChocolate.Authorization.AuthorizeAttribute.");
        }

        var guards = classes.SelectMany(Members.Attributes<AuthorizeAttribute>).ToArray();
        if (guards.Length > 0)
        {
            _guards.Add(type, guards);
        }
    }

    private static bool UsesOtherAuthorization(Type type) =>
        IsOther(type) || type.GetMembers().Any(IsOther);

    private static bool IsOther(MemberInfo member) => member.IsDefined(
        typeof(Microsoft.AspNetCore.Authorization.AuthorizeAttribute), inherit: true);

    // An object implements an interface of the schema when its class does that in C#.
    private void ImplementInterfaces()
    {
        var interfaces = _types.All.OfType<InterfaceType>().ToArray();
        foreach (var type in _types.All.OfType<FieldsType>())
        {
            type.Interfaces.AddRange(interfaces.Where(shape =>
                !ReferenceEquals(shape, type) && IsCaseOf(shape, type)));
        }

        foreach (var union in _types.All.OfType<UnionType>().Where(u => u.RuntimeType is not null))
        {
            union.Cases.AddRange(
                _types.All.OfType<ObjectType>().Where(type => IsCaseOf(union, type)));
        }
    }

    private static bool IsCaseOf(NamedType shape, NamedType type) =>
        shape.RuntimeType is { } outer
        && type.RuntimeType is { } inner
        && outer.IsAssignableFrom(inner);

    private void Try(Action part)
    {
        try
        {
            part();
        }
        catch (BuildException fault)
        {
            _faults.Add(fault.Message);
        }
    }
}

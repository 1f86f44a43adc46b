using HotChocolate.Building;
using HotChocolate.Execution.Configuration;
using HotChocolate.Hosting;
using HotChocolate.Language;
using HotChocolate.Types;
using HotChocolate.Types.Relay;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What is in a schema.</summary>
public static class SchemaRequestExecutorBuilderExtensions
{
    /// <summary>A query type that extensions fill.</summary>
    public static IRequestExecutorBuilder AddQueryType(this IRequestExecutorBuilder builder) =>
        builder.AddRoot(OperationType.Query, null);

    public static IRequestExecutorBuilder AddQueryType<T>(this IRequestExecutorBuilder builder)
        where T : class => builder.AddRoot(OperationType.Query, typeof(T));

    /// <summary>A mutation type that extensions fill.</summary>
    public static IRequestExecutorBuilder AddMutationType(this IRequestExecutorBuilder builder) =>
        builder.AddRoot(OperationType.Mutation, null);

    public static IRequestExecutorBuilder AddMutationType<T>(this IRequestExecutorBuilder builder)
        where T : class => builder.AddRoot(OperationType.Mutation, typeof(T));

    /// <summary>A subscription type that extensions fill.</summary>
    public static IRequestExecutorBuilder AddSubscriptionType(
        this IRequestExecutorBuilder builder) => builder.AddRoot(OperationType.Subscription, null);

    public static IRequestExecutorBuilder AddSubscriptionType<T>(
        this IRequestExecutorBuilder builder)
        where T : class => builder.AddRoot(OperationType.Subscription, typeof(T));

    /// <summary>The members of a class become fields of the type that it names.</summary>
    public static IRequestExecutorBuilder AddTypeExtension<T>(
        this IRequestExecutorBuilder builder)
        where T : class => builder.AddTypeExtension(typeof(T));

    public static IRequestExecutorBuilder AddTypeExtension(
        this IRequestExecutorBuilder builder, Type extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        if (!extension.IsDefined(typeof(ExtendObjectTypeAttribute), inherit: true))
        {
            throw new ArgumentException(
                $"{extension.Name} has no [ExtendObjectType].", nameof(extension));
        }

        return builder.Change(schema => schema.Extensions.Add(extension));
    }

    /// <summary>A type that is in the schema also where nothing refers to it.</summary>
    public static IRequestExecutorBuilder AddType<T>(this IRequestExecutorBuilder builder) =>
        builder.AddType(typeof(T));

    public static IRequestExecutorBuilder AddType(
        this IRequestExecutorBuilder builder, Type type) =>
        builder.Change(schema => schema.Types.Add(type));

    public static IRequestExecutorBuilder AddObjectType<T>(this IRequestExecutorBuilder builder)
        where T : class => builder.AddKind(typeof(T), NamedTypeKind.Object);

    public static IRequestExecutorBuilder AddInterfaceType<T>(
        this IRequestExecutorBuilder builder)
        where T : class => builder.AddKind(typeof(T), NamedTypeKind.Interface);

    public static IRequestExecutorBuilder AddUnionType<T>(this IRequestExecutorBuilder builder)
        where T : class => builder.AddKind(typeof(T), NamedTypeKind.Union);

    public static IRequestExecutorBuilder AddEnumType<T>(this IRequestExecutorBuilder builder)
        where T : struct, Enum => builder.AddKind(typeof(T), NamedTypeKind.Enum);

    public static IRequestExecutorBuilder AddInputObjectType<T>(
        this IRequestExecutorBuilder builder)
        where T : class => builder.AddKind(typeof(T), NamedTypeKind.InputObject);

    /// <summary>Mutations get one input, and a payload with their expected errors.</summary>
    public static IRequestExecutorBuilder AddMutationConventions(
        this IRequestExecutorBuilder builder, bool applyToAllMutations = true) =>
        builder.AddMutationConventions(
            new MutationConventionOptions { ApplyToAllMutations = applyToAllMutations });

    public static IRequestExecutorBuilder AddMutationConventions(
        this IRequestExecutorBuilder builder, MutationConventionOptions options) =>
        builder.Change(schema => schema.Mutations = options);

    /// <summary>The interface that all expected errors implement.</summary>
    public static IRequestExecutorBuilder AddErrorInterfaceType<T>(
        this IRequestExecutorBuilder builder) =>
        builder.Change(schema => schema.ErrorInterface = typeof(T));

    /// <summary>Adds Node, and the fields that fetch objects by their global IDs.</summary>
    public static IRequestExecutorBuilder AddGlobalObjectIdentification(
        this IRequestExecutorBuilder builder,
        Action<GlobalObjectIdentificationOptions>? configure = null)
    {
        var options = new GlobalObjectIdentificationOptions();
        configure?.Invoke(options);
        return builder.Change(schema => schema.GlobalIds = options);
    }

    private static IRequestExecutorBuilder AddKind(
        this IRequestExecutorBuilder builder, Type type, NamedTypeKind kind) =>
        builder.Change(schema =>
        {
            schema.Types.Add(type);
            schema.Kinds[type] = kind;
        });

    private static IRequestExecutorBuilder AddRoot(
        this IRequestExecutorBuilder builder, OperationType operation, Type? type) =>
        builder.Change(schema =>
        {
            if (!schema.Roots.TryAdd(operation, type))
            {
                throw new InvalidOperationException($"There is a {operation} type already.");
            }
        });

    private static IRequestExecutorBuilder Change(
        this IRequestExecutorBuilder builder, Action<SchemaConfiguration> change)
    {
        ArgumentNullException.ThrowIfNull(builder);
        change(ExecutorConfiguration.Of(builder).Schema);
        return builder;
    }
}

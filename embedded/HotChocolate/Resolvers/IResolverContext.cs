using System.Collections.Immutable;

namespace HotChocolate.Resolvers;

/// <summary>One call of a resolver: what it is called for, and with what.</summary>
public interface IResolverContext
{
    ISchemaDefinition Schema { get; }

    Path Path { get; }

    /// <summary>The field's name in the response: its alias, if it has one.</summary>
    string ResponseName { get; }

    /// <summary>The services of this call: of a scope of its own in a query.</summary>
    IServiceProvider Services { get; }

    /// <summary>The services of the request.</summary>
    IServiceProvider RequestServices { get; }

    CancellationToken RequestAborted { get; }

    /// <summary>Shared by the whole request.</summary>
    IDictionary<string, object?> ContextData { get; }

    /// <summary>Seen by the fields below.</summary>
    IImmutableDictionary<string, object?> ScopedContextData { get; set; }

    /// <summary>Of this call alone.</summary>
    IImmutableDictionary<string, object?> LocalContextData { get; set; }

    /// <summary>Whether this call has reported an error.</summary>
    bool HasErrors { get; }

    T Parent<T>();

    T ArgumentValue<T>(string name);

    Optional<T> ArgumentOptional<T>(string name);

    T Service<T>()
        where T : notnull;

    object Service(Type service);

    /// <summary>Adds an error at this field; the value is kept.</summary>
    void ReportError(string errorMessage);

    void ReportError(IError error);

    void ReportError(Exception exception, Action<ErrorBuilder>? configure = null);
}

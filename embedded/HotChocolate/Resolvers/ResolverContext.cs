using System.Collections.Immutable;
using HotChocolate.Execution;
using HotChocolate.Execution.Plans;
using HotChocolate.Types;
using Microsoft.Extensions.DependencyInjection;

namespace HotChocolate.Resolvers;

/// <summary>One call of a resolver. Lives on after it where a resolver kept it.</summary>
internal sealed class ResolverContext(
    OperationRun run, PlanField field, int slot, object? source, object?[] arguments)
    : IResolverContext, IAsyncDisposable
{
    private AsyncServiceScope? _scope;
    private Path? _path;
    private IReadOnlyList<InputField>? _definitions;
    private ResolverContext? _outer;

    public OperationRun Run { get; } = run;

    public PlanField Field { get; } = field;

    /// <summary>The object whose field it is; none for a root field.</summary>
    public object? Source { get; } = source;

    /// <summary>What woke the subscription.</summary>
    public object? EventMessage => Run.EventMessage;

    public ISchemaDefinition Schema => Run.Schema;

    public Path Path => _path ??= Run.PathOf(slot);

    public string ResponseName => Field.ResponseName;

    public IServiceProvider RequestServices => Run.Services;

    public CancellationToken RequestAborted => Run.Aborted;

    public IDictionary<string, object?> ContextData => Run.ContextData;

    public IImmutableDictionary<string, object?> ScopedContextData { get; set; } =
        ImmutableDictionary<string, object?>.Empty;

    public IImmutableDictionary<string, object?> LocalContextData { get; set; } =
        ImmutableDictionary<string, object?>.Empty;

    public bool HasErrors { get; private set; }

    /// <summary>Made when they are first asked for: most calls need none.</summary>
    public IServiceProvider Services
    {
        get
        {
            if (_outer is not null)
            {
                return _outer.Services;
            }

            if (!Field.Definition.Resolver!.HasScope)
            {
                return RequestServices;
            }

            _scope ??= Run.OpenScope();
            return _scope.Value.ServiceProvider;
        }
    }

    /// <summary>The argument at a place of the field's arguments, ready for C#.</summary>
    public T? Argument<T>(int index) => arguments[index] is { } value ? (T)value : default;

    public T Parent<T>() => Source is T parent
        ? parent
        : throw new InvalidCastException(
            $"The parent of {Field.Definition.Name} is no {typeof(T).Name}.");

    public T ArgumentValue<T>(string name) => arguments[IndexOf(name)] switch
    {
        T value => value,
        null => default!,
        IOptional optional => (T)optional.Value!,
        _ => throw new InvalidCastException($"Argument `{name}` is no {typeof(T).Name}."),
    };

    public Optional<T> ArgumentOptional<T>(string name) => arguments[IndexOf(name)] switch
    {
        Optional<T> optional => optional,
        T value => value,
        _ => Optional<T>.Empty(),
    };

    /// <summary>The argument as it is, for middleware that does not know its type.</summary>
    public object? RawArgument(string name) => arguments[IndexOf(name)];

    public T Service<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public object Service(Type service) => Services.GetRequiredService(service);

    /// <summary>The same call with other arguments; its services are this one's.</summary>
    public ResolverContext WithArguments(
        IReadOnlyList<InputField> definitions, object?[] values) =>
        new(Run, Field, slot, Source, values) { _definitions = definitions, _outer = this };

    public void ReportError(string errorMessage) =>
        ReportError(ErrorBuilder.New().SetMessage(errorMessage).Build());

    public void ReportError(IError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        HasErrors = true;
        Run.Report(error.Path is null ? error.WithPath(Path) : error);
    }

    public void ReportError(Exception exception, Action<ErrorBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (exception is GraphQLException known)
        {
            foreach (var error in known.Errors)
            {
                ReportError(error);
            }

            return;
        }

        var builder = ErrorBuilder.FromException(exception).SetPath(Path);
        configure?.Invoke(builder);
        ReportError(builder.Build());
    }

    public ValueTask DisposeAsync() => _scope?.DisposeAsync() ?? default;

    private int IndexOf(string name)
    {
        var known = _definitions ?? Field.Definition.Arguments;
        for (var index = 0; index < known.Count; index++)
        {
            if (known[index].Name == name)
            {
                return index;
            }
        }

        throw new ArgumentException(
            $"{Field.Definition.Name} has no argument `{name}`.", nameof(name));
    }
}

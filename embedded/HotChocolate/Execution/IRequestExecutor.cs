using System.Security.Claims;
using System.Text.Json;

namespace HotChocolate.Execution;

/// <summary>Executes requests on one schema.</summary>
public interface IRequestExecutor
{
    ISchemaDefinition Schema { get; }

    Task<IExecutionResult> ExecuteAsync(
        IOperationRequest request, CancellationToken cancellationToken = default);
}

/// <summary>What a client asks for.</summary>
public interface IOperationRequest
{
    /// <summary>The name of the operation, where the document has several.</summary>
    string? OperationName { get; }

    IReadOnlyDictionary<string, object?>? ContextData { get; }

    IServiceProvider? Services { get; }
}

internal sealed record OperationRequest : IOperationRequest
{
    /// <summary>Null when the document is known by its id.</summary>
    public string? Document { get; init; }

    public string? DocumentId { get; init; }

    public string? OperationName { get; init; }

    /// <summary>An object of values by name.</summary>
    public JsonElement? Variables { get; init; }

    public JsonElement? Extensions { get; init; }

    public IReadOnlyDictionary<string, object?>? ContextData { get; init; }

    public IServiceProvider? Services { get; init; }

    /// <summary>Only a query may come: the request was a GET.</summary>
    public bool QueriesOnly { get; init; }
}

/// <summary>Puts a request together.</summary>
public sealed class OperationRequestBuilder
{
    private readonly Dictionary<string, object?> _state = new(StringComparer.Ordinal);
    private OperationRequest _request = new();

    public static OperationRequestBuilder New() => new();

    public OperationRequestBuilder SetDocument(string sourceText)
    {
        ArgumentException.ThrowIfNullOrEmpty(sourceText);
        return With(_request with { Document = sourceText });
    }

    public OperationRequestBuilder SetDocumentId(string? documentId) =>
        With(_request with { DocumentId = documentId });

    public OperationRequestBuilder SetOperationName(string? operationName) =>
        With(_request with { OperationName = operationName });

    /// <summary>The variables as a JSON object.</summary>
    public OperationRequestBuilder SetVariableValues(string variableValues)
    {
        using var document = JsonDocument.Parse(variableValues);
        return With(_request with { Variables = document.RootElement.Clone() });
    }

    public OperationRequestBuilder SetVariableValues(
        IReadOnlyDictionary<string, object?>? variableValues) => With(_request with
        {
            Variables = variableValues is null
                ? null
                : JsonSerializer.SerializeToElement(variableValues),
        });

    public OperationRequestBuilder SetGlobalState(string name, object? value)
    {
        _state[name] = value;
        return this;
    }

    public OperationRequestBuilder TryAddGlobalState(string name, object? value)
    {
        _state.TryAdd(name, value);
        return this;
    }

    public OperationRequestBuilder SetUser(ClaimsPrincipal user) =>
        SetGlobalState(nameof(ClaimsPrincipal), user);

    public OperationRequestBuilder SetServices(IServiceProvider? services) =>
        With(_request with { Services = services });

    public IOperationRequest Build() => _request with { ContextData = _state };

    internal static OperationRequestBuilder From(OperationRequest request) =>
        new() { _request = request };

    private OperationRequestBuilder With(OperationRequest request)
    {
        _request = request;
        return this;
    }
}

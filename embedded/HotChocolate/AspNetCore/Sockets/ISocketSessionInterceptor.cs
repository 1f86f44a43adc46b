using System.Security.Claims;
using System.Text.Json;
using HotChocolate.Execution;
using Microsoft.AspNetCore.Http;

namespace HotChocolate.AspNetCore;

/// <summary>One WebSocket connection.</summary>
public interface ISocketConnection
{
    HttpContext HttpContext { get; }

    IServiceProvider RequestServices { get; }

    CancellationToken RequestAborted { get; }

    IDictionary<string, object?> ContextData { get; }
}

/// <summary>What a client and a server say over one WebSocket.</summary>
public interface ISocketSession
{
    ISocketConnection Connection { get; }
}

/// <summary>What a client sent along with a message.</summary>
public interface IOperationMessagePayload
{
    /// <summary>The payload as an object; the default when there was none.</summary>
    T? As<T>()
        where T : class;
}

/// <summary>Whether a client may connect.</summary>
public sealed class ConnectionStatus
{
    private ConnectionStatus(
        bool accepted, string message, IReadOnlyDictionary<string, object?>? extensions)
    {
        Accepted = accepted;
        Message = message;
        Extensions = extensions;
    }

    public bool Accepted { get; }

    public string Message { get; }

    public IReadOnlyDictionary<string, object?>? Extensions { get; }

    public static ConnectionStatus Accept() => new(true, "Your connection was accepted.", null);

    public static ConnectionStatus Accept(IReadOnlyDictionary<string, object?> extensions) =>
        new(true, "Your connection was accepted.", extensions);

    public static ConnectionStatus Reject(string message) => new(false, message, null);

    public static ConnectionStatus Reject() => Reject("Your connection was rejected.");
}

/// <summary>Sees what happens on WebSocket connections.</summary>
public interface ISocketSessionInterceptor
{
    ValueTask<ConnectionStatus> OnConnectAsync(
        ISocketSession session,
        IOperationMessagePayload connectionInitMessage,
        CancellationToken cancellationToken = default);

    ValueTask OnRequestAsync(
        ISocketSession session,
        string operationSessionId,
        OperationRequestBuilder requestBuilder,
        CancellationToken cancellationToken = default);

    ValueTask OnCompleteAsync(
        ISocketSession session,
        string operationSessionId,
        CancellationToken cancellationToken = default);

    ValueTask OnCloseAsync(ISocketSession session, CancellationToken cancellationToken = default);
}

/// <summary>Lets everyone in, and adds the user to requests. Call it when overriding.</summary>
public class DefaultSocketSessionInterceptor : ISocketSessionInterceptor
{
    public virtual ValueTask<ConnectionStatus> OnConnectAsync(
        ISocketSession session,
        IOperationMessagePayload connectionInitMessage,
        CancellationToken cancellationToken = default) => new(ConnectionStatus.Accept());

    public virtual ValueTask OnRequestAsync(
        ISocketSession session,
        string operationSessionId,
        OperationRequestBuilder requestBuilder,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(requestBuilder);
        var context = session.Connection.HttpContext;
        requestBuilder.TryAddGlobalState(nameof(HttpContext), context);
        requestBuilder.TryAddGlobalState(nameof(ClaimsPrincipal), context.User);
        return default;
    }

    public virtual ValueTask OnCompleteAsync(
        ISocketSession session,
        string operationSessionId,
        CancellationToken cancellationToken = default) => default;

    public virtual ValueTask OnCloseAsync(
        ISocketSession session, CancellationToken cancellationToken = default) => default;
}

internal sealed class OperationMessagePayload(JsonElement? payload) : IOperationMessagePayload
{
    public T? As<T>()
        where T : class => payload is { ValueKind: not JsonValueKind.Null } given
            ? given.Deserialize<T>(JsonSerializerOptions.Web)
            : null;
}

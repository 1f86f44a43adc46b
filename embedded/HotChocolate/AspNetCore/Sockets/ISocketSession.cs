using System.Text.Json;
using HotChocolate.AspNetCore.Subscriptions.Protocols;
using Microsoft.AspNetCore.Http;

namespace HotChocolate.AspNetCore.Subscriptions;

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

/// <summary>Whether a client may connect.</summary>
public class ConnectionStatus
{
    private const string Rejected = "Your connection was rejected.";

    private ConnectionStatus(
        bool accepted, string? message, IReadOnlyDictionary<string, object?>? extensions)
    {
        Accepted = accepted;
        Message = message;
        Extensions = extensions;
    }

    public bool Accepted { get; }

    public string? Message { get; }

    public IReadOnlyDictionary<string, object?>? Extensions { get; }

    public static ConnectionStatus Accept() => new(true, null, null);

    public static ConnectionStatus Reject() => new(false, Rejected, null);

    public static ConnectionStatus Reject(string message) => Reject(message, null);

    public static ConnectionStatus Reject(IReadOnlyDictionary<string, object?> extensions) =>
        new(false, Rejected, extensions);

    public static ConnectionStatus Reject(
        string message, IReadOnlyDictionary<string, object?>? extensions)
    {
        ArgumentException.ThrowIfNullOrEmpty(message);
        return new(false, message, extensions);
    }
}

internal sealed class OperationMessagePayload(JsonElement? payload) : IOperationMessagePayload
{
    public JsonElement? Payload { get; } = payload;
}

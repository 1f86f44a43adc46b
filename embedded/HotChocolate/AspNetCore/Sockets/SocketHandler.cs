using Microsoft.AspNetCore.Http;

namespace HotChocolate.AspNetCore.Sockets;

/// <summary>Accepts WebSockets that speak graphql-transport-ws.</summary>
internal sealed class SocketHandler(Lazy<ServedSchema> served)
{
    public const string Protocol = "graphql-transport-ws";

    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(Protocol);
        await using var session = new SocketSession(served.Value, context, socket);
        await session.RunAsync();
    }
}

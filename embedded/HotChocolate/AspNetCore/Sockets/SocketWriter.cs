using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using HotChocolate.AspNetCore.Http;

namespace HotChocolate.AspNetCore.Sockets;

/// <summary>Sends messages, one at a time, from whatever thread they come.</summary>
/// <remarks>A slow client holds up those who send to it: nothing is queued beyond them.</remarks>
internal sealed class SocketWriter(WebSocket socket) : IDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public Task SendAsync(string type, CancellationToken cancellationToken) =>
        SendAsync(type, id: null, payload: null, cancellationToken);

    /// <summary>Sends a message. Says nothing on a connection that is closed.</summary>
    public async Task SendAsync(
        string type,
        string? id,
        Action<Utf8JsonWriter>? payload,
        CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (socket.State is not WebSocketState.Open)
            {
                return;
            }

            _buffer.ResetWrittenCount();
            ResponseWriter.Write(_buffer, writer => Write(writer, type, id, payload));
            await socket.SendAsync(
                _buffer.WrittenMemory,
                WebSocketMessageType.Text,
                endOfMessage: true,
                cancellationToken);
        }
        catch (WebSocketException)
        {
            // The client has gone; the reader notices it too and ends the session.
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Closes with a code of the protocol, and does not wait long.</summary>
    public async Task CloseAsync(int code, string reason, TimeProvider time)
    {
        using var timeout = new CancellationTokenSource(CloseTimeout, time);
        try
        {
            await _turn.WaitAsync(timeout.Token);
            try
            {
                if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                {
                    await socket.CloseOutputAsync(
                        (WebSocketCloseStatus)code, reason, timeout.Token);
                }
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            socket.Abort();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static void Write(
        Utf8JsonWriter writer, string type, string? id, Action<Utf8JsonWriter>? payload)
    {
        writer.WriteStartObject();
        if (id is not null)
        {
            writer.WriteString("id", id);
        }

        writer.WriteString("type", type);
        if (payload is not null)
        {
            writer.WritePropertyName("payload");
            payload(writer);
        }

        writer.WriteEndObject();
    }
}

using System.Buffers;
using System.Net.WebSockets;

namespace HotChocolate.AspNetCore.Sockets;

/// <summary>Puts messages together that come in pieces.</summary>
internal sealed class SocketReader(WebSocket socket, int sizeMax)
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>The next message; null when the client has closed.</summary>
    /// <exception cref="SocketFault">The message is too large, or no text.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        _buffer.ResetWrittenCount();
        while (true)
        {
            var read = await socket.ReceiveAsync(_buffer.GetMemory(4_096), cancellationToken);
            if (read.MessageType is WebSocketMessageType.Close)
            {
                return null;
            }

            _buffer.Advance(read.Count);
            if (_buffer.WrittenCount > sizeMax)
            {
                throw new SocketFault(1009, "The message is too large.");
            }

            if (read.EndOfMessage)
            {
                return read.MessageType is WebSocketMessageType.Text
                    ? _buffer.WrittenMemory
                    : throw new SocketFault(4400, "Invalid message.");
            }
        }
    }
}

/// <summary>The connection is to be closed, by a code of the protocol.</summary>
internal sealed class SocketFault(int code, string reason) : Exception(reason)
{
    public int Code { get; } = code;
}

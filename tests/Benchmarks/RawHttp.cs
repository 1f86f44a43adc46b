using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Krewe.Benchmarks;

/// <summary>One connection that sends requests and reads answers, and does nothing else: the
/// driver is to cost as little as it can beside the server.</summary>
internal sealed class RawHttp : IDisposable
{
    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    private static ReadOnlySpan<byte> LastChunk => "0\r\n\r\n"u8;

    private static ReadOnlySpan<byte> Length => "Content-Length: "u8;

    private readonly Socket _socket =
        new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private readonly byte[] _buffer = new byte[1 << 20];

    public Task ConnectAsync(Uri address) =>
        _socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(address.Host), address.Port));

    /// <summary>Sends a request, and reads its answer whole.</summary>
    /// <returns>The answer; overwritten by the next one.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> AskAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request);
        var length = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(length));
            if (read == 0)
            {
                throw new IOException("The server hung up.");
            }

            length += read;
            if (IsWhole(_buffer.AsSpan(0, length)))
            {
                return _buffer.AsMemory(0, length);
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf(HeadEnd);
        if (head < 0)
        {
            return false;
        }

        var at = answer[..head].IndexOf(Length);
        return at < 0
            ? answer.EndsWith(LastChunk)
            : Utf8Parser.TryParse(answer[(at + Length.Length)..head], out int length, out _)
                && answer.Length == head + HeadEnd.Length + length;
    }
}

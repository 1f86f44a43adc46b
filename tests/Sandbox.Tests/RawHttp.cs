using System.Net.Sockets;
using System.Text;

namespace Krewe.Sandbox.Tests;

/// <summary>A request as bytes, for what a client library would not send.</summary>
internal static class RawHttp
{
    public static async Task<string> SendAsync(Uri address, string line, params string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        var head = $"{line} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\n"
            + string.Concat(headers.Select(header => header + "\r\n"))
            + "\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}

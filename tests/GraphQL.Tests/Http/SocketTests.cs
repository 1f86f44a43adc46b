using System.Net.WebSockets;
using System.Text;
using HotChocolate.AspNetCore;
using HotChocolate.AspNetCore.Subscriptions;
using HotChocolate.AspNetCore.Subscriptions.Protocols;
using Krewe.GraphQL.Tests.Support;
using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.GraphQL.Tests.Http;

public sealed class SocketTests
{
    private const string Init = """{"type":"connection_init"}""";
    private const string Ack = """{"type":"connection_ack"}""";

    [Theory]
    [InlineData(4401, """{"type":"subscribe","id":"1","payload":{"query":"{__typename}"}}""")]
    [InlineData(4400, """{"type":"bogus"}""")]
    [InlineData(4400, """{"nope":1}""")]
    [InlineData(4400, "[]")]
    [InlineData(1011, "{")]
    [InlineData(4429, Init, Init)]
    [InlineData(4400, Init, """{"type":"subscribe","payload":{"query":"{__typename}"}}""")]
    [InlineData(4400, Init, """{"type":"subscribe","id":"1","payload":{}}""")]
    public async Task Client_that_breaks_the_protocol_is_sent_away(
        int code, params string[] messages)
    {
        await using var server = await CatalogServer.StartAsync();
        using var socket = await ConnectAsync(server);

        await SendAsync(socket, messages);

        var said = await ReadAsync(socket);
        Assert.Equal($"closed {code}", said[^1]);
    }

    [Fact]
    public async Task Id_that_is_in_use_is_refused()
    {
        await using var server = await CatalogServer.StartAsync();
        using var socket = await ConnectAsync(server);
        const string Listen =
            """{"type":"subscribe","id":"1","payload":{"query":"subscription { """
                + """segmentChanged { name } }"}}""";

        await SendAsync(socket, Init, Listen, Listen);

        Assert.Equal([Ack, "closed 4409"], await ReadAsync(socket));
    }

    [Fact]
    public async Task Operations_answer_under_their_ids()
    {
        await using var server = await CatalogServer.StartAsync();
        using var socket = await ConnectAsync(server);

        await SendAsync(
            socket,
            Init,
            """{"type":"ping"}""",
            """{"type":"subscribe","id":"s","payload":{"query":"subscription { """
                + """count(to: 2) }"}}""");

        Assert.Equal(
            [
                Ack,
                """{"type":"pong"}""",
                """{"id":"s","type":"next","payload":{"data":{"count":1}}}""",
                """{"id":"s","type":"next","payload":{"data":{"count":2}}}""",
                """{"id":"s","type":"complete"}""",
            ],
            await ReadAsync(socket, 5));
    }

    [Fact]
    public async Task Document_that_is_wrong_is_an_error_of_its_id()
    {
        await using var server = await CatalogServer.StartAsync();
        using var socket = await ConnectAsync(server);

        await SendAsync(
            socket, Init, """{"type":"subscribe","id":"e","payload":{"query":"{ nope }"}}""");

        var said = await ReadAsync(socket, 2);
        Assert.StartsWith(
            """{"id":"e","type":"error","payload":[{"message":""",
            said[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_that_does_not_introduce_himself_in_time_is_sent_away()
    {
        var time = new ManualTimeProvider();
        await using var server = await CatalogServer.StartAsync(
            builder => builder.Services.AddSingleton<TimeProvider>(time));
        using var socket = await ConnectAsync(server);
        await SendAsync(socket, """{"type":"ping"}""");
        Assert.Equal(["""{"type":"pong"}"""], await ReadAsync(socket, 1));

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(["closed 4408"], await ReadAsync(socket));
    }

    [Fact]
    public async Task Interceptor_may_refuse_a_client()
    {
        await using var server = await CatalogServer.StartAsync(builder => builder.Services
            .AddGraphQLServer(disableDefaultSecurity: true)
            .AddSocketSessionInterceptor<Doorkeeper>());
        using var socket = await ConnectAsync(server);

        await SendAsync(socket, """{"type":"connection_init","payload":{"token":"wrong"}}""");

        Assert.Equal(["closed 4401"], await ReadAsync(socket));
    }

    private static async Task<ClientWebSocket> ConnectAsync(CatalogServer server)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(server.Socket, CancellationToken.None);
        return socket;
    }

    private static async Task SendAsync(ClientWebSocket socket, params string[] messages)
    {
        foreach (var message in messages)
        {
            await socket.SendAsync(
                Encoding.UTF8.GetBytes(message).AsMemory(),
                WebSocketMessageType.Text,
                endOfMessage: true,
                CancellationToken.None);
        }
    }

    /// <summary>What the server says, until it closes or has said enough.</summary>
    private static async Task<List<string>> ReadAsync(
        ClientWebSocket socket, int count = int.MaxValue)
    {
        var (said, buffer) = (new List<string>(), new byte[64 * 1024]);
        while (said.Count < count)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            if (read.MessageType is WebSocketMessageType.Close)
            {
                said.Add($"closed {(int)socket.CloseStatus!}");
                break;
            }

            said.Add(Encoding.UTF8.GetString(buffer.AsSpan(0, read.Count)));
        }

        return said;
    }

    public sealed class Doorkeeper : DefaultSocketSessionInterceptor
    {
        public override ValueTask<ConnectionStatus> OnConnectAsync(
            ISocketSession session,
            IOperationMessagePayload connectionInitMessage,
            CancellationToken cancellationToken = default)
        {
            var token = connectionInitMessage.Payload?.GetProperty("token").GetString();
            return new(token == "right" ? ConnectionStatus.Accept() : ConnectionStatus.Reject());
        }
    }
}

using System.Net.WebSockets;
using System.Text.Json;
using HotChocolate.AspNetCore.Http;
using HotChocolate.AspNetCore.Subscriptions;
using HotChocolate.Execution;
using Microsoft.AspNetCore.Http;

namespace HotChocolate.AspNetCore.Sockets;

/// <summary>One client over one WebSocket, by the protocol graphql-transport-ws.</summary>
/// <remarks>
/// <para>One loop reads; operations run beside it and send through one writer. Everything of a
/// connection ends with it.</para>
/// <para>Errors: what breaks the protocol closes with its code: 4400 a bad message, 4401 not
/// introduced or refused, 4408 introduced too late, 4409 an id twice, 4429 introduced twice,
/// 1011 no JSON.</para>
/// </remarks>
internal sealed class SocketSession : ISocketSession, ISocketConnection, IAsyncDisposable
{
    private const int OperationsMax = 1_000;
    private const int MessageSizeMax = 1024 * 1024;

    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _ended;
    private readonly SocketOperations _operations;
    private readonly SocketWriter _writer;
    private readonly SocketReader _reader;
    private readonly ServedSchema _served;
    private readonly TimeProvider _time;
    private bool _isAcknowledged;
    private bool _isIntroduced;

    public SocketSession(ServedSchema served, HttpContext context, WebSocket socket)
    {
        _served = served;
        _time = served.Executor.Parts.Time;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        _writer = new(socket);
        _reader = new(socket, Math.Min(served.RequestSizeMax, MessageSizeMax));
        _operations = new(this, served, _writer, OperationsMax, _ended.Token);
        HttpContext = context;
    }

    public HttpContext HttpContext { get; }

    public IServiceProvider RequestServices => HttpContext.RequestServices;

    public CancellationToken RequestAborted => _ended.Token;

    public IDictionary<string, object?> ContextData { get; } =
        new Dictionary<string, object?>(StringComparer.Ordinal);

    public ISocketConnection Connection => this;

    public async Task RunAsync()
    {
        var watch = WatchAsync();
        try
        {
            await ReadAsync();
            await _writer.CloseAsync(1000, "", _time);
        }
        catch (SocketFault fault)
        {
            await _writer.CloseAsync(fault.Code, fault.Message, _time);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The client has gone, or the host stops.
        }
        finally
        {
            await _ended.CancelAsync();
            await watch;
            foreach (var interceptor in _served.SocketInterceptors)
            {
                await interceptor.OnCloseAsync(this, CancellationToken.None);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        try
        {
            await _operations.EndAsync().WaitAsync(EndTimeout, _time);
        }
        catch (TimeoutException)
        {
            // Somebody's events do not listen to their token: they end when they end.
            return;
        }

        _writer.Dispose();
        _ended.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _reader.ReadAsync(_ended.Token) is { } message)
        {
            JsonDocument document;
            try
            {
                document = JsonDocument.Parse(message);
            }
            catch (JsonException)
            {
                throw new SocketFault(1011, "Unexpected Error");
            }

            using (document)
            {
                await HandleAsync(document.RootElement);
            }
        }
    }

    private async ValueTask HandleAsync(JsonElement message)
    {
        var type = message.ValueKind is JsonValueKind.Object
            && message.TryGetProperty("type", out var given)
            && given.ValueKind is JsonValueKind.String
                ? given.GetString()
                : throw Invalid();
        JsonElement? payload = message.TryGetProperty("payload", out var sent) ? sent : null;
        switch (type)
        {
            case "connection_init":
                await IntroduceAsync(payload);
                break;
            case "ping":
                await _writer.SendAsync("pong", _ended.Token);
                break;
            case "pong":
                break;
            case "subscribe":
                Subscribe(message, payload);
                break;
            case "complete":
                _operations.Complete(IdOf(message));
                break;
            default:
                throw Invalid();
        }
    }

    private async ValueTask IntroduceAsync(JsonElement? payload)
    {
        if (_isIntroduced)
        {
            throw new SocketFault(4429, "Too many initialisation requests.");
        }

        _isIntroduced = true;
        foreach (var interceptor in _served.SocketInterceptors)
        {
            var status = await interceptor.OnConnectAsync(
                this, new OperationMessagePayload(payload), _ended.Token);
            if (!status.Accepted)
            {
                throw new SocketFault(4401, "Connection refused.");
            }
        }

        _isAcknowledged = true;
        await _writer.SendAsync("connection_ack", _ended.Token);
    }

    private void Subscribe(JsonElement message, JsonElement? payload)
    {
        if (!_isAcknowledged)
        {
            throw new SocketFault(4401, "Unauthorized");
        }

        var id = IdOf(message);
        if (payload is not { ValueKind: JsonValueKind.Object } asked)
        {
            throw Invalid();
        }

        OperationRequest request;
        try
        {
            // The message ends with this call; the request goes on.
            request = RequestReader.Read(asked.Clone());
        }
        catch (RequestFault)
        {
            throw Invalid();
        }

        _operations.Start(id, request);
    }

    // Whoever does not introduce himself is sent away; the others are asked from time to time
    // whether they are there.
    private async Task WatchAsync()
    {
        var options = _served.Options.Sockets;
        try
        {
            await Task.Delay(options.ConnectionInitializationTimeout, _time, _ended.Token);
            if (!_isIntroduced)
            {
                await _writer.CloseAsync(4408, "Connection initialization timeout.", _time);
                return;
            }

            while (options.KeepAliveInterval is { } interval)
            {
                await Task.Delay(interval, _time, _ended.Token);
                await _writer.SendAsync("ping", _ended.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The session has ended.
        }
    }

    private static string IdOf(JsonElement message) =>
        message.TryGetProperty("id", out var id)
        && id.ValueKind is JsonValueKind.String
        && id.GetString() is { Length: > 0 } text
            ? text
            : throw Invalid();

    private static SocketFault Invalid() => new(4400, "Invalid message.");
}

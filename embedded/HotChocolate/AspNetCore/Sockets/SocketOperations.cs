using HotChocolate.Execution;
using HotChocolate.Execution.Results;

namespace HotChocolate.AspNetCore.Sockets;

/// <summary>The operations that run on one WebSocket, by the ids that the client gave.</summary>
internal sealed class SocketOperations(
    SocketSession session,
    ServedSchema served,
    SocketWriter writer,
    int countMax,
    CancellationToken ended)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CancellationTokenSource> _running =
        new(StringComparer.Ordinal);

    private readonly HashSet<Task> _tasks = [];

    /// <exception cref="SocketFault">The id is taken, or there are too many.</exception>
    public void Start(string id, OperationRequest request)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(ended);
        lock (_gate)
        {
            if (_running.Count >= countMax)
            {
                stop.Dispose();
                throw new SocketFault(4400, "Too many operations.");
            }

            if (!_running.TryAdd(id, stop))
            {
                stop.Dispose();
                throw new SocketFault(4409, "The subscription id is not unique.");
            }

            var task = RunAsync(id, request, stop);
            if (!task.IsCompleted)
            {
                _tasks.Add(task);
                _ = task.ContinueWith(Forget, TaskScheduler.Default);
            }
        }
    }

    /// <summary>The client wants no more of it: nothing is sent after this.</summary>
    public void Complete(string id)
    {
        CancellationTokenSource? stop;
        lock (_gate)
        {
            _running.Remove(id, out stop);
        }

        stop?.Cancel();
    }

    /// <summary>Waits for what still runs; its token is signaled.</summary>
    public Task EndAsync()
    {
        lock (_gate)
        {
            return Task.WhenAll([.. _tasks]);
        }
    }

    private async Task RunAsync(string id, OperationRequest request, CancellationTokenSource stop)
    {
        await Task.Yield();
        try
        {
            await ExecuteAsync(id, request, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The client or the connection ended it.
        }
        catch (Exception fault)
        {
            await FailAsync(id, fault);
        }
        finally
        {
            Remove(id, stop);
            stop.Dispose();
        }
    }

    private async Task FailAsync(string id, Exception fault)
    {
        var errors = fault is GraphQLException known
            ? known.Errors
            : [ErrorBuilder.FromException(fault).Build()];
        var result = served.Executor.Filter(new([.. errors]));
        try
        {
            await SendAsync(id, result, ended);
        }
        catch (OperationCanceledException)
        {
            // The connection has ended.
        }
    }

    private async Task ExecuteAsync(
        string id, OperationRequest request, CancellationToken cancellationToken)
    {
        var builder = OperationRequestBuilder.From(request);
        foreach (var interceptor in served.SocketInterceptors)
        {
            await interceptor.OnRequestAsync(session, id, builder, cancellationToken);
        }

        // Operations of one connection run side by side: each gets services of its own.
        builder.SetServices(null);
        await using var result = await served.Executor.ExecuteAsync(
            builder.Build(), cancellationToken);
        if (result is OperationResult single)
        {
            await SendAsync(id, single, cancellationToken);
        }
        else
        {
            await foreach (var next in result.ExpectResponseStream().ReadResultsAsync()
                .WithCancellation(cancellationToken))
            {
                await using (next)
                {
                    await SendNextAsync(id, next, cancellationToken);
                }
            }

            await writer.SendAsync("complete", id, payload: null, cancellationToken);
        }

        foreach (var interceptor in served.SocketInterceptors)
        {
            await interceptor.OnCompleteAsync(session, id, cancellationToken);
        }
    }

    private async Task SendAsync(
        string id, OperationResult result, CancellationToken cancellationToken)
    {
        if (result.Data is null)
        {
            await writer.SendAsync(
                "error",
                id,
                json => ResultWriter.WriteErrors(json, result.Errors),
                cancellationToken);
            return;
        }

        await SendNextAsync(id, result, cancellationToken);
        await writer.SendAsync("complete", id, payload: null, cancellationToken);
    }

    private Task SendNextAsync(
        string id, OperationResult result, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return writer.SendAsync(
            "next", id, json => ResultWriter.Write(json, result), cancellationToken);
    }

    private void Remove(string id, CancellationTokenSource stop)
    {
        lock (_gate)
        {
            // The id may be in use again by now.
            if (_running.TryGetValue(id, out var running) && ReferenceEquals(running, stop))
            {
                _running.Remove(id);
            }
        }
    }

    private void Forget(Task task)
    {
        lock (_gate)
        {
            _tasks.Remove(task);
        }
    }
}

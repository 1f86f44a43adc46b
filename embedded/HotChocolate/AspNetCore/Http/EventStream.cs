using System.Buffers;
using HotChocolate.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace HotChocolate.AspNetCore.Http;

/// <summary>Writes responses as events: one "next" for each, and "complete" at the end.</summary>
internal static class EventStream
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(12);

    public static async Task WriteAsync(
        HttpContext context, IAsyncEnumerable<OperationResult> results)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.BodyWriter.FlushAsync(context.RequestAborted);
        try
        {
            await WriteEventsAsync(context, results);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: there is nobody to tell.
        }
    }

    private static async Task WriteEventsAsync(
        HttpContext context, IAsyncEnumerable<OperationResult> results)
    {
        var output = context.Response.BodyWriter;
        var time = context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        await using var events = results.GetAsyncEnumerator(context.RequestAborted);
        var next = events.MoveNextAsync().AsTask();
        try
        {
            while (await WaitAsync(next, output, time, context.RequestAborted))
            {
                await using (var result = events.Current)
                {
                    output.Write("event: next\ndata: "u8);
                    ResponseWriter.Write(output, result);
                    output.Write("\n\n"u8);
                }

                await output.FlushAsync(context.RequestAborted);
                next = events.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // The events may only be let go when nothing waits for the next one.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        output.Write("event: complete\ndata: \n\n"u8);
        await output.FlushAsync(context.RequestAborted);
    }

    // A line of nothing from time to time, so that nobody on the way takes it for dead.
    private static async Task<bool> WaitAsync(
        Task<bool> next,
        System.IO.Pipelines.PipeWriter output,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await next.WaitAsync(KeepAlive, time, cancellationToken);
            }
            catch (TimeoutException) when (!next.IsCompleted)
            {
                output.Write(":\n\n"u8);
                await output.FlushAsync(cancellationToken);
            }
        }
    }
}

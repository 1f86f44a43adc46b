using System.Text.Json;
using HotChocolate.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace HotChocolate.AspNetCore.Http;

/// <summary>Answers GraphQL over HTTP.</summary>
internal sealed class HttpHandler(Lazy<ServedSchema> served)
{
    public Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.RouteValues.TryGetValue("slug", out var slug) && slug is not null)
        {
            return NotFoundAsync(context);
        }

        if (HttpMethods.IsPost(request.Method) && IsJson(request.ContentType))
        {
            return HandlePostAsync(context);
        }

        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            ? HandleGetAsync(context)
            : NotFoundAsync(context);
    }

    public Task SendSchemaAsync(HttpContext context) => served.Value.Options.EnableSchemaRequests
        ? SchemaResponse.WriteAsync(context, served.Value.Executor.Schema)
        : NotFoundAsync(context);

    private Task HandleGetAsync(HttpContext context)
    {
        if (context.Request.Query.ContainsKey("sdl"))
        {
            return SendSchemaAsync(context);
        }

        return served.Value.Options.EnableGetRequests
            ? HandleAsync(context, () => new(RequestReader.Read(context.Request.Query) with
            {
                QueriesOnly =
                    served.Value.Options.AllowedGetOperations is AllowedGetOperations.Query,
            }))
            : NotFoundAsync(context);
    }

    private async Task HandlePostAsync(HttpContext context)
    {
        JsonDocument? body = null;
        try
        {
            await HandleAsync(context, async () =>
            {
                body = await RequestReader.ReadBodyAsync(
                    context.Request, served.Value.RequestSizeMax, context.RequestAborted);
                return RequestReader.Read(body.RootElement);
            });
        }
        finally
        {
            body?.Dispose();
        }
    }

    private async Task HandleAsync(HttpContext context, Func<ValueTask<OperationRequest>> read)
    {
        var format = AcceptHeader.Choose(context.Request.Headers.Accept);
        if (format is ResponseFormat.Unreadable or ResponseFormat.Unsupported)
        {
            await RefuseAcceptAsync(context, format);
            return;
        }

        OperationRequest request;
        try
        {
            request = await read();
        }
        catch (RequestFault fault)
        {
            await ResponseWriter.WriteAsync(
                context,
                new OperationResult(fault.ToError()),
                format,
                StatusCodes.Status400BadRequest);
            return;
        }

        await using var result = await ExecuteAsync(context, request);
        await WriteAsync(context, result, format);
    }

    private async Task<IExecutionResult> ExecuteAsync(
        HttpContext context, OperationRequest request)
    {
        try
        {
            var builder = await served.Value.InterceptAsync(context, request);
            return await served.Value.Executor.ExecuteAsync(
                builder.Build(), context.RequestAborted);
        }
        catch (GraphQLException refusal)
        {
            // An interceptor said no.
            return new OperationResult([.. refusal.Errors])
            {
                HttpStatus = StatusCodes.Status400BadRequest,
            };
        }
    }

    private static Task WriteAsync(
        HttpContext context, IExecutionResult result, ResponseFormat format)
    {
        if (result is OperationResult single)
        {
            return ResponseWriter.WriteAsync(context, single, format, status: null);
        }

        return AcceptHeader.TakesEventStream(context.Request.Headers)
            ? EventStream.WriteAsync(context, result.ExpectResponseStream().ReadResultsAsync())
            : RefuseAcceptAsync(context, ResponseFormat.Unsupported);
    }

    private static Task RefuseAcceptAsync(HttpContext context, ResponseFormat format)
    {
        var (message, code, status) = format is ResponseFormat.Unreadable
            ? ("The `Accept` header cannot be read.",
                ErrorCodes.AcceptInvalid,
                StatusCodes.Status400BadRequest)
            : ("None of the `Accept` header values is supported.",
                ErrorCodes.AcceptUnsupported,
                StatusCodes.Status406NotAcceptable);
        var error = ErrorBuilder.New().SetMessage(message).SetCode(code).Build();
        return ResponseWriter.WriteAsync(context, new(error), ResponseFormat.GraphQL, status);
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue
            || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}

using HotChocolate.Execution;
using HotChocolate.Hosting;
using Microsoft.AspNetCore.Http;

namespace HotChocolate.AspNetCore;

/// <summary>A schema as one endpoint serves it.</summary>
internal sealed class ServedSchema
{
    private readonly IReadOnlyList<IHttpRequestInterceptor> _interceptors;

    public ServedSchema(
        RequestExecutor executor,
        ExecutorConfiguration configuration,
        GraphQLServerOptions options,
        IServiceProvider services)
    {
        Executor = executor;
        Options = options;
        RequestSizeMax = configuration.RequestSizeMax;
        _interceptors = configuration.HttpInterceptors.Count == 0
            ? [new DefaultHttpRequestInterceptor()]
            : [.. configuration.HttpInterceptors.Select(make => make(services))];
        SocketInterceptors = configuration.SocketInterceptors.Count == 0
            ? [new DefaultSocketSessionInterceptor()]
            : [.. configuration.SocketInterceptors.Select(make => make(services))];
    }

    public RequestExecutor Executor { get; }

    public GraphQLServerOptions Options { get; }

    /// <summary>In bytes.</summary>
    public int RequestSizeMax { get; }

    public IReadOnlyList<ISocketSessionInterceptor> SocketInterceptors { get; }

    /// <summary>The request with what the interceptors add.</summary>
    public async ValueTask<OperationRequestBuilder> InterceptAsync(
        HttpContext context, OperationRequest request)
    {
        var builder = OperationRequestBuilder.From(request);
        foreach (var interceptor in _interceptors)
        {
            await interceptor.OnCreateAsync(context, Executor, builder, context.RequestAborted);
        }

        return builder;
    }
}

using HotChocolate.AspNetCore;
using HotChocolate.Building;
using HotChocolate.CostAnalysis;
using HotChocolate.Execution;
using HotChocolate.Execution.Configuration;
using HotChocolate.Execution.Options;
using HotChocolate.Language;

namespace HotChocolate.Hosting;

/// <summary>All that a host has asked of one schema.</summary>
internal sealed class ExecutorConfiguration(string name)
{
    public SchemaConfiguration Schema { get; } = new(name);

    public RequestExecutorOptions Execution { get; } = new();

    public RequestParserOptions Parser { get; } = new();

    public CostOptions Costs { get; } = new();

    public GraphQLServerOptions Server { get; } = new();

    public ValidationSettings Validation { get; } = new();

    public List<Func<IServiceProvider, IErrorFilter>> ErrorFilters { get; } = [];

    public List<Func<IServiceProvider, IHttpRequestInterceptor>> HttpInterceptors { get; } = [];

    public List<Func<IServiceProvider, ISocketSessionInterceptor>> SocketInterceptors { get; } =
        [];

    public bool HasPersistedDocuments { get; set; }

    public HashFormat HashFormat { get; set; } = HashFormat.Base64;

    /// <summary>In bytes.</summary>
    public int RequestSizeMax { get; set; } = 20 * 1000 * 1024;

    public static ExecutorConfiguration Of(IRequestExecutorBuilder builder) =>
        ((RequestExecutorBuilder)builder).Configuration;
}

/// <summary>What is refused beyond the specification.</summary>
internal sealed class ValidationSettings
{
    /// <summary>Null: by the environment of the host.</summary>
    public bool? AllowIntrospection { get; set; }

    /// <summary>Null: no limit.</summary>
    public int? DepthMax { get; set; }

    public bool SkipIntrospectionDepth { get; set; }

    /// <summary>Introspection and cycles are bounded outside of Development.</summary>
    public bool IsSecure { get; set; }
}

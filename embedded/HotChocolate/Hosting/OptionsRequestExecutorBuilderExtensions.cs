using HotChocolate;
using HotChocolate.AspNetCore;
using HotChocolate.CostAnalysis;
using HotChocolate.Execution;
using HotChocolate.Execution.Configuration;
using HotChocolate.Execution.Options;
using HotChocolate.Hosting;
using HotChocolate.Language;
using HotChocolate.Subscriptions;
using HotChocolate.Types.Pagination;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>How the requests of a schema are executed.</summary>
public static class OptionsRequestExecutorBuilderExtensions
{
    public static IRequestExecutorBuilder ModifyOptions(
        this IRequestExecutorBuilder builder, Action<SchemaOptions> configure) =>
        builder.Change(configuration => configure(configuration.Schema.Options));

    public static IRequestExecutorBuilder ModifyRequestOptions(
        this IRequestExecutorBuilder builder, Action<RequestExecutorOptions> configure) =>
        builder.Change(configuration => configure(configuration.Execution));

    public static IRequestExecutorBuilder ModifyPagingOptions(
        this IRequestExecutorBuilder builder, Action<PagingOptions> configure) =>
        builder.Change(configuration => configure(configuration.Schema.Paging));

    public static IRequestExecutorBuilder ModifyCostOptions(
        this IRequestExecutorBuilder builder, Action<CostOptions> configure) =>
        builder.Change(configuration => configure(configuration.Costs));

    public static IRequestExecutorBuilder ModifyServerOptions(
        this IRequestExecutorBuilder builder, Action<GraphQLServerOptions> configure) =>
        builder.Change(configuration => configure(configuration.Server));

    public static IRequestExecutorBuilder ModifyParserOptions(
        this IRequestExecutorBuilder builder, Action<RequestParserOptions> configure) =>
        builder.Change(configuration => configure(configuration.Parser));

    /// <summary>Refuses operations that cost too much.</summary>
    public static IRequestExecutorBuilder AddCostAnalyzer(this IRequestExecutorBuilder builder) =>
        builder.Change(configuration => configuration.Costs.IsEnabled = true);

    /// <summary>Refuses operations whose fields lie too deep below each other.</summary>
    public static IRequestExecutorBuilder AddMaxExecutionDepthRule(
        this IRequestExecutorBuilder builder,
        int maxAllowedExecutionDepth,
        bool skipIntrospectionFields = false,
        bool allowRequestOverrides = false)
    {
        if (allowRequestOverrides)
        {
            throw new NotSupportedException("Requests cannot set a depth of their own here.");
        }

        return builder.Change(configuration =>
        {
            configuration.Validation.DepthMax = maxAllowedExecutionDepth;
            configuration.Validation.SkipIntrospectionDepth = skipIntrospectionFields;
        });
    }

    public static IRequestExecutorBuilder DisableIntrospection(
        this IRequestExecutorBuilder builder, bool disable = true) =>
        builder.Change(configuration => configuration.Validation.AllowIntrospection = !disable);

    public static IRequestExecutorBuilder AddErrorFilter<T>(this IRequestExecutorBuilder builder)
        where T : class, IErrorFilter => builder.Change(configuration =>
            configuration.ErrorFilters.Add(ActivatorUtilities.GetServiceOrCreateInstance<T>));

    public static IRequestExecutorBuilder AddErrorFilter(
        this IRequestExecutorBuilder builder, Func<IError, IError> errorFilter) =>
        builder.Change(configuration =>
            configuration.ErrorFilters.Add(_ => new DelegateErrorFilter(errorFilter)));

    /// <summary>Makes a singleton of the host known to error filters and interceptors.</summary>
    public static IRequestExecutorBuilder AddApplicationService<T>(
        this IRequestExecutorBuilder builder)
        where T : class => builder.Change(_ => { });

    /// <summary>Lets [Authorize] ask the policies of ASP.NET Core.</summary>
    public static IRequestExecutorBuilder AddAuthorization(this IRequestExecutorBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddAuthorization();
        return builder;
    }

    /// <summary>Topics within this process.</summary>
    public static IRequestExecutorBuilder AddInMemorySubscriptions(
        this IRequestExecutorBuilder builder, SubscriptionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(new InMemoryTopics(options ?? new()));
        builder.Services.TryAddSingleton<ITopicEventSender>(
            services => services.GetRequiredService<InMemoryTopics>());
        builder.Services.TryAddSingleton<ITopicEventReceiver>(
            services => services.GetRequiredService<InMemoryTopics>());
        return builder;
    }

    public static IRequestExecutorBuilder AddHttpRequestInterceptor<T>(
        this IRequestExecutorBuilder builder)
        where T : class, IHttpRequestInterceptor => builder.Change(configuration =>
            configuration.HttpInterceptors.Add(ActivatorUtilities.GetServiceOrCreateInstance<T>));

    public static IRequestExecutorBuilder AddHttpRequestInterceptor(
        this IRequestExecutorBuilder builder, HttpRequestInterceptorDelegate interceptor) =>
        builder.Change(configuration => configuration.HttpInterceptors.Add(
            _ => new DelegateHttpRequestInterceptor(interceptor)));

    public static IRequestExecutorBuilder AddSocketSessionInterceptor<T>(
        this IRequestExecutorBuilder builder)
        where T : class, ISocketSessionInterceptor => builder.Change(configuration =>
            configuration.SocketInterceptors.Add(
                ActivatorUtilities.GetServiceOrCreateInstance<T>));

    /// <summary>Documents that were sent once may be sent by their hash.</summary>
    public static IRequestExecutorBuilder UseAutomaticPersistedOperationPipeline(
        this IRequestExecutorBuilder builder) =>
        builder.Change(configuration => configuration.HasPersistedDocuments = true);

    /// <summary>Keeps documents in the host's memory cache.</summary>
    public static IRequestExecutorBuilder AddInMemoryOperationDocumentStorage(
        this IRequestExecutorBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder;
    }

    public static IRequestExecutorBuilder AddSha256DocumentHashProvider(
        this IRequestExecutorBuilder builder, HashFormat format = HashFormat.Base64) =>
        builder.Change(configuration => configuration.HashFormat = format);

    private static IRequestExecutorBuilder Change(
        this IRequestExecutorBuilder builder, Action<ExecutorConfiguration> change)
    {
        ArgumentNullException.ThrowIfNull(builder);
        change(ExecutorConfiguration.Of(builder));
        return builder;
    }
}

using Krewe.Grains.Activation.Platforms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Refit;

namespace Krewe.Grains.Activation.Meta;

/// <summary>Registers Meta among the platforms.</summary>
public static class MetaServiceCollectionExtensions
{
    // A refused answer is a few hundred characters; a gateway's page may be anything.
    private const int FaultCharactersMax = 64 * 1024;

    // A held connection would miss a change of Meta's addresses.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Adds Meta, set up by the section <c>Platforms:Meta</c>.</summary>
    public static IServiceCollection AddMetaPlatform(
        this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<MetaOptions>()
            .Bind(configuration.GetSection(MetaOptions.Section))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<MetaOptions>, MetaOptionsValidator>();
        AddClient(services);
        services.AddSingleton<IAudiencePlatform, MetaPlatform>();
        services.TryAddSingleton<IAudiencePlatforms, AudiencePlatforms>();
        return services;
    }

    private static void AddClient(IServiceCollection services) => services
        .AddRefitClient<IMetaApi>(Settings())
        .ConfigureHttpClient((provider, http) =>
        {
            var options = provider.GetRequiredService<IOptions<MetaOptions>>().Value;
            http.BaseAddress = options.BaseAddress;
            http.Timeout = options.Timeout;
        })
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            // A redirect is never part of the API, and following one could lose the method.
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = ConnectionLifetime,
        })
        .AddHttpMessageHandler(() => new WholeAnswerHandler())
        // The platform keeps its client for the life of the process.
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        // The factory's own loggers print addresses and headers; the platform logs outcomes.
        .RemoveAllLoggers();

    /// <summary>How messages are written and read.</summary>
    internal static RefitSettings Settings() =>
        new(new SystemTextJsonContentSerializer(MetaJson.Default.Options))
        {
            MaxExceptionContentLength = FaultCharactersMax,
        };
}

using HotChocolate.Language;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Krewe.GraphQL.Host;

/// <summary>A host with a schema that uses everything the engine has.</summary>
public static class CatalogHost
{
    public static WebApplication Build(
        string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.Environment.EnvironmentName = Environments.Development;
        AddCatalog(builder.Services);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseWebSockets();
        app.MapGraphQL();
        return app;
    }

    public static void AddCatalog(IServiceCollection services)
    {
        services.AddMemoryCache();
        services.AddSingleton<Catalog>();
        services.AddDataLoader<DataSourceByIdDataLoader>();
        services.AddGraphQLServer(disableDefaultSecurity: true)
            .AddQueryType()
            .AddMutationType()
            .AddSubscriptionType()
            .AddTypeExtension<CatalogQueries>()
            .AddTypeExtension<ProfileFields>()
            .AddTypeExtension<SegmentFields>()
            .AddTypeExtension<CatalogMutations>()
            .AddTypeExtension<CatalogSubscriptions>()
            .AddType<CrmSource>()
            .AddType<CookieSource>()
            .AddType<Campaign>()
            .AddGlobalObjectIdentification()
            .AddMutationConventions()
            .AddErrorInterfaceType<IUserError>()
            .AddAuthorization()
            .AddInMemorySubscriptions()
            .UseAutomaticPersistedOperationPipeline()
            .AddInMemoryOperationDocumentStorage()
            .AddSha256DocumentHashProvider(HashFormat.Hex);
    }
}

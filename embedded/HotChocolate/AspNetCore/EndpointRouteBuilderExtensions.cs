using HotChocolate;
using HotChocolate.AspNetCore;
using HotChocolate.AspNetCore.Http;
using HotChocolate.AspNetCore.Sockets;
using HotChocolate.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

public static class EndpointRouteBuilderExtensions
{
    /// <summary>Serves a schema: POST, GET, WebSocket and, by <c>?sdl</c>, its text.</summary>
    public static GraphQLEndpointConventionBuilder MapGraphQL(
        this IEndpointRouteBuilder endpointRouteBuilder,
        string path = "/graphql",
        string? schemaName = null) =>
        endpointRouteBuilder.Map(
            $"{path.TrimEnd('/')}/{{**slug}}",
            schemaName,
            (handler, sockets) => context => context.WebSockets.IsWebSocketRequest
                ? sockets.HandleAsync(context)
                : handler.HandleAsync(context));

    /// <summary>Serves a schema by POST and GET alone.</summary>
    public static GraphQLEndpointConventionBuilder MapGraphQLHttp(
        this IEndpointRouteBuilder endpointRouteBuilder,
        string pattern = "/graphql",
        string? schemaName = null) =>
        endpointRouteBuilder.Map(pattern, schemaName, (handler, _) => handler.HandleAsync);

    /// <summary>Serves a schema by WebSocket alone.</summary>
    public static GraphQLEndpointConventionBuilder MapGraphQLWebSocket(
        this IEndpointRouteBuilder endpointRouteBuilder,
        string pattern = "/graphql/ws",
        string? schemaName = null) =>
        endpointRouteBuilder.Map(pattern, schemaName, (_, sockets) => sockets.HandleAsync);

    /// <summary>Serves the text of a schema.</summary>
    public static GraphQLEndpointConventionBuilder MapGraphQLSchema(
        this IEndpointRouteBuilder endpointRouteBuilder,
        string pattern = "/graphql/sdl",
        string? schemaName = null) =>
        endpointRouteBuilder.Map(pattern, schemaName, (handler, _) => handler.SendSchemaAsync);

    private static GraphQLEndpointConventionBuilder Map(
        this IEndpointRouteBuilder routes,
        string pattern,
        string? schemaName,
        Func<HttpHandler, SocketHandler, RequestDelegate> choose)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var catalog = routes.ServiceProvider.GetRequiredService<ExecutorCatalog>();
        var name = schemaName ?? ISchemaDefinition.DefaultName;
        var configuration = catalog.ConfigurationOf(name);
        var options = configuration.Server.Copy();
        var executor = new Lazy<ServedSchema>(() => new(
            catalog.Get(name), configuration, options, routes.ServiceProvider));
        var handle = choose(new(executor), new(executor));
        return new(routes.Map(pattern, handle), options);
    }
}

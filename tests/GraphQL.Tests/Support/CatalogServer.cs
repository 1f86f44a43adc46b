using System.Net.Http.Headers;
using System.Text;
using Krewe.GraphQL.Host;
using Microsoft.AspNetCore.Builder;

namespace Krewe.GraphQL.Tests.Support;

/// <summary>The test host, listening on a port of its own.</summary>
public sealed class CatalogServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CatalogServer(WebApplication app)
    {
        _app = app;
        Client = new(new SocketsHttpHandler(), disposeHandler: true)
        {
            BaseAddress = new(app.Urls.First()),
        };
    }

    public HttpClient Client { get; }

    public Uri Socket => new($"ws://{Client.BaseAddress!.Authority}/graphql");

    public static async Task<CatalogServer> StartAsync(
        Action<WebApplicationBuilder>? configure = null)
    {
        var app = CatalogHost.Build(["--urls", "http://127.0.0.1:0"], configure);
        await app.StartAsync();
        return new(app);
    }

    public Task<HttpResponseMessage> PostAsync(
        string body,
        string? accept = "application/graphql-response+json",
        string contentType = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

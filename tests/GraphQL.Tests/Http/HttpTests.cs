using System.Net;
using System.Text.Json;
using Krewe.GraphQL.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.GraphQL.Tests.Http;

public sealed class HttpTests : IAsyncLifetime
{
    private const string New = "application/graphql-response+json";
    private const string Old = "application/json";

    private CatalogServer _server = null!;

    public async Task InitializeAsync() => _server = await CatalogServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("", New, 400, "HC0012")]
    [InlineData("", Old, 400, "HC0012")]
    [InlineData("{", Old, 400, "HC0009")]
    [InlineData("[]", New, 400, "HC0009")]
    [InlineData("[{\"query\": \"{ __typename }\"}]", Old, 400, "HC0009")]
    [InlineData("{}", New, 400, "HC0013")]
    [InlineData("{\"query\": 7}", New, 400, "HC0009")]
    [InlineData("{\"query\": \"{ __typename }\", \"variables\": []}", New, 400, "HC0009")]
    [InlineData("{\"query\": \"{\"}", New, 400, "HC0011")]
    [InlineData("{\"query\": \"{\"}", Old, 200, "HC0011")]
    [InlineData("{\"query\": \"{ nope }\"}", New, 400, null)]
    [InlineData("{\"query\": \"{ nope }\"}", Old, 200, null)]
    [InlineData(
        "{\"query\": \"query($n: Int!) { segments(first: $n) { totalCount } }\"}",
        New,
        400,
        "HC0018")]
    [InlineData("{\"query\": \"{ required }\"}", New, 200, "HC0018")]
    [InlineData("{\"query\": \"{ required }\"}", Old, 200, "HC0018")]
    [InlineData("{\"query\": \"{ __typename }\"}", "text/html", 406, "HC0063")]
    [InlineData("{\"query\": \"{ __typename }\"}", "###", 400, "HC0064")]
    public async Task Bad_request_has_the_status_of_its_fault(
        string body, string accept, int status, string? code)
    {
        using var response = await _server.PostAsync(body, accept);

        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Contains(
            code is null ? "\"errors\"" : $"\"code\":\"{code}\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, New)]
    [InlineData("*/*", New)]
    [InlineData("application/*", New)]
    [InlineData(Old, Old)]
    [InlineData("application/json, application/graphql-response+json", New)]
    [InlineData("application/graphql-response+json, application/graphql+json, application/json, "
        + "text/event-stream, multipart/mixed", New)]
    [InlineData("text/html, application/json", Old)]
    [InlineData("text/event-stream", "text/event-stream")]
    public async Task Answer_has_the_type_that_was_asked_for(string? accept, string type)
    {
        using var response = await _server.PostAsync("{\"query\": \"{ __typename }\"}", accept);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"{type}; charset=utf-8", response.Content.Headers.ContentType!.ToString());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    public async Task Body_of_another_type_is_not_found(string contentType)
    {
        using var response = await _server.PostAsync(
            "{\"query\": \"{ __typename }\"}", New, contentType);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Get_takes_queries_and_nothing_else()
    {
        Assert.Equal(
            """{"data":{"segments":{"totalCount":120}}}""",
            await _server.Client.GetStringAsync(new Uri(
                "/graphql?query=query($n:Int){segments(first:$n){totalCount}}&variables={\"n\":1}",
                UriKind.Relative)));

        using var mutation = await _server.Client.GetAsync(new Uri(
            "/graphql?query=mutation{deleteSegment(input:{id:\"x\"}){deletedId}}",
            UriKind.Relative));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, mutation.StatusCode);

        using var empty = await _server.Client.GetAsync(new Uri("/graphql", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);

        using var put = await _server.Client.PutAsync(
            new Uri("/graphql", UriKind.Relative), content: null);
        Assert.Equal(HttpStatusCode.NotFound, put.StatusCode);
    }

    [Fact]
    public async Task Schema_is_a_file_that_need_not_be_fetched_twice()
    {
        using var first = await _server.Client.GetAsync(
            new Uri("/graphql?sdl", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?sdl");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await _server.Client.SendAsync(request);

        Assert.Contains(
            "type Query", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Byte_order_mark_is_no_fault()
    {
        using var response = await _server.PostAsync("\uFEFF{\"query\": \"{ __typename }\"}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Body_that_is_too_large_is_refused()
    {
        await using var small = await CatalogServer.StartAsync(builder =>
            builder.Services.AddGraphQLServer(
                maxAllowedRequestSize: 100, disableDefaultSecurity: true));
        var comment = new string('#', 200);

        using var response = await small.PostAsync(
            $"{{\"query\": \"{{ __typename }} {comment}\"}}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(
            "HC0010", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_that_was_sent_once_is_known_by_its_hash()
    {
        const string Document = "{ __typename }";
        var hash = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData("{ __typename }"u8));
        string Body(bool withDocument) => JsonSerializer.Serialize(new
        {
            query = withDocument ? Document : null,
            extensions = new { persistedQuery = new { version = 1, sha256Hash = hash } },
        });

        using var unknown = await _server.PostAsync(Body(withDocument: false));
        using var sent = await _server.PostAsync(Body(withDocument: true));
        using var known = await _server.PostAsync(Body(withDocument: false));

        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Contains(
            "PersistedQueryNotFound",
            await unknown.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
        Assert.Contains(
            "\"persisted\":true", await sent.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(
            """{"data":{"__typename":"Query"}}""", await known.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Interceptor_may_add_to_a_request_and_refuse_it()
    {
        await using var server = await CatalogServer.StartAsync(builder => builder.Services
            .AddGraphQLServer(disableDefaultSecurity: true)
            .AddHttpRequestInterceptor((context, _, request, _) =>
            {
                request.SetGlobalState("workspace", "main");
                return context.Request.Headers.ContainsKey("X-Refuse")
                    ? throw new HotChocolate.GraphQLException("No.")
                    : default;
            }));
        server.Client.DefaultRequestHeaders.Add("X-Refuse", "1");

        using var response = await server.PostAsync("{\"query\": \"{ __typename }\"}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            """{"errors":[{"message":"No."}]}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Outside_of_development_introspection_is_refused()
    {
        await using var server = await CatalogServer.StartAsync(builder =>
        {
            builder.Environment.EnvironmentName = "Production";
            builder.Services.AddGraphQLServer();
        });

        using var response = await server.PostAsync(
            "{\"query\": \"{ __schema { queryType { name } } }\"}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(
            "HC0046", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscription_comes_as_events()
    {
        using var response = await _server.PostAsync(
            "{\"query\": \"subscription { count(to: 2) }\"}", "text/event-stream");

        Assert.Equal(
            "event: next\ndata: {\"data\":{\"count\":1}}\n\n"
            + "event: next\ndata: {\"data\":{\"count\":2}}\n\n"
            + "event: complete\ndata: \n\n",
            await response.Content.ReadAsStringAsync());
    }
}

using Refit;

namespace Krewe.Refit.Tests;

/// <summary>What goes out, byte for byte.</summary>
public sealed class RequestTests
{
    private const string Fixed = "Accept: application/json\n";
    private const string Tail = "X-From: interface\nX-Gone: interface\n\n";
    private const string Json = "Content-Type: application/json; charset=utf-8\n";

    private readonly RecordingHandler _handler = new();

    private string Sent => Assert.Single(_handler.Requests);

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Path_refuses_a_value_that_would_be_resolved_away(string id)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Api().GetAsync(id, default));
        Assert.Empty(_handler.Requests);
    }

    [Fact]
    public async Task Path_refuses_a_null() =>
        await Assert.ThrowsAsync<ArgumentNullException>(() => Api().GetAsync(null!, default));

    [Fact]
    public async Task Client_refuses_to_send_without_a_base_address()
    {
        using var http = new HttpClient(_handler, disposeHandler: false);

        var api = RestService.For<IGoldenApi>(http);

        await Assert.ThrowsAsync<InvalidOperationException>(() => api.GetAsync("1", default));
    }

    [Theory]
    [InlineData("a/b?c#d é", "a%2Fb%3Fc%23d%20%C3%A9")]
    [InlineData("act_1", "act_1")]
    [InlineData("//other.test/x", "%2F%2Fother.test%2Fx")]
    public async Task Path_escapes_a_value(string id, string escaped)
    {
        await Api().GetAsync(id, default);

        Assert.Equal($"GET https://api.test/things/{escaped}\n{Fixed}{Tail}", Sent);
    }

    [Theory]
    [InlineData("https://api.test/meta", "https://api.test/meta/things/7")]
    [InlineData("http://127.0.0.1:8081/meta/", "http://127.0.0.1:8081/meta/things/7")]
    public async Task Path_is_appended_to_the_base_path(string baseAddress, string expected)
    {
        await RestService.For<IGoldenApi>(_handler.Client(baseAddress)).GetAsync("7", default);

        Assert.StartsWith($"GET {expected}\n", Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Path_keeps_the_slashes_of_a_rest_and_a_query_of_its_own()
    {
        await Api().GetFileAsync("a b/c", page: "2&3");

        Assert.Equal(
            $"GET https://api.test/files/a%20b/c?fixed=1&page=2%263\n{Fixed}{Tail}", Sent);
    }

    [Fact]
    public async Task Path_never_leads_to_another_host()
    {
        await Api().GetFileAsync("/other.test/x");

        Assert.StartsWith(
            "GET https://api.test/files//other.test/x?fixed=1\n", Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_names_values_and_leaves_out_nulls()
    {
        await Api(RecordingHandler.Json("[]")).ListAsync(10, null, ["a", "b c"], [1, 2]);

        Assert.Equal(
            "GET https://api.test/things?page_size=10&tag=a&tag=b%20c&ids=1%2C2\n" + Fixed + Tail,
            Sent);
    }

    [Fact]
    public async Task Query_flattens_an_object()
    {
        await Api().FindAsync(new("1", null, new("d"), Kind.Plain));

        Assert.StartsWith(
            "GET https://api.test/search?first=1&Inner.Deep=d&Kind=Plain\n",
            Sent,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_prefixes_an_object()
    {
        await Api().FindPrefixedAsync(new("1", 2, new("d"), Kind.Plain));

        Assert.StartsWith(
            "GET https://api.test/search?f.first=1&f.Second=2&f.Inner.Deep=d&f.Kind=Plain\n",
            Sent,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_takes_the_one_object_as_body_and_the_methods_headers_first()
    {
        using var _ = await Api().AddAsync(new("n", 1), trace: "t", token: "secret");

        Assert.Equal(
            $"POST https://api.test/things\n{Fixed}Authorization: Bearer secret\n{Json}"
            + "X-From: method\nX-Trace: t\n\n{\"name\":\"n\",\"count\":1}",
            Sent);
    }

    [Fact]
    public async Task Header_loses_its_line_breaks_and_is_left_out_when_null()
    {
        using var a = await Api().AddAsync(new("n", 1), "a\r\nX-Evil: b", "s\ns");
        using var b = await Api().AddAsync(new("n", 1), trace: null, token: "s");

        Assert.Contains("\nX-Trace: aX-Evil: b\n", _handler.Requests[0], StringComparison.Ordinal);
        Assert.DoesNotContain("X-Trace", _handler.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_sends_the_length_of_a_buffered_body()
    {
        using var response = await Api().PutAsync(7, new("n", 1));

        Assert.Equal(
            $"PUT https://api.test/things/7\n{Fixed}Content-Length: 22\n{Json}{Tail}"
            + "{\"name\":\"n\",\"count\":1}",
            Sent);
    }

    [Fact]
    public async Task Patch_serializes_a_string_and_adds_a_collection_of_headers()
    {
        var headers = new Dictionary<string, string> { ["X-From"] = "call", ["B"] = "2" };

        using var response = await Api().PatchAsync(7, "a\"b", headers);

        Assert.Equal(
            $"PATCH https://api.test/things/7\n{Fixed}B: 2\n{Json}"
            + "X-From: call\nX-Gone: interface\n\n\"a\\u0022b\"",
            Sent);
    }

    [Fact]
    public async Task Delete_may_carry_a_body()
    {
        using var response = await Api().DeleteAsync(new("n", 1));

        Assert.Equal(
            $"DELETE https://api.test/things\n{Fixed}{Json}{Tail}{{\"name\":\"n\",\"count\":1}}",
            Sent);
    }

    [Fact]
    public async Task Form_escapes_the_pairs_of_a_dictionary()
    {
        await Api().PostFormAsync(new() { ["a b"] = "1&2", ["c"] = "é" });

        Assert.Equal(
            $"POST https://api.test/form\n{Fixed}Content-Length: 18\n"
            + "Content-Type: application/x-www-form-urlencoded\n"
            + Tail + "a+b=1%262&c=%C3%A9",
            Sent);
    }

    [Fact]
    public async Task Form_flattens_an_object()
    {
        await Api().PostFilterAsync(new("1", 2, new("d"), Kind.Plain));

        Assert.EndsWith(
            "\n\nfirst=1&Second=2&Inner.Deep=d&Kind=Plain", Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_goes_out_as_it_is()
    {
        await Api().PostTextAsync("plain \"text\"");

        Assert.EndsWith("\n\nplain \"text\"", Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_give_the_credential_of_a_bare_scheme()
    {
        var settings = new RefitSettings
        {
            AuthorizationHeaderValueGetter = (_, _) => ValueTask.FromResult("given"),
        };
        var api = RestService.For<IBareScheme>(_handler.Client(), settings);

        await api.GetAsync();

        Assert.Equal("GET https://api.test/x\nAuthorization: Bearer given\n\n", Sent);
    }

    private IGoldenApi Api(HttpResponseMessage? answer = null)
    {
        if (answer is not null)
        {
            _handler.Answer = (_, _) => Task.FromResult(answer);
        }

        return RestService.For<IGoldenApi>(_handler.Client());
    }

    internal interface IBareScheme
    {
        [Get("/x"), Headers("Authorization: Bearer")]
        Task GetAsync();
    }
}

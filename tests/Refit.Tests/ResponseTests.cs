using System.Net;
using System.Text.Json;
using Refit;

namespace Krewe.Refit.Tests;

/// <summary>What comes back, and what is made of it.</summary>
public sealed class ResponseTests
{
    private const string Secret = "token-that-must-not-show";
    private readonly RecordingHandler _handler = new();

    [Fact]
    public async Task Call_throws_with_status_and_content_when_refused()
    {
        var api = Api(RecordingHandler.Json("""{"error":1}""", HttpStatusCode.BadRequest));

        var fault = await Assert.ThrowsAsync<ApiException>(() => api.GetAsync("1", default));

        Assert.Equal(HttpStatusCode.BadRequest, fault.StatusCode);
        Assert.Equal("""{"error":1}""", fault.Content);
        Assert.Equal(
            "Response status code does not indicate success: 400 (BadRequest).", fault.Message);
        Assert.Equal(1, (await fault.GetContentAsAsync<Dictionary<string, int>>())!["error"]);
    }

    [Fact]
    public async Task Faults_name_no_token_and_no_address()
    {
        var api = Api(RecordingHandler.Json(Secret, HttpStatusCode.Unauthorized));
        using var refused = await api.AddAsync(new(Secret, 1), Secret, Secret);
        _handler.Answer = (_, _) => throw new HttpRequestException("reset");
        using var lost = await api.AddAsync(new(Secret, 1), Secret, Secret);

        foreach (var text in new[] { refused.Error!.ToString(), lost.Error!.ToString() })
        {
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain("api.test", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Response_keeps_the_error_when_refused()
    {
        var api = Api(RecordingHandler.Json("no", HttpStatusCode.Forbidden));

        using var response = await api.DeleteAsync(new("n", 1));

        Assert.True(response is { IsReceived: true, IsSuccessful: false, Content: null });
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.True(response.HasResponseError(out var error));
        Assert.Equal("no", error.Content);
        Assert.False(response.HasRequestError(out _));
    }

    [Fact]
    public async Task Response_keeps_the_error_when_nothing_answers()
    {
        _handler.Answer = (_, _) => throw new HttpRequestException("reset");

        using var response = await Api().DeleteAsync(new("n", 1));

        Assert.True(response is { IsReceived: false, StatusCode: null, Headers: null });
        Assert.True(response.HasRequestError(out var error));
        Assert.IsType<HttpRequestException>(error.InnerException);
    }

    [Fact]
    public async Task Call_throws_when_nothing_answers()
    {
        _handler.Answer = (_, _) => throw new HttpRequestException("reset");

        await Assert.ThrowsAsync<ApiRequestException>(() => Api().GetAsync("1", default));
    }

    [Fact]
    public async Task Cancellation_by_the_caller_passes_through()
    {
        using var source = new CancellationTokenSource();
        _handler.Answer = async (_, token) =>
        {
            await source.CancelAsync();
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException("the token was not passed on");
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Api().GetAsync("1", source.Token));
    }

    [Fact]
    public async Task Timeout_is_a_fault_and_no_cancellation()
    {
        _handler.Answer = (_, _) => throw new TaskCanceledException(null, new TimeoutException());

        await Assert.ThrowsAsync<ApiRequestException>(() => Api().GetAsync("1", default));
    }

    [Theory]
    [InlineData("<html>bad gateway</html>")]
    [InlineData("")]
    [InlineData("{\"name\":")]
    public async Task Response_keeps_the_error_when_the_body_is_unreadable(string body)
    {
        _handler.Answer = (_, _) => Task.FromResult(RecordingHandler.Json(body));
        var settings = new RefitSettings { MaxExceptionContentLength = 10 };
        var api = RestService.For<IGoldenApi>(_handler.Client(), settings);

        using var response = await api.DeleteAsync(new("n", 1));

        Assert.True(response is { IsSuccessStatusCode: true, IsSuccessful: false });
        Assert.True(response.HasResponseError(out var error));
        Assert.IsType<JsonException>(error.InnerException);
        Assert.Equal("The answer could not be read: 200 (OK).", error.Message);
    }

    [Fact]
    public async Task Response_keeps_the_error_when_the_body_breaks_off()
    {
        var broken = new HttpResponseMessage { Content = new StreamContent(new BrokenStream()) };

        using var response = await Api(broken).DeleteAsync(new("n", 1));

        Assert.True(response.HasResponseError(out var error));
        Assert.IsAssignableFrom<IOException>(error.InnerException);
        Assert.Null(error.Content);
    }

    [Fact]
    public async Task Content_of_a_fault_is_cut_at_the_limit()
    {
        _handler.Answer = (_, _) => Task.FromResult(
            RecordingHandler.Json(new string('x', 100), HttpStatusCode.BadGateway));
        var settings = new RefitSettings { MaxExceptionContentLength = 10 };
        var api = RestService.For<IGoldenApi>(_handler.Client(), settings);

        var fault = await Assert.ThrowsAsync<ApiException>(() => api.GetAsync("1", default));

        Assert.Equal(new string('x', 10), fault.Content);
    }

    [Fact]
    public async Task Settings_decide_what_is_a_fault()
    {
        _handler.Answer = (_, _) => Task.FromResult(
            RecordingHandler.Json("""{"name":"n","count":1}""", HttpStatusCode.NotFound));
        var settings = new RefitSettings { ExceptionFactory = _ => new((Exception?)null) };
        var api = RestService.For<IGoldenApi>(_handler.Client(), settings);

        Assert.Equal(new("n", 1), await api.GetAsync("1", default));
    }

    [Fact]
    public async Task Answer_comes_in_every_shape_a_method_may_return()
    {
        _handler.Answer = (_, _) => Task.FromResult(
            RecordingHandler.Json("""{"name":"n","count":1}"""));
        var api = Api();

        using var full = await api.AddAsync(new("", 0), "", "");
        using var bare = await api.PatchAsync(1, "", new Dictionary<string, string>());
        using var message = await api.PutAsync(1, new("", 0));
        using var typed = await api.DeleteAsync(new("", 0));

        Assert.Equal(new("n", 1), await api.GetAsync("1", default));
        Assert.Equal("""{"name":"n","count":1}""", await api.GetFileAsync("x"));
        Assert.Equal(new("n", 1), (await full.EnsureSuccessfulAsync()).Content);
        Assert.True(bare is { IsSuccessful: true, Error: null });
        Assert.Equal(HttpStatusCode.OK, message.StatusCode);
        Assert.True(typed.IsSuccessfulWithContent);
    }

    [Fact]
    public async Task Message_is_handed_over_even_when_refused()
    {
        using var message = await Api(RecordingHandler.Json("no", HttpStatusCode.NotFound))
            .PutAsync(1, new("", 0));

        Assert.Equal(HttpStatusCode.NotFound, message.StatusCode);
    }

    private IGoldenApi Api(HttpResponseMessage? answer = null)
    {
        if (answer is not null)
        {
            _handler.Answer = (_, _) => Task.FromResult(answer);
        }

        return RestService.For<IGoldenApi>(_handler.Client());
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("the connection was cut");

        public override Task CopyToAsync(
            Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new IOException("the connection was cut");
    }
}

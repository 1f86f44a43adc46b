using System.Net;
using Krewe.Grains.Activation.Meta;

namespace Krewe.Grains.Tests.Activation.Meta;

public sealed class WholeAnswerHandlerTests
{
    [Fact]
    public async Task Body_that_stalls_is_under_the_time_out()
    {
        using var http = Client(new StalledContent());
        http.Timeout = TimeSpan.FromMilliseconds(50);

        var fault = await Assert.ThrowsAsync<TaskCanceledException>(() => GetAsync(http));

        Assert.IsType<TimeoutException>(fault.InnerException);
    }

    [Fact]
    public async Task Body_over_the_limit_is_refused()
    {
        using var http = Client(new ByteArrayContent(
            new byte[WholeAnswerHandler.BodyBytesMax + 1]));

        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(http));
    }

    private static HttpClient Client(HttpContent content) =>
        new(new WholeAnswerHandler { InnerHandler = new Fixed(content) })
        {
            BaseAddress = new("https://graph.test"),
        };

    /// <summary>As typed clients do: they stop waiting when the headers are there.</summary>
    private static Task<HttpResponseMessage> GetAsync(HttpClient http) =>
        http.GetAsync(new Uri("/", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);

    private sealed class Fixed(HttpContent content) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
    }

    private sealed class StalledContent : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            throw new NotSupportedException("the token was not passed on");

        protected override Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            new TaskCompletionSource().Task.WaitAsync(cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

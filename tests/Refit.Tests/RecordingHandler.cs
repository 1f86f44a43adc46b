using System.Net;
using System.Text;

namespace Krewe.Refit.Tests;

/// <summary>Keeps every request as text and answers what it is told to.</summary>
internal sealed class RecordingHandler : HttpMessageHandler
{
    public List<string> Requests { get; } = [];

    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer
    { get; set; } = (_, _) => Task.FromResult(Json("{}"));

    public static HttpResponseMessage Json(
        string body, HttpStatusCode status = HttpStatusCode.OK) => new(status)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };

    public HttpClient Client(string baseAddress = "https://api.test/") =>
        new(this, disposeHandler: false) { BaseAddress = new(baseAddress) };

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(await TextOfAsync(request, cancellationToken));
        return await Answer(request, cancellationToken);
    }

    /// <summary>The request line, the headers in order of name, a blank line, the body.</summary>
    private static async Task<string> TextOfAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Asking for the length shows whether the body knows it before it is sent.
        _ = request.Content?.Headers.ContentLength;
        var body = request.Content is null
            ? ""
            : await request.Content.ReadAsStringAsync(cancellationToken);
        var headers = request.Headers
            .Concat(request.Content is { } content ? content.Headers : [])
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
        return string.Join('\n',
            [$"{request.Method} {request.RequestUri!.AbsoluteUri}", .. headers, "", body]);
    }
}

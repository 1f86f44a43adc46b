using System.Net;
using System.Net.Http.Headers;

namespace Refit;

/// <summary>An answer that is not a success, or that could not be read.</summary>
public class ApiException : ApiExceptionBase
{
    protected ApiException(
        string exceptionMessage,
        HttpRequestMessage message,
        HttpMethod httpMethod,
        string? content,
        HttpStatusCode statusCode,
        string? reasonPhrase,
        HttpResponseHeaders headers,
        RefitSettings refitSettings,
        Exception? innerException)
        : base(exceptionMessage, message, httpMethod, refitSettings, innerException)
    {
        Content = content;
        StatusCode = statusCode;
        ReasonPhrase = reasonPhrase;
        Headers = headers;
    }

    public HttpStatusCode StatusCode { get; }

    public string? ReasonPhrase { get; }

    public HttpResponseHeaders Headers { get; }

    public HttpContentHeaders? ContentHeaders { get; private set; }

    /// <summary>The body as text, cut at the settings' limit; null if it was lost.</summary>
    public string? Content { get; private set; }

    public bool HasContent => !string.IsNullOrWhiteSpace(Content);

    public static Task<ApiException> Create(
        HttpRequestMessage message,
        HttpMethod httpMethod,
        HttpResponseMessage response,
        RefitSettings refitSettings) =>
        Create(message, httpMethod, response, refitSettings, innerException: null);

    public static Task<ApiException> Create(
        HttpRequestMessage message,
        HttpMethod httpMethod,
        HttpResponseMessage response,
        RefitSettings refitSettings,
        Exception? innerException)
    {
        ArgumentNullException.ThrowIfNull(response);
        var outcome = response.IsSuccessStatusCode
            ? "The answer could not be read"
            : "Response status code does not indicate success";
        return Create(
            $"{outcome}: {(int)response.StatusCode} ({response.StatusCode}).",
            message,
            httpMethod,
            response,
            refitSettings,
            innerException);
    }

    public static Task<ApiException> Create(
        string exceptionMessage,
        HttpRequestMessage message,
        HttpMethod httpMethod,
        HttpResponseMessage response,
        RefitSettings refitSettings) =>
        Create(exceptionMessage, message, httpMethod, response, refitSettings, null);

    public static async Task<ApiException> Create(
        string exceptionMessage,
        HttpRequestMessage message,
        HttpMethod httpMethod,
        HttpResponseMessage response,
        RefitSettings refitSettings,
        Exception? innerException)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(refitSettings);
        var content = await BodyText.TryReadAsync(
            response.Content, refitSettings.MaxExceptionContentLength);
        return new(
            exceptionMessage,
            message,
            httpMethod,
            content,
            response.StatusCode,
            response.ReasonPhrase,
            response.Headers,
            refitSettings,
            innerException)
        { ContentHeaders = response.Content.Headers };
    }

    /// <summary>The body, read by the settings' serializer.</summary>
    public async Task<T?> GetContentAsAsync<T>()
    {
        if (!HasContent)
        {
            return default;
        }

        using var content = new StringContent(Content!);
        return await RefitSettings.ContentSerializer.FromHttpContentAsync<T>(content);
    }
}

/// <summary>Makes an <see cref="ApiException"/> of every answer that is no success.</summary>
public class DefaultApiExceptionFactory(RefitSettings refitSettings)
{
    public async ValueTask<Exception?> CreateAsync(HttpResponseMessage responseMessage)
    {
        ArgumentNullException.ThrowIfNull(responseMessage);
        if (responseMessage.IsSuccessStatusCode)
        {
            return null;
        }

        var request = responseMessage.RequestMessage!;
        return await ApiException.Create(request, request.Method, responseMessage, refitSettings);
    }
}

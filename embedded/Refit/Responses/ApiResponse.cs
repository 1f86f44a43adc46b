using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;

namespace Refit;

/// <summary>How a call ended, with what was read from the answer.</summary>
/// <remarks>Disposing it lets go of the connection; headers stay readable.</remarks>
public sealed class ApiResponse<T> : IApiResponse<T>
{
    private readonly HttpResponseMessage? _response;

    public ApiResponse(
        HttpRequestMessage request,
        HttpResponseMessage? response,
        T? content,
        RefitSettings settings,
        ApiExceptionBase? error)
    {
        RequestMessage = request;
        _response = response;
        Content = content;
        Settings = settings;
        Error = error;
    }

    public T? Content { get; }

    public RefitSettings Settings { get; }

    public ApiExceptionBase? Error { get; }

    public HttpRequestMessage? RequestMessage { get; }

    public HttpResponseHeaders? Headers => _response?.Headers;

    public HttpContentHeaders? ContentHeaders => _response?.Content.Headers;

    public HttpStatusCode? StatusCode => _response?.StatusCode;

    public string? ReasonPhrase => _response?.ReasonPhrase;

    public Version? Version => _response?.Version;

    public bool IsReceived => _response is not null;

    public bool IsSuccessStatusCode => _response is { IsSuccessStatusCode: true };

    public bool IsSuccessful => IsSuccessStatusCode && Error is null;

    public bool HasContent => Content is not null;

    public bool IsSuccessfulWithContent => IsSuccessful && HasContent;

    public bool HasRequestError([NotNullWhen(true)] out ApiRequestException? error)
    {
        error = Error as ApiRequestException;
        return error is not null;
    }

    public bool HasResponseError([NotNullWhen(true)] out ApiException? error)
    {
        error = Error as ApiException;
        return error is not null;
    }

    /// <summary>Throws the error if the status is not a success.</summary>
    public ValueTask<ApiResponse<T>> EnsureSuccessStatusCodeAsync() => Ensure(IsSuccessStatusCode);

    /// <summary>Throws the error if the status is no success or the body unreadable.</summary>
    public ValueTask<ApiResponse<T>> EnsureSuccessfulAsync() => Ensure(IsSuccessful);

    public void Dispose() => _response?.Dispose();

    private ValueTask<ApiResponse<T>> Ensure(bool isGood)
    {
        if (isGood)
        {
            return new(this);
        }

        Dispose();
        return ValueTask.FromException<ApiResponse<T>>(
            Error ?? (Exception)new InvalidOperationException("The call failed without a reason."));
    }
}

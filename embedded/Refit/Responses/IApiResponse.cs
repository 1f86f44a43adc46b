using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;

namespace Refit;

/// <summary>How a call ended; errors are kept here instead of being thrown.</summary>
public interface IApiResponse : IDisposable
{
    /// <summary>Null if nothing answered.</summary>
    HttpResponseHeaders? Headers { get; }

    HttpContentHeaders? ContentHeaders { get; }

    /// <summary>Something answered, whatever it said.</summary>
    bool IsReceived { get; }

    bool IsSuccessStatusCode { get; }

    /// <summary>A success, and its body could be read.</summary>
    bool IsSuccessful { get; }

    HttpStatusCode? StatusCode { get; }

    string? ReasonPhrase { get; }

    HttpRequestMessage? RequestMessage { get; }

    Version? Version { get; }

    ApiExceptionBase? Error { get; }

    /// <summary>True if nothing answered.</summary>
    bool HasRequestError([NotNullWhen(true)] out ApiRequestException? error);

    /// <summary>True if the answer is not a success or could not be read.</summary>
    bool HasResponseError([NotNullWhen(true)] out ApiException? error);
}

/// <summary>How a call ended, with what was read from the answer.</summary>
public interface IApiResponse<out T> : IApiResponse
{
    T? Content { get; }

    bool HasContent { get; }

    bool IsSuccessfulWithContent { get; }
}

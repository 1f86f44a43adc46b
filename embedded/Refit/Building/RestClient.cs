namespace Refit;

/// <summary>Sends the calls of one client and reads their answers.</summary>
internal sealed class RestClient(HttpClient http, RefitSettings settings)
{
    /// <summary>Lets go of the connections, for interfaces that are disposable.</summary>
    public void Close() => http.Dispose();

    /// <summary>The content; whatever went wrong is thrown.</summary>
    public async Task<T?> GetContentAsync<T>(RestMethod method, object?[] arguments)
    {
        var answer = await SendAsync<T>(method, arguments);
        if (answer.Fault is { } fault)
        {
            answer.Response?.Dispose();
            throw fault;
        }

        if (answer.Content is not (HttpResponseMessage or HttpContent or Stream))
        {
            answer.Response?.Dispose();
        }

        return answer.Content;
    }

    /// <summary>The response; whatever went wrong is kept in it.</summary>
    public async Task<ApiResponse<T>> GetResponseAsync<T>(RestMethod method, object?[] arguments)
    {
        var answer = await SendAsync<T>(method, arguments);
        var error = answer.Fault switch
        {
            null => null,
            ApiExceptionBase known => known,
            var other => await ApiException.Create(
                answer.Request, method.HttpMethod, answer.Response!, settings, other),
        };
        return new(answer.Request, answer.Response, answer.Content, settings, error);
    }

    private async Task<Answer<T>> SendAsync<T>(RestMethod method, object?[] arguments)
    {
        var token = RestMethod.CancellationOf(arguments);
        var writer = new RequestWriter(method, settings, arguments);
        var request = await writer.WriteAsync(http.BaseAddress, token);
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, token);
        }
        catch (Exception fault) when (!IsAskedFor(fault, token))
        {
            return new(request, null, default, new ApiRequestException(
                request, method.HttpMethod, settings, fault));
        }

        response.RequestMessage ??= request;
        return await ReadAsync<T>(request, response, token);
    }

    private async Task<Answer<T>> ReadAsync<T>(
        HttpRequestMessage request, HttpResponseMessage response, CancellationToken token)
    {
        if (response is T message)
        {
            return new(request, response, message, Fault: null);
        }

        if (await settings.ExceptionFactory(response) is { } refusal)
        {
            return new(request, response, default, refusal);
        }

        try
        {
            var content = await ContentAsync<T>(response, token);
            return new(request, response, content, Fault: null);
        }
        catch (Exception fault) when (!IsAskedFor(fault, token))
        {
            return new(request, response, default, await UnreadableAsync(request, response, fault));
        }
    }

    private async Task<T?> ContentAsync<T>(HttpResponseMessage response, CancellationToken token)
    {
        var content = response.Content;
        if (typeof(T) == typeof(Nothing))
        {
            return default;
        }

        if (typeof(T) == typeof(HttpContent))
        {
            return (T)(object)content;
        }

        if (typeof(T) == typeof(Stream))
        {
            return (T)(object)await content.ReadAsStreamAsync(token);
        }

        if (typeof(T) == typeof(string))
        {
            return (T)(object)await content.ReadAsStringAsync(token);
        }

        return response.StatusCode is
            System.Net.HttpStatusCode.NoContent or System.Net.HttpStatusCode.ResetContent
            ? default
            : await settings.ContentSerializer.FromHttpContentAsync<T>(content, token);
    }

    private async Task<Exception> UnreadableAsync(
        HttpRequestMessage request, HttpResponseMessage response, Exception fault)
    {
        var replaced = settings.DeserializationExceptionFactory is { } factory
            ? await factory(response, fault)
            : null;
        return replaced ?? await ApiException.Create(
            request, request.Method, response, settings, fault);
    }

    /// <summary>A cancellation that the caller asked for is no fault: it passes through.</summary>
    private static bool IsAskedFor(Exception fault, CancellationToken token) =>
        fault is OperationCanceledException && token.IsCancellationRequested;

    private readonly record struct Answer<T>(
        HttpRequestMessage Request, HttpResponseMessage? Response, T? Content, Exception? Fault);
}

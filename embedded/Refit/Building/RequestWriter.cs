using System.Collections.ObjectModel;
using System.Net.Http.Headers;
using System.Text;

namespace Refit;

/// <summary>Writes the request of one call.</summary>
internal sealed class RequestWriter(
    RestMethod method, RefitSettings settings, object?[] arguments)
{
    private const string FormMediaType = "application/x-www-form-urlencoded";

    public async Task<HttpRequestMessage> WriteAsync(
        Uri? baseAddress, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method.HttpMethod, AddressOn(baseAddress))
        {
            Content = await BodyAsync(cancellationToken),
        };
        AddHeaders(request);
        await AuthorizeAsync(request, cancellationToken);
        return request;
    }

    /// <summary>
    /// The path is appended to the base's path, and the host is always the base's: a value
    /// can never lead the request, and with it the credential, to another host.
    /// </summary>
    private Uri AddressOn(Uri? baseAddress)
    {
        if (baseAddress is null)
        {
            throw new InvalidOperationException("The HttpClient has no BaseAddress.");
        }

        var path = method.Path.Fill(PathValueOf);
        var query = string.Join('&', Of(ParameterRole.Query)
            .SelectMany(parameter => NamedValues.ForQuery(settings)
                .Of(parameter, arguments[parameter.Index]))
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}="
                + Uri.EscapeDataString(pair.Value)));
        var separator = query is "" ? ""
            : path.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        var basePath = baseAddress.AbsolutePath.TrimEnd('/');
        var authority = baseAddress.GetLeftPart(UriPartial.Authority);
        return new($"{authority}{basePath}{path}{separator}{query}", UriKind.Absolute);
    }

    private string PathValueOf(string name)
    {
        var parameter = Of(ParameterRole.Path).First(parameter =>
            string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase));
        return settings.UrlParameterFormatter.Format(
            arguments[parameter.Index], parameter.Info, parameter.Info.ParameterType)
            ?? throw new ArgumentNullException(
                parameter.Name, "A value that stands in the path may not be null.");
    }

    private IEnumerable<RestParameter> Of(ParameterRole role) =>
        method.Parameters.Where(parameter => parameter.Role == role);

    private async Task<HttpContent?> BodyAsync(CancellationToken cancellationToken)
    {
        if (method.Body is not { } parameter || arguments[parameter.Index] is not { } value)
        {
            return null;
        }

        var content = BodyOf(value, parameter);
        if (parameter.Body?.Buffered ?? settings.Buffered)
        {
            await content.LoadIntoBufferAsync(cancellationToken);
        }

        return content;
    }

    private HttpContent BodyOf(object value, RestParameter parameter) =>
        (value, parameter.Body?.SerializationMethod ?? BodySerializationMethod.Default) switch
        {
            (HttpContent content, _) => content,
            (Stream stream, _) => new StreamContent(stream),
            (string text, BodySerializationMethod.Default) => new StringContent(text),
            (string text, BodySerializationMethod.UrlEncoded) =>
                new StringContent(Uri.EscapeDataString(text), Encoding.UTF8, FormMediaType),
            (_, BodySerializationMethod.UrlEncoded) => new FormUrlEncodedContent(
                NamedValues.ForForm(settings).Of(value)),
            _ => BodyBySerializer.Of(settings, parameter.Info.ParameterType, value),
        };

    private void AddHeaders(HttpRequestMessage request)
    {
        foreach (var (name, value) in method.Headers)
        {
            Set(request, name, value);
        }

        foreach (var parameter in Of(ParameterRole.HeaderCollection))
        {
            var given = arguments[parameter.Index] as IDictionary<string, string>;
            foreach (var (name, value) in given ?? ReadOnlyDictionary<string, string>.Empty)
            {
                Set(request, name, value);
            }
        }

        foreach (var parameter in Of(ParameterRole.Header))
        {
            Set(request, parameter.Header!, settings.UrlParameterFormatter.Format(
                arguments[parameter.Index], parameter.Info, parameter.Info.ParameterType));
        }

        foreach (var parameter in Of(ParameterRole.Authorize))
        {
            var credential = arguments[parameter.Index]?.ToString();
            Set(request, "Authorization",
                credential is null ? null : $"{parameter.Header} {credential}");
        }
    }

    /// <summary>Sets a header, taking out an earlier one; null only takes out.</summary>
    private static void Set(HttpRequestMessage request, string name, string? value)
    {
        var (safeName, safeValue) = (WithoutBreaks(name), WithoutBreaks(value ?? ""));
        var isOnRequest = request.Headers.TryAddWithoutValidation(safeName, "");
        HttpHeaders? headers = isOnRequest ? request.Headers : request.Content?.Headers;
        headers?.Remove(safeName);
        if (value is not null)
        {
            headers?.TryAddWithoutValidation(safeName, safeValue);
        }
    }

    /// <summary>A line break would let a value add a header of its own.</summary>
    private static string WithoutBreaks(string text) =>
        text.Replace("\r", "", StringComparison.Ordinal)
            .Replace("\n", "", StringComparison.Ordinal);

    private async Task AuthorizeAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (settings.AuthorizationHeaderValueGetter is not { } getter
            || request.Headers.Authorization is not { Parameter: null or "" } bare)
        {
            return;
        }

        var credential = await getter(request, cancellationToken);
        request.Headers.Authorization = string.IsNullOrWhiteSpace(credential)
            ? null
            : new(bare.Scheme, credential);
    }
}

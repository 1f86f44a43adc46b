namespace Refit;

/// <summary>A call that did not end in an answer of success.</summary>
/// <remarks>
/// The message names neither the address nor a header nor the body: all three may hold what
/// must not reach a log. They are on the properties for whoever needs them.
/// </remarks>
public abstract class ApiExceptionBase : Exception
{
    protected ApiExceptionBase(
        string exceptionMessage,
        HttpRequestMessage message,
        HttpMethod httpMethod,
        RefitSettings refitSettings)
        : this(exceptionMessage, message, httpMethod, refitSettings, innerException: null)
    {
    }

    protected ApiExceptionBase(
        string exceptionMessage,
        HttpRequestMessage message,
        HttpMethod httpMethod,
        RefitSettings refitSettings,
        Exception? innerException)
        : base(exceptionMessage, innerException)
    {
        RequestMessage = message;
        HttpMethod = httpMethod;
        RefitSettings = refitSettings;
    }

    public HttpRequestMessage RequestMessage { get; }

    public HttpMethod HttpMethod { get; }

    public Uri? Uri => RequestMessage.RequestUri;

    public RefitSettings RefitSettings { get; }
}

/// <summary>Nothing answered: no connection, a broken one, or out of time.</summary>
public class ApiRequestException : ApiExceptionBase
{
    private const string Text = "The request was not answered.";

    public ApiRequestException(
        HttpRequestMessage message,
        HttpMethod httpMethod,
        RefitSettings refitSettings,
        Exception innerException)
        : base(Text, message, httpMethod, refitSettings, innerException)
    {
    }

    public ApiRequestException(
        string exceptionMessage,
        HttpRequestMessage message,
        HttpMethod httpMethod,
        RefitSettings refitSettings)
        : base(exceptionMessage, message, httpMethod, refitSettings)
    {
    }

    public ApiRequestException(
        string exceptionMessage,
        HttpRequestMessage message,
        HttpMethod httpMethod,
        RefitSettings refitSettings,
        Exception? innerException)
        : base(exceptionMessage, message, httpMethod, refitSettings, innerException)
    {
    }
}

namespace Refit;

/// <summary>How requests are written and answers are read.</summary>
/// <remarks>Read on every call: set it up before the first one and leave it alone.</remarks>
public class RefitSettings
{
    public RefitSettings()
        : this(new SystemTextJsonContentSerializer())
    {
    }

    public RefitSettings(IHttpContentSerializer contentSerializer)
        : this(contentSerializer, new DefaultUrlParameterFormatter())
    {
    }

    public RefitSettings(
        IHttpContentSerializer contentSerializer, IUrlParameterFormatter? urlParameterFormatter)
        : this(contentSerializer, urlParameterFormatter, formUrlEncodedParameterFormatter: null)
    {
    }

    public RefitSettings(
        IHttpContentSerializer contentSerializer,
        IUrlParameterFormatter? urlParameterFormatter,
        IFormUrlEncodedParameterFormatter? formUrlEncodedParameterFormatter)
        : this(contentSerializer, urlParameterFormatter, formUrlEncodedParameterFormatter, null)
    {
    }

    public RefitSettings(
        IHttpContentSerializer contentSerializer,
        IUrlParameterFormatter? urlParameterFormatter,
        IFormUrlEncodedParameterFormatter? formUrlEncodedParameterFormatter,
        IUrlParameterKeyFormatter? urlParameterKeyFormatter)
    {
        ArgumentNullException.ThrowIfNull(contentSerializer);
        ContentSerializer = contentSerializer;
        UrlParameterFormatter = urlParameterFormatter ?? new DefaultUrlParameterFormatter();
        FormUrlEncodedParameterFormatter =
            formUrlEncodedParameterFormatter ?? new DefaultFormUrlEncodedParameterFormatter();
        UrlParameterKeyFormatter =
            urlParameterKeyFormatter ?? new DefaultUrlParameterKeyFormatter();
        ExceptionFactory = new DefaultApiExceptionFactory(this).CreateAsync;
    }

    public IHttpContentSerializer ContentSerializer { get; set; }

    public IUrlParameterFormatter UrlParameterFormatter { get; set; }

    public IUrlParameterKeyFormatter UrlParameterKeyFormatter { get; set; }

    public IFormUrlEncodedParameterFormatter FormUrlEncodedParameterFormatter { get; set; }

    /// <summary>What a collection without a format of its own becomes.</summary>
    public CollectionFormat CollectionFormat { get; set; }

    /// <summary>Whether bodies are written to memory before they are sent.</summary>
    public bool Buffered { get; set; }

    /// <summary>How many characters of a failed answer are kept; null keeps all.</summary>
    public int? MaxExceptionContentLength { get; set; }

    /// <summary>Null if the answer is a success, else what is thrown or kept as error.</summary>
    public Func<HttpResponseMessage, ValueTask<Exception?>> ExceptionFactory { get; set; }

    /// <summary>Replaces the exception for an answer that could not be read.</summary>
    public Func<HttpResponseMessage, Exception, ValueTask<Exception?>>?
        DeserializationExceptionFactory
    { get; set; }

    /// <summary>The credential for requests whose Authorization header names a scheme.</summary>
    public Func<HttpRequestMessage, CancellationToken, ValueTask<string>>?
        AuthorizationHeaderValueGetter
    { get; set; }
}

using System.Reflection;
using Refit;

namespace Krewe.Refit.Tests;

/// <summary>
/// Product code may only meet what the package has too. A new public name here is added to the
/// list by hand, after a look at the package.
/// </summary>
public sealed class PublicSurfaceTests
{
    private static readonly string[] Known =
    [
        "AliasAsAttribute: Name",
        "ApiException: Content ContentHeaders GetContentAsAsync HasContent Headers ReasonPhrase "
            + "StatusCode static Create",
        "ApiExceptionBase: HttpMethod RefitSettings RequestMessage Uri",
        "ApiRequestException:",
        "ApiResponse`1: Content ContentHeaders Dispose EnsureSuccessStatusCodeAsync "
            + "EnsureSuccessfulAsync Error HasContent HasRequestError HasResponseError Headers "
            + "IsReceived IsSuccessStatusCode IsSuccessful IsSuccessfulWithContent ReasonPhrase "
            + "RequestMessage Settings StatusCode Version",
        "AuthorizeAttribute: Scheme",
        "BodyAttribute: Buffered SerializationMethod",
        "BodySerializationMethod: static Default static Json static Serialized static UrlEncoded",
        "CollectionFormat: static Csv static Multi static Pipes static RefitParameterFormatter "
            + "static Ssv static Tsv",
        "DefaultApiExceptionFactory: CreateAsync",
        "DefaultFormUrlEncodedParameterFormatter: Format",
        "DefaultUrlParameterFormatter: Format",
        "DefaultUrlParameterKeyFormatter: Format",
        "DeleteAttribute: Method",
        "GetAttribute: Method",
        "HeadAttribute: Method",
        "HeaderAttribute: Header",
        "HeaderCollectionAttribute:",
        "HeadersAttribute: Headers",
        "HttpClientFactoryExtensions: static AddRefitClient",
        "HttpMethodAttribute: Method Path",
        "IApiResponse: ContentHeaders Error HasRequestError HasResponseError Headers IsReceived "
            + "IsSuccessStatusCode IsSuccessful ReasonPhrase RequestMessage StatusCode Version",
        "IApiResponse`1: Content HasContent IsSuccessfulWithContent",
        "IFormUrlEncodedParameterFormatter: Format",
        "IHttpContentSerializer: FromHttpContentAsync GetFieldNameForProperty ToHttpContent",
        "IUrlParameterFormatter: Format",
        "IUrlParameterKeyFormatter: Format",
        "OptionsAttribute: Method",
        "PatchAttribute: Method",
        "PostAttribute: Method",
        "PutAttribute: Method",
        "QueryAttribute: CollectionFormat Delimiter Format IsCollectionFormatSpecified Prefix "
            + "SerializeNull TreatAsString",
        "RefitSettings: AuthorizationHeaderValueGetter Buffered CollectionFormat "
            + "ContentSerializer DeserializationExceptionFactory ExceptionFactory "
            + "FormUrlEncodedParameterFormatter MaxExceptionContentLength UrlParameterFormatter "
            + "UrlParameterKeyFormatter",
        "RestService: static For",
        "SystemTextJsonContentSerializer: FromHttpContentAsync GetFieldNameForProperty "
            + "SerializerOptions ToHttpContent static GetDefaultJsonSerializerOptions",
    ];

    [Fact]
    public void Assembly_shows_nothing_that_the_package_has_not() =>
        Assert.Equal(Known, typeof(RestService).Assembly.GetExportedTypes()
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => $"{type.Name}: {string.Join(' ', Names(type))}".TrimEnd()));

    private static IEnumerable<string> Names(Type type) => type
        .GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static
            | BindingFlags.DeclaredOnly)
        .Where(member => member is not ConstructorInfo and not MethodInfo { IsSpecialName: true }
            and not FieldInfo { IsSpecialName: true })
        .Select(member => member is MethodBase { IsStatic: true } or FieldInfo { IsStatic: true }
            ? $"static {member.Name}"
            : member.Name)
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);
}

using Refit;

namespace Krewe.Refit.Tests;

/// <summary>Internal, as the product's are: the client must be able to see it.</summary>
[Headers("X-From: interface", "X-Gone: interface", "Accept: application/json")]
internal interface IGoldenApi
{
    [Get("/things/{id}")]
    Task<Thing> GetAsync(string id, CancellationToken cancellationToken);

    [Get("/files/{**path}?fixed=1")]
    Task<string> GetFileAsync(string path, string? page = null);

    [Get("/things")]
    Task<Thing[]> ListAsync(
        [AliasAs("page_size")] int pageSize,
        bool? isNew,
        [Query(CollectionFormat.Multi)] string[] tag,
        IEnumerable<int> ids);

    [Get("/search")]
    Task FindAsync([Query] Filter filter);

    [Get("/search")]
    Task FindPrefixedAsync([Query(".", "f")] Filter filter);

    [Post("/things")]
    [Headers("X-From: method", "X-Gone")]
    Task<ApiResponse<Thing>> AddAsync(
        Thing thing, [Header("X-Trace")] string? trace, [Authorize] string token);

    [Put("/things/{id}")]
    Task<HttpResponseMessage> PutAsync(int id, [Body(buffered: true)] Thing thing);

    [Patch("/things/{id}")]
    Task<IApiResponse> PatchAsync(
        int id,
        [Body(BodySerializationMethod.Serialized)] string name,
        [HeaderCollection] IDictionary<string, string> headers);

    [Delete("/things")]
    Task<IApiResponse<Thing>> DeleteAsync([Body] Thing thing);

    [Post("/form")]
    Task PostFormAsync([Body(BodySerializationMethod.UrlEncoded)] Dictionary<string, string> form);

    [Post("/form")]
    Task PostFilterAsync([Body(BodySerializationMethod.UrlEncoded)] Filter filter);

    [Post("/raw")]
    Task PostTextAsync([Body] string text);
}

internal sealed record Thing(string Name, int Count);

internal sealed record Filter(
    [property: AliasAs("first")] string First,
    int? Second,
    Inner Inner,
    Kind Kind);

internal sealed record Inner(string Deep);

internal enum Kind
{
    Plain,
}

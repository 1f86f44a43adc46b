using Refit;

namespace Krewe.Grains.Activation.Meta;

/// <summary>The part of Meta's Graph API that keeps custom audiences.</summary>
/// <remarks>
/// <para>Shape: JSON both ways. The token is only ever in the Authorization header, because
/// addresses end up in logs.</para>
/// <para>Units: up to 10,000 rows a call; pages of at most the limit asked for.</para>
/// <para>Errors: kept in the response; <see cref="MetaFaults"/> classifies them. Nothing but a
/// cancellation is thrown.</para>
/// <para>Source: Meta for Developers, "Customer File Custom Audiences" and the Custom Audience
/// reference, read 2026-09-12.</para>
/// </remarks>
internal interface IMetaApi
{
    /// <summary>One page of the ad accounts that the token reaches.</summary>
    [Get("/{version}/me/adaccounts?fields=id,account_id,name")]
    Task<IApiResponse<MetaPage<MetaAdAccount>>> ListAdAccountsAsync(
        string version,
        int limit,
        string? after,
        [Authorize("Bearer")] string token,
        CancellationToken cancellationToken);

    /// <summary>One page of the account's audiences.</summary>
    [Get("/{version}/{account}/customaudiences?fields=id,name,description")]
    Task<IApiResponse<MetaPage<MetaAudience>>> ListAudiencesAsync(
        string version,
        string account,
        int limit,
        string? after,
        [Authorize("Bearer")] string token,
        CancellationToken cancellationToken);

    /// <summary>Makes an audience; asked twice it makes two.</summary>
    [Post("/{version}/{account}/customaudiences")]
    Task<IApiResponse<MetaCreated>> CreateAudienceAsync(
        string version,
        string account,
        [Body(buffered: true)] MetaNewAudience audience,
        [Authorize("Bearer")] string token,
        CancellationToken cancellationToken);

    [Delete("/{version}/{audience}")]
    Task<IApiResponse<MetaDeleted>> DeleteAudienceAsync(
        string version,
        string audience,
        [Authorize("Bearer")] string token,
        CancellationToken cancellationToken);

    /// <summary>Adds members; one that is in already changes nothing.</summary>
    [Post("/{version}/{audience}/users")]
    Task<IApiResponse<MetaUsersReceipt>> AddUsersAsync(
        string version,
        string audience,
        [Body(buffered: true)] MetaUsers users,
        [Authorize("Bearer")] string token,
        CancellationToken cancellationToken);

    /// <summary>Takes members out; one that is not in changes nothing.</summary>
    [Delete("/{version}/{audience}/users")]
    Task<IApiResponse<MetaUsersReceipt>> RemoveUsersAsync(
        string version,
        string audience,
        [Body(buffered: true)] MetaUsers users,
        [Authorize("Bearer")] string token,
        CancellationToken cancellationToken);
}

using System.Collections.Immutable;
using Krewe.Grains.Activation.Platforms;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Activation.Meta;

/// <summary>Custom audiences on Facebook and Instagram.</summary>
/// <remarks>
/// Our audiences carry their key at the end of the description, "[krewe:KEY]": people rename
/// audiences, and two of ours may share a name.
/// </remarks>
internal sealed partial class MetaPlatform(
    IMetaApi api, IOptions<MetaOptions> options, ILogger<MetaPlatform> logger) : IAudiencePlatform
{
    public const int RecordsPerCallMax = 10_000;

    /// <summary>More pages than any account has: a cursor that goes round ends here.</summary>
    private const int PagesMax = 1_000;
    private const string Schema = "EMAIL_SHA256";

    private readonly MetaOptions _options = options.Value;

    public string Key => "meta";

    public PlatformCapabilities Capabilities { get; } = new(
        RecordsPerCallMax, MatchedMembersMin: 100, PopulateWithin: TimeSpan.FromHours(24));

    public async Task<PlatformResult<RemoteAudience>> EnsureAudienceAsync(
        PlatformConnection connection, AudienceSpec spec, CancellationToken cancellationToken)
    {
        var (account, marker) = (AccountOf(connection), MarkerOf(spec));
        var listed = await ReadAllAsync("list audiences", after => api.ListAudiencesAsync(
            Version, account, PageSize, after, TokenOf(connection), cancellationToken));
        if (!listed.IsOk)
        {
            return OfAccount(listed.Fault);
        }

        // Two calls at once may each have made one: all agree on the oldest.
        var found = listed.Value
            .Where(audience => audience.Description is { } text
                && text.EndsWith(marker, StringComparison.Ordinal))
            .OrderBy(audience => audience.Id!.Length)
            .ThenBy(audience => audience.Id, StringComparer.Ordinal)
            .FirstOrDefault();
        return found is null
            ? await CreateAsync(connection, spec, marker, cancellationToken)
            : new RemoteAudience(found.Id!, found.Name ?? spec.Name);
    }

    public async Task<PlatformResult<BatchReceipt>> SendAsync(
        PlatformConnection connection,
        RemoteAudience audience,
        MemberBatch batch,
        CancellationToken cancellationToken)
    {
        Check(batch);
        var (id, token, users) = (IdOf(audience), TokenOf(connection), UsersOf(batch));
        var call = batch.Change is MemberChange.Add
            ? api.AddUsersAsync(Version, id, users, token, cancellationToken)
            : api.RemoveUsersAsync(Version, id, users, token, cancellationToken);
        using var response = await call;
        var answer = Read("send members", response, content => content.NumReceived is not null);
        if (!answer.IsOk)
        {
            return answer.Fault;
        }

        var receipt = ReceiptOf(batch, answer.Value, response);
        LogSent(batch.Change, id, receipt.Sent, receipt.Invalid, receipt.PauseFor);
        return receipt;
    }

    public async Task<PlatformResult<bool>> DeleteAudienceAsync(
        PlatformConnection connection,
        RemoteAudience audience,
        CancellationToken cancellationToken)
    {
        using var response = await api.DeleteAudienceAsync(
            Version, IdOf(audience), TokenOf(connection), cancellationToken);
        var answer = Read("delete", response, content => content.Success is not null);
        return answer switch
        {
            { Fault: DeliveryFault.NotFound } => false,
            { IsOk: false } => answer.Fault,
            { Value.Success: true } => true,
            _ => new DeliveryFault.Rejected("the audience was not deleted"),
        };
    }

    public async Task<PlatformResult<ImmutableArray<AdAccount>>> ListAccountsAsync(
        PlatformConnection connection, CancellationToken cancellationToken)
    {
        var listed = await ReadAllAsync("list accounts", after => api.ListAdAccountsAsync(
            Version, PageSize, after, TokenOf(connection), cancellationToken));
        return listed.IsOk
            ? listed.Value
                .Where(account => account.Id is not null)
                .Select(account => new AdAccount(account.Id!, account.Name ?? account.Id!))
                .ToImmutableArray()
            : OfAccount(listed.Fault);
    }

    private string Version => _options.ApiVersion;

    private int PageSize => _options.PageSize;

    private async Task<PlatformResult<RemoteAudience>> CreateAsync(
        PlatformConnection connection,
        AudienceSpec spec,
        string marker,
        CancellationToken cancellationToken)
    {
        var wanted = new MetaNewAudience(
            spec.Name, "CUSTOM", $"{spec.Description} {marker}".TrimStart(), SourceOf(spec));
        using var response = await api.CreateAudienceAsync(
            Version, AccountOf(connection), wanted, TokenOf(connection), cancellationToken);
        var answer = Read("create", response, content => !string.IsNullOrEmpty(content.Id));
        if (!answer.IsOk)
        {
            return OfAccount(answer.Fault);
        }

        LogCreated(answer.Value.Id!, spec.ExternalKey);
        return new RemoteAudience(answer.Value.Id!, spec.Name);
    }
}

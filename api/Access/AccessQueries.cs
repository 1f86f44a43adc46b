using System.Globalization;
using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Pagination;
using Krewe.Api.Graph;
using Krewe.Domain.Access;

namespace Krewe.Api.Access;

/// <summary>API keys and the audit log in the graph.</summary>
[ExtendObjectType(OperationTypeNames.Query)]
internal sealed class AccessQueries
{
    /// <summary>All keys, with those revoked, by number.</summary>
    [Authorize(Policy = nameof(Permission.ManageKeys))]
    [UsePaging(ConnectionName = "ApiKeys")]
    public async Task<Connection<ApiKeyView>> GetApiKeysAsync(
        int? first,
        string? after,
        int? last,
        string? before,
        ApiKeyDesk desk,
        CancellationToken cancellationToken)
    {
        var keys = await desk.ListAsync(cancellationToken);
        return Pages.Cut(
            [.. keys.Select(key => new ApiKeyView(key))],
            key => key.Key,
            new PageRequest(first, after, last, before));
    }

    /// <summary>Who did what, newest first.</summary>
    [Authorize(Policy = nameof(Permission.ReadAudit))]
    [UsePaging(ConnectionName = "AuditLog", AllowBackwardPagination = false)]
    public async Task<Connection<AuditEntryView>> GetAuditLogAsync(
        int? first, string? after, AuditLog audit, CancellationToken cancellationToken)
    {
        var page = new PageRequest(first, after, null, null);
        if (page.Count == 0)
        {
            return Pages.Of<AuditEntryView>([], hasNext: true, hasPrevious: after is not null);
        }

        var list = await audit.ListAsync(page.AfterKey, page.Count, cancellationToken);
        return Pages.Of(
            [
                .. list.Entries.Select(entry => new Edge<AuditEntryView>(
                    new AuditEntryView(entry),
                    entry.Number.ToString(CultureInfo.InvariantCulture))),
            ],
            hasNext: list.Before is not null,
            hasPrevious: after is not null);
    }
}

using System.Security.Claims;
using Krewe.Api.Graph;
using Krewe.Contracts.Access;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Microsoft.Extensions.Logging;

namespace Krewe.Api.Access;

/// <summary>Writes down who changed what, after the change and before it is answered.</summary>
/// <remarks>
/// <para>A change that was acknowledged is in the log. One that broke off is there as failed, if
/// the log can be written; a process that dies between the change and the log has acknowledged
/// nothing.</para>
/// </remarks>
internal sealed partial class AuditLog(IGrainFactory grains, ILogger<AuditLog> logger)
{
    /// <summary>Makes a change and writes it down.</summary>
    /// <param name="by">Who asks for it.</param>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="kind">The kind of thing that is changed.</param>
    /// <param name="change">The change.</param>
    /// <param name="tell">The id of what was changed, and whether that was refused.</param>
    public async Task<T> DoAsync<T>(
        ClaimsPrincipal by,
        string action,
        string kind,
        Func<Task<T>> change,
        Func<T, (string? Id, bool IsRefused)> tell)
    {
        var record = new AuditRecord
        {
            Actor = by.Caller()?.By ?? throw new InvalidOperationException(
                "Nobody unknown changes anything."),
            Action = action,
            Kind = kind,
        };
        T result;
        try
        {
            result = await change();
        }
        catch (Exception fault)
        {
            await TryWriteAsync(record with
            {
                Outcome = GraphErrors.IsRefusal(fault)
                    ? AuditOutcome.Refused
                    : AuditOutcome.Failed,
            });
            throw;
        }

        var (id, isRefused) = tell(result);
        await WriteAsync(record with
        {
            Id = id ?? "",
            Outcome = isRefused ? AuditOutcome.Refused : AuditOutcome.Done,
        });
        return result;
    }

    /// <summary>Entries, newest first.</summary>
    public Task<AuditList> ListAsync(
        long? before, int countMax, CancellationToken cancellationToken) =>
        Log().ListAsync(before, countMax, cancellationToken);

    // The change is made: that the caller went away does not keep it out of the log.
    private Task<long> WriteAsync(AuditRecord record) =>
        Log().AppendAsync(record, CancellationToken.None);

    private async Task TryWriteAsync(AuditRecord record)
    {
        try
        {
            await WriteAsync(record);
        }
        catch (Exception fault)
        {
            // The caller is told of the first fault, which is why this one came about.
            LogNotWritten(fault, record.Action);
        }
    }

    private IAuditGrain Log() => grains.GetGrain<IAuditGrain>(WorkspaceId.Main.Name);

    [LoggerMessage(LogLevel.Error, "That {Action} failed could not be written to the audit log")]
    private partial void LogNotWritten(Exception exception, string action);
}

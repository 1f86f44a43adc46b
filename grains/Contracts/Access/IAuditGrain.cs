using Krewe.Domain.Access;

namespace Krewe.Contracts.Access;

/// <summary>The log of who did what in a workspace. Entries are added and never changed; the
/// oldest go when they are past <see cref="AuditTrail.KeptFor"/>. Key: the workspace.</summary>
[Alias("audit")]
public interface IAuditGrain : IGrainWithStringKey
{
    /// <summary>Adds an entry; durable when it returns. Call it after the change and before the
    /// change is answered, so that what was acknowledged is in the log.</summary>
    /// <remarks><para>Errors: a call that throws may have added the entry.</para></remarks>
    /// <returns>The number of the entry.</returns>
    [Alias("append")]
    Task<long> AppendAsync(AuditRecord record, CancellationToken cancellationToken);

    /// <summary>Entries, newest first.</summary>
    /// <param name="before">Only entries with a smaller number; null: from the newest.</param>
    /// <param name="countMax">At most this many, up to <see cref="AuditLimits.ListMax"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Alias("list")]
    Task<AuditList> ListAsync(long? before, int countMax, CancellationToken cancellationToken);
}

/// <summary>Bounds of questions to the log.</summary>
public static class AuditLimits
{
    /// <summary>Entries of one answer.</summary>
    public const int ListMax = 200;
}

using System.Collections.Immutable;
using Krewe.Contracts.Activation;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Grains.Activation.Platforms;

namespace Krewe.Grains.Activation;

/// <summary>Carries out one kind of change of one audience, in batches, and writes down in the unit
/// what the platform made of it.</summary>
internal sealed class ShardSender(
    IAudiencePlatform platform,
    PlatformConnection connection,
    DeliveryOptions options,
    Func<long> nextSession)
{
    /// <summary>What was sent since the sender was made.</summary>
    public ShardStatus Totals { get; private set; } = new();

    /// <summary>How long the platform asks to be left alone.</summary>
    public TimeSpan PauseFor { get; private set; }

    /// <summary>Sends until all is done or a fault stops it.</summary>
    /// <returns>Null, or the fault; what was done before it is in the unit.</returns>
    public async Task<DeliveryFault?> SendAsync(
        DeliveryUnit unit,
        LedgerChange change,
        string audience,
        IReadOnlyList<IdentityKey> identifiers,
        CancellationToken cancellationToken)
    {
        var sendable = new List<IdentityKey>(identifiers.Count);
        foreach (var identifier in identifiers)
        {
            // Nothing but a digest ever leaves.
            if (identifier.Value.Form == IdentityForm.Digest)
            {
                sendable.Add(identifier);
            }
            else
            {
                Refuse(unit, change, new([identifier]), "the identifier is no SHA-256 digest");
            }
        }

        var size = Math.Min(options.BatchMembersMax, platform.Capabilities.RecordsPerCallMax);
        foreach (var batch in sendable.Chunk(size))
        {
            if (await SendBatchAsync(unit, change, audience, batch, cancellationToken)
                is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    // A refused batch is halved until the members at fault are found, or the calls run out.
    private async Task<DeliveryFault?> SendBatchAsync(
        DeliveryUnit unit,
        LedgerChange change,
        string audience,
        IdentityKey[] batch,
        CancellationToken cancellationToken)
    {
        var open = new Stack<ArraySegment<IdentityKey>>([batch]);
        for (var calls = 1; open.TryPop(out var part); calls++)
        {
            var sent = await CallAsync(change, audience, part, cancellationToken);
            if (sent.IsOk)
            {
                Take(unit, change, audience, part, sent.Value);
            }
            else if (sent.Fault is not DeliveryFault.Rejected)
            {
                return sent.Fault;
            }
            else if (part.Count > 1 && calls < options.RefusedCallsMax)
            {
                open.Push(part[(part.Count / 2)..]);
                open.Push(part[..(part.Count / 2)]);
            }
            else
            {
                Refuse(unit, change, part, sent.Fault.Reason);
            }
        }

        return null;
    }

    private Task<PlatformResult<BatchReceipt>> CallAsync(
        LedgerChange change,
        string audience,
        ArraySegment<IdentityKey> part,
        CancellationToken cancellationToken)
    {
        var batch = new MemberBatch(
            change.Action == LedgerAction.Add ? MemberChange.Add : MemberChange.Remove,
            Hashes(part),
            nextSession(),
            Sequence: 1,
            IsLast: true,
            EstimatedTotal: part.Count);
        return platform.SendAsync(
            connection,
            new RemoteAudience(audience, change.Segment.ToString()),
            batch,
            cancellationToken);
    }

    private static ImmutableArray<Sha256Digest> Hashes(ArraySegment<IdentityKey> part)
    {
        var hashes = ImmutableArray.CreateBuilder<Sha256Digest>(part.Count);
        foreach (var identifier in part)
        {
            hashes.Add(identifier.Value.Digest);
        }

        return hashes.MoveToImmutable();
    }

    private void Take(
        DeliveryUnit unit,
        LedgerChange change,
        string audience,
        ArraySegment<IdentityKey> part,
        BatchReceipt receipt)
    {
        var isAdd = change.Action == LedgerAction.Add;
        foreach (var identifier in part)
        {
            unit[identifier] = isAdd
                ? unit[identifier].Hold(change.Segment, audience)
                : unit[identifier].Release(change.Segment);
        }

        PauseFor = receipt.PauseFor > PauseFor ? receipt.PauseFor : PauseFor;
        Totals = Totals with
        {
            Added = Totals.Added + (isAdd ? part.Count : 0),
            Removed = Totals.Removed + (isAdd ? 0 : part.Count),
            Rejected = Totals.Rejected + (receipt.Invalid ?? 0),
            LastRejection = receipt.Invalid > 0
                ? "the platform could not read some identifiers"
                : Totals.LastRejection,
        };
    }

    private void Refuse(
        DeliveryUnit unit,
        LedgerChange change,
        ArraySegment<IdentityKey> part,
        string reason)
    {
        foreach (var identifier in part)
        {
            unit[identifier] = unit[identifier].Refuse(change.Segment);
        }

        Totals = Totals with
        {
            Rejected = Totals.Rejected + part.Count,
            LastRejection = reason,
        };
    }
}

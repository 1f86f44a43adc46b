using System.Collections.Immutable;
using Krewe.Contracts.Activation;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;
using Krewe.Grains.Activation.Platforms;

namespace Krewe.Grains.Activation;

/// <summary>Carries out one kind of change of one audience, in batches, and writes down in the unit
/// what the platform made of it.</summary>
internal sealed class ShardSender(
    IAudiencePlatform platform,
    PlatformConnection connection,
    DeliveryOptions options,
    Func<long> nextSession,
    ShardAttempts attempts,
    TimeProvider time)
{
    private const string NoDigest = "the identifier is no SHA-256 digest";

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
        // Nothing but a digest ever leaves.
        var sendable = identifiers.Where(IsDigest).ToArray();
        Suppress(unit, change, [.. identifiers.Where(identifier => !IsDigest(identifier))]);
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
        var (isAdd, now) = (change.Action == LedgerAction.Add, time.GetUtcNow());
        var trial = Trial(change, now, reason: null);
        foreach (var identifier in part)
        {
            var entry = unit[identifier];
            unit[identifier] = (isAdd
                ? entry.Hold(change.Segment, audience)
                : entry.Release(change.Segment)).Note(trial);
        }

        PauseFor = receipt.PauseFor > PauseFor ? receipt.PauseFor : PauseFor;
        var done = new SegmentDelivery
        {
            Added = isAdd ? part.Count : 0,
            Removed = isAdd ? 0 : part.Count,
            Rejected = receipt.Invalid ?? 0,
            LastDelivered = DateTimeOffset.FromUnixTimeMilliseconds(
                now.ToUnixTimeMilliseconds()),
        };
        Count(change, done, receipt.Invalid > 0
            ? "the platform could not read some identifiers"
            : null);
    }

    private void Refuse(
        DeliveryUnit unit,
        LedgerChange change,
        ArraySegment<IdentityKey> part,
        string reason)
    {
        var trial = Trial(change, time.GetUtcNow(), reason);
        foreach (var identifier in part)
        {
            unit[identifier] = unit[identifier].Refuse(change.Segment).Note(trial);
        }

        Count(change, new SegmentDelivery { Rejected = part.Count }, reason);
    }

    private void Suppress(DeliveryUnit unit, LedgerChange change, IdentityKey[] identifiers)
    {
        if (identifiers.Length == 0)
        {
            return;
        }

        var trial = new LedgerTrial(change.Segment, Attempts: 0, At: 0, NoDigest);
        foreach (var identifier in identifiers)
        {
            unit[identifier] = unit[identifier].Refuse(change.Segment).Note(trial);
        }

        Count(change, new SegmentDelivery { Suppressed = identifiers.Length }, NoDigest);
    }

    private LedgerTrial Trial(LedgerChange change, DateTimeOffset now, string? reason) => new(
        change.Segment,
        attempts.Of(change.Segment).Count + 1,
        now.ToUnixTimeSeconds(),
        reason);

    private void Count(LedgerChange change, SegmentDelivery done, string? rejection) =>
        Totals = ShardTotals.Add(Totals, new ShardStatus
        {
            Added = done.Added,
            Removed = done.Removed,
            Rejected = done.Rejected,
            LastRejection = rejection,
            Suppressed = done.Suppressed,
            LastDelivered = done.LastDelivered,
            Segments = ImmutableDictionary<SegmentId, SegmentDelivery>.Empty
                .Add(change.Segment, done),
        });

    private static bool IsDigest(IdentityKey identifier) =>
        identifier.Value.Form == IdentityForm.Digest;
}

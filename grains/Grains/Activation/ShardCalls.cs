using Krewe.Contracts.Activation;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;
using Krewe.Grains.Activation.Platforms;

namespace Krewe.Grains.Activation;

/// <summary>Makes the calls that a unit asks for: first for the audiences that are missing, then
/// for the members, segment by segment.</summary>
internal sealed class ShardCalls(IDestinationGrain destination)
{
    /// <summary>Carries out what the unit asks for, and writes down in it what was done.</summary>
    /// <param name="unit">What is stored and what is to be.</param>
    /// <param name="plan">Where to send.</param>
    /// <param name="sender">Sends to the platform.</param>
    /// <param name="notice">Told of each new audience before anything is sent to it.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Why it ended early; null if it did not.</returns>
    public async Task<DeliveryStop?> CarryOutAsync(
        DeliveryUnit unit,
        DeliveryPlan plan,
        ShardSender sender,
        Func<SegmentId, RemoteAudienceId, CancellationToken, Task> notice,
        CancellationToken cancellationToken)
    {
        var audiences = plan.Audiences.ToDictionary(pair => pair.Key, pair => pair.Value.Value);
        var changes = unit.TakeChanges(audiences);
        return await EnsureAsync(changes.Keys, audiences, notice, cancellationToken)
            ?? await SendAsync(unit, changes, audiences, sender, cancellationToken);
    }

    private async Task<DeliveryStop?> EnsureAsync(
        IEnumerable<LedgerChange> changes,
        Dictionary<SegmentId, string> audiences,
        Func<SegmentId, RemoteAudienceId, CancellationToken, Task> notice,
        CancellationToken cancellationToken)
    {
        foreach (var (segment, _) in changes.OrderBy(change => change.Segment))
        {
            if (!audiences.ContainsKey(segment))
            {
                if (await destination.EnsureAudienceAsync(segment, cancellationToken)
                    is not { } audience)
                {
                    var fault = new DeliveryFault.Transient(
                        TimeSpan.Zero, "there is no audience yet");
                    return new DeliveryStop(fault, segment);
                }

                await notice(segment, audience, cancellationToken);
                audiences[segment] = audience.Value;
            }
        }

        return null;
    }

    private static async Task<DeliveryStop?> SendAsync(
        DeliveryUnit unit,
        Dictionary<LedgerChange, List<IdentityKey>> changes,
        Dictionary<SegmentId, string> audiences,
        ShardSender sender,
        CancellationToken cancellationToken)
    {
        foreach (var (change, identifiers) in changes
            .OrderBy(pair => (pair.Key.Segment, pair.Key.Action)))
        {
            var audience = audiences[change.Segment];
            var fault = await sender.SendAsync(
                unit, change, audience, identifiers, cancellationToken);
            if (fault is not null)
            {
                return new DeliveryStop(fault, change.Segment, audience);
            }
        }

        return null;
    }
}

/// <summary>Why a step ended early, and at which segment's audience, if it came to one.</summary>
internal sealed record DeliveryStop(
    DeliveryFault Fault, SegmentId? Segment = null, string? Audience = null);

using Krewe.Contracts.Workspaces;

namespace Krewe.Grains.Events;

/// <content>Has profiles apply what waits, step by step: the one who writes down how far it
/// is.</content>
internal sealed partial class IntakeGrain
{
    private async Task<TimeSpan?> StepAsync(CancellationToken cancellationToken)
    {
        if (_fault is not null)
        {
            return null;
        }

        try
        {
            var wait = await WorkOffAsync(cancellationToken);
            return _fault is null ? wait : null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The activation ends; a successor takes up what waits.
        }
        catch (Exception fault)
        {
            Break(fault);
        }

        return null;
    }

    /// <summary>Works off what waits, and at rest writes down how far it is.</summary>
    /// <returns>When to try again; null: nothing waits.</returns>
    private async Task<TimeSpan?> WorkOffAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (_triesHeld)
            {
                await TryHeldAsync(cancellationToken);
            }
            else if (Journal.HasPages)
            {
                if (await TryNextAsync(cancellationToken) is { } wait)
                {
                    return wait;
                }
            }
            else if (_hasRested && !Journal.IsMarked)
            {
                await Journal.MarkAsync();
            }
            else
            {
                break;
            }
        }

        return null;
    }

    private async Task<TimeSpan?> TryNextAsync(CancellationToken cancellationToken)
    {
        _work ??= new IntakeWork(Journal.NextPages(), Journal.Held);
        var faults = await TryAsync(_work, cancellationToken);
        var isHopeless = _work.IsSeenThrough && Retry.Failures + 1 >= options.Value.HeldAfter;
        if (faults.Count > 0 && !isHopeless)
        {
            return WaitAfter(faults);
        }

        if (!await Journal.TryEndAsync(_work.Pages, _work.Left()))
        {
            // Room comes of what is held already.
            _triesHeld = true;
            return WaitAfter(faults);
        }

        if (faults.Count > 0)
        {
            LogHeld(this.GetPrimaryKeyString(), faults.Count, NameOf(faults), ReminderPeriod);
        }

        Retry.Reset();
        _work = null;
        Release();
        await TryClearAsync();
        return null;
    }

    private TimeSpan WaitAfter(IReadOnlyCollection<Exception> faults)
    {
        var wait = Retry.Next(TimeSpan.Zero);
        LogFailed(this.GetPrimaryKeyString(), faults.Count, NameOf(faults), wait);
        return wait;
    }

    // What is left is tried again when the reminder comes.
    private async Task TryHeldAsync(CancellationToken cancellationToken)
    {
        _triesHeld = false;
        var work = new IntakeWork(Journal.Held.Pages, held: null);
        var faults = await TryAsync(work, cancellationToken);
        if (work.IsSeenThrough)
        {
            Journal.Release(work.Left());

            // It may have passed over whose events are no longer held.
            _work = null;
        }

        if (faults.Count > 0)
        {
            LogHeld(this.GetPrimaryKeyString(), faults.Count, NameOf(faults), ReminderPeriod);
        }
    }

    private async Task<IReadOnlyCollection<Exception>> TryAsync(
        IntakeWork work, CancellationToken cancellationToken)
    {
        var faults = await work.TryAsync(
            client,
            WorkspaceId.OfKey(this.GetPrimaryKeyString()),
            options.Value.ProfileCallsMax,
            cancellationToken);
        metrics.Failed(faults.Count);
        return faults;
    }

    // The type alone: a message may name a person.
    private static string NameOf(IReadOnlyCollection<Exception> faults) =>
        faults.FirstOrDefault()?.GetType().Name ?? "there being no room to set more aside";

    // What is not cleared away now is after the next step.
    private async Task TryClearAsync()
    {
        try
        {
            await Journal.ClearAsync();
        }
        catch (Exception fault)
        {
            metrics.Failed(1);
            LogNotCleared(this.GetPrimaryKeyString(), fault.GetType().Name);
        }
    }
}

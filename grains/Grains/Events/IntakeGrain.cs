using System.Collections.Immutable;
using Krewe.Contracts.Events;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Grains.Pacing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Krewe.Grains.Events;

/// <summary>Gives one part of the journal its turns.</summary>
/// <remarks>
/// Calls interleave, so that events that come while a page is written make the next page: there is
/// one write of a page at a time, and one step of working pages off, by a timer. The reminder is
/// registered before the first page is written, so that nothing durable is without somebody to come
/// back for it; it goes after a minute in which nothing happened. Events that their profiles do not
/// take again and again are set aside, so that nobody else waits for them; the reminder has them
/// tried. A write that failed leaves the state in doubt: everybody who waits is told, and the
/// activation ends.
/// </remarks>
internal sealed partial class IntakeGrain(
    [PersistentState("intake")] IPersistentState<IntakePages> storage,
    [FromKeyedServices("Default")] IGrainStorage records,
    IClusterClient client,
    IOptions<IntakeOptions> options,
    IntakeMetrics metrics,
    TimeProvider time,
    ILogger<IntakeGrain> logger) : Grain, IIntakeGrain, IRemindable
{
    private const string Reminder = "intake";
    private const ConfigureAwaitOptions OnThisTurnNeverThrows =
        ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;

    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    private readonly PriorityQueue<TaskCompletionSource, long> _waiters = new();
    private IntakeJournal? _opened;
    private RetryWait? _retry;
    private IntakeWork? _work;
    private Task _writing = Task.CompletedTask;
    private Task _forgetting = Task.CompletedTask;
    private Exception? _fault;
    private StepTimer? _steps;
    private bool _hasReminder;
    private bool _hasRested;
    private bool _triesHeld;

    private IntakeJournal Journal => _opened
        ?? throw new InvalidOperationException("The part of the journal is not active.");

    private RetryWait Retry => _retry ??= new RetryWait(
        options.Value.RetryWaitMin,
        options.Value.RetryWaitMax,
        new Random((int)StableHash.Of(this.GetPrimaryKeyString().AsSpan())));

    private StepTimer Steps => _steps ??= new StepTimer(this, StepAsync, DelayDeactivation);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var journal = new IntakeJournal(
            storage,
            new IntakeRecords(records, this.GetPrimaryKeyString()),
            options.Value,
            metrics,
            time);
        await journal.OpenAsync(cancellationToken);
        _opened = journal;
        _triesHeld = journal.Held.Count > 0;
        ArmIfIdle();
    }

    // What is being written is seen through, so that a successor finds it or never will.
    public override async Task OnDeactivateAsync(
        DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(OnThisTurnNeverThrows);
        Close(new OperationCanceledException("The part of the journal moves: ask again."));
    }

    public async Task<IntakeReply> AcceptAsync(
        ImmutableArray<LiveEvent> events,
        long catalogVersion,
        CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        _hasRested = false;
        var taken = Journal.Take(events, catalogVersion);
        if (taken.IsRefused)
        {
            return new IntakeReply { IsAccepted = false, RetryAfter = options.Value.RefusedWait };
        }

        if (taken.Page > 0 && _writing.IsCompleted)
        {
            _writing = WriteAsync();
        }

        await Journal.StoredAsync(taken.Page).WaitAsync(cancellationToken);
        return new IntakeReply
        {
            IsAccepted = true,
            Repeated = taken.Repeated,
            Page = taken.Page,
        };
    }

    public Task WaitAsync(long page, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(page, Journal.Last);
        if (page < Journal.Start)
        {
            return Task.CompletedTask;
        }

        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiters.Enqueue(waiter, page);
        return waiter.Task.WaitAsync(cancellationToken);
    }

    public ValueTask<IntakeStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        ArmIfIdle();
        return new ValueTask<IntakeStatus>(Journal.Status);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _hasReminder = true;
        _triesHeld = Journal.Held.Count > 0;
        if (Journal.HasWork || !_hasRested || !Journal.IsMarked)
        {
            _hasRested = true;
            Arm();
            return;
        }

        // From here on the next page registers it anew, after it has gone.
        _hasReminder = false;
        _forgetting = ForgetReminderAsync();
#pragma warning disable VSTHRD003 // It is this activation's own.
        await _forgetting;
#pragma warning restore VSTHRD003
    }

    private async Task ForgetReminderAsync()
    {
        if (await this.GetReminder(Reminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    // Never throws: what went wrong is told to whoever waits.
    private async Task WriteAsync()
    {
        try
        {
            await RemindAsync();
            while (await Journal.StoreNextAsync())
            {
                ArmIfIdle();
            }
        }
        catch (Exception fault)
        {
            Break(fault);
        }
    }

    private async Task RemindAsync()
    {
        if (_hasReminder)
        {
            return;
        }

#pragma warning disable VSTHRD003 // It is this activation's own.
        await _forgetting.ConfigureAwait(OnThisTurnNeverThrows);
#pragma warning restore VSTHRD003
        await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);
        _hasReminder = true;
    }

    private void ArmIfIdle()
    {
        if (Journal.HasPages || _triesHeld)
        {
            Arm();
        }
    }

    private void Arm()
    {
        if (_fault is null)
        {
            Steps.ArmIfIdle(TimeSpan.Zero);
        }
    }

    private void Release()
    {
        while (_waiters.TryPeek(out var waiter, out var page) && page < Journal.Start)
        {
            _waiters.Dequeue();
            waiter.TrySetResult();
        }
    }

    private void Break(Exception fault)
    {
        if (_fault is null)
        {
            metrics.Failed(1);
            LogBroken(this.GetPrimaryKeyString(), fault.GetType().Name);
            Close(fault);
            DeactivateOnIdle();
        }
    }

    private void Close(Exception fault)
    {
        _fault ??= fault;
        _opened?.Close(fault);
        while (_waiters.TryDequeue(out var waiter, out _))
        {
            waiter.TrySetException(fault);
            _ = waiter.Task.Exception;
        }
    }

    private void ThrowIfClosed()
    {
        if (_fault is not null)
        {
            throw new InvalidOperationException(
                "This part of the journal is being opened anew: ask again.", _fault);
        }
    }

    // The types alone: a message of storage may name a record.
    [LoggerMessage(
        LogLevel.Error,
        "Part {Part} of the journal: {Count} profiles did not take their events, the first because "
        + "of {Fault}; again in {Wait}")]
    private partial void LogFailed(string part, int count, string fault, TimeSpan wait);

    [LoggerMessage(
        LogLevel.Error,
        "Part {Part} of the journal: the events of {Count} profiles, the first because of {Fault}, "
        + "are set aside; again in {Wait}")]
    private partial void LogHeld(string part, int count, string fault, TimeSpan wait);

    [LoggerMessage(
        LogLevel.Error, "Part {Part} of the journal: {Fault}; it is opened anew")]
    private partial void LogBroken(string part, string fault);

    [LoggerMessage(
        LogLevel.Warning, "Part {Part} of the journal: old pages are not cleared away: {Fault}")]
    private partial void LogNotCleared(string part, string fault);
}

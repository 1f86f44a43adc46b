using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Timers;

namespace Krewe.Embedded;

/// <summary>Wakes grains at their times: one timer, set for the next that is due.</summary>
/// <remarks>Thread: everything below _guard. A tick that nobody took, because the process was not
/// running or the grain failed, is not made up for; the next one comes at its time.</remarks>
internal sealed class ReminderService
    : IReminderRegistry, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly GrainMethod Woken = new(
        typeof(IRemindable), nameof(IRemindable.ReceiveReminder),
        [typeof(string), typeof(TickStatus)], GrainMethodOptions.None);

    /// <summary>Timers take no longer waits; one that fires early is set again.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromDays(1);

    /// <summary>How many entries that nobody needs any more the queue may hold beside as many as
    /// there are reminders.</summary>
    private const int StaleMax = 64;

    private readonly Silo _silo;
    private readonly IReminderTable _table;
    private readonly TimeSpan _periodMin;
    private readonly Lock _guard = new();
    private readonly Dictionary<(GrainId, string), Reminder> _all = [];
    private readonly PriorityQueue<Reminder, DateTime> _due = new();
    private ITimer? _timer;

    internal ReminderService(Silo silo, IReminderTable table, IOptions<ReminderOptions> options)
    {
        _silo = silo;
        _table = table;
        _periodMin = options.Value.MinimumReminderPeriod;
    }

    /// <summary>How many ticks wait for their time.</summary>
    internal int QueuedCount => _due.Count;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        "reminders", ServiceLifecycleStage.Active, StartAsync, StopAsync);

    public async Task<IGrainReminder> RegisterOrUpdateReminder(
        GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrEmpty(reminderName);
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        if (period < _periodMin)
        {
            throw new ArgumentException(
                $"reminder {reminderName} has a period of {period}, and the least that is allowed "
                + $"is {_periodMin}", nameof(period));
        }
        var first = _silo.Time.GetUtcNow().UtcDateTime + dueTime;
        var reminder = new Reminder(callingGrainId, reminderName, first, period);
        await _table.WriteAsync(reminder);
        Add(reminder);
        return reminder;
    }

    public async Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder)
    {
        var known = (Reminder)reminder;
        await _table.DeleteAsync(known);
        lock (_guard)
        {
            _all.Remove((callingGrainId, known.Name));
        }
    }

    public Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName)
    {
        lock (_guard)
        {
            return Task.FromResult<IGrainReminder?>(
                _all.GetValueOrDefault((callingGrainId, reminderName)));
        }
    }

    public Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId)
    {
        lock (_guard)
        {
            return Task.FromResult(_all.Values
                .Where(each => each.Owner == callingGrainId).ToList<IGrainReminder>());
        }
    }

    public void Dispose() => _timer?.Dispose();

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        using (ExecutionContext.SuppressFlow())
        {
            _timer = _silo.Time.CreateTimer(
                static self => ((ReminderService)self!).Fire(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
        }
        await foreach (var reminder in _table.ReadAllAsync(cancellationToken))
        {
            Add(reminder);
        }
        Arm();
    }

    private Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        _timer = null;
        return Task.CompletedTask;
    }

    private void Add(Reminder reminder)
    {
        lock (_guard)
        {
            _all[(reminder.Owner, reminder.Name)] = reminder;
            if (_due.Count > (2 * _all.Count) + StaleMax)
            {
                DropStale();
            }
            _due.Enqueue(reminder, NextTick(reminder, _silo.Time.GetUtcNow().UtcDateTime));
        }
        Arm();
    }

    /// <summary>Entries of reminders that were updated or taken back stay until they are due, or
    /// until there are too many of them.</summary>
    private void DropStale()
    {
        var current = _due.UnorderedItems.Where(each => IsCurrent(each.Element)).ToArray();
        _due.Clear();
        _due.EnqueueRange(current);
    }

    private bool IsCurrent(Reminder reminder) => ReferenceEquals(
        _all.GetValueOrDefault((reminder.Owner, reminder.Name)), reminder);

    /// <summary>The first tick that is not over.</summary>
    private static DateTime NextTick(Reminder reminder, DateTime now)
    {
        if (now <= reminder.FirstTick)
        {
            return reminder.FirstTick;
        }
        var past = (now - reminder.FirstTick).Ticks;
        var periods = (past + reminder.Period.Ticks - 1) / reminder.Period.Ticks;
        return reminder.FirstTick + TimeSpan.FromTicks(periods * reminder.Period.Ticks);
    }

    private void Arm()
    {
        lock (_guard)
        {
            if (_due.TryPeek(out _, out var next))
            {
                var wait = next - _silo.Time.GetUtcNow().UtcDateTime;
                wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
                _timer?.Change(wait > WaitMax ? WaitMax : wait, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Fire()
    {
        var now = _silo.Time.GetUtcNow().UtcDateTime;
        var due = new List<Reminder>();
        lock (_guard)
        {
            while (_due.TryPeek(out var reminder, out var at) && at <= now)
            {
                _due.Dequeue();
                if (IsCurrent(reminder))
                {
                    due.Add(reminder);
                    _due.Enqueue(reminder, NextTick(reminder, now + TimeSpan.FromTicks(1)));
                }
            }
        }
        foreach (var reminder in due)
        {
            _ = WakeAsync(reminder, new TickStatus(reminder.FirstTick, reminder.Period, now));
        }
        Arm();
    }

    private async Task WakeAsync(Reminder reminder, TickStatus status)
    {
        try
        {
            await _silo.Factory.ClassOf(reminder.Owner.Type).RunAsync(
                reminder.Owner.Key,
                Woken,
                async activation =>
                {
                    await ((IRemindable)activation.Grain!)
                        .ReceiveReminder(reminder.Name, status);
                    return true;
                });
        }
        catch (Exception exception)
        {
            _silo.Log.ReminderFailed(exception, reminder.Owner, reminder.Name);
        }
    }
}

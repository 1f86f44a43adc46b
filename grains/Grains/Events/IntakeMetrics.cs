using System.Diagnostics.Metrics;

namespace Krewe.Grains.Events;

/// <summary>What operators see of the journal of live events. Meter: <c>Krewe.Intake</c>.</summary>
internal sealed class IntakeMetrics
{
    public const string MeterName = "Krewe.Intake";

    private readonly Counter<long> _accepted;
    private readonly Counter<long> _repeated;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _applied;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _forgotten;
    private long _waiting;
    private long _held;

    public IntakeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _accepted = meter.CreateCounter<long>(
            "krewe.intake.accepted", "{event}", "Events that were taken in.");
        _repeated = meter.CreateCounter<long>(
            "krewe.intake.repeated", "{event}", "Events that had been taken in before.");
        _refused = meter.CreateCounter<long>(
            "krewe.intake.refused", "{event}", "Events for which there was no room.");
        _applied = meter.CreateCounter<long>(
            "krewe.intake.applied", "{event}", "Events that their profiles have applied.");
        _failed = meter.CreateCounter<long>(
            "krewe.intake.failed",
            "{failure}",
            "Profiles that did not take their events, writes that failed; they are tried again.");
        _forgotten = meter.CreateCounter<long>(
            "krewe.intake.forgotten", "{id}", "Ids of events that were forgotten early.");
        meter.CreateObservableGauge(
            "krewe.intake.waiting",
            () => Volatile.Read(ref _waiting),
            "{event}",
            "Events that were taken in and wait to be applied.");
        meter.CreateObservableGauge(
            "krewe.intake.held",
            () => Volatile.Read(ref _held),
            "{event}",
            "Events that their profiles did not take again and again.");
    }

    public void Accepted(int events) => _accepted.Add(events);

    public void Repeated(int events) => _repeated.Add(events);

    public void Refused(int events) => _refused.Add(events);

    public void Applied(int events) => _applied.Add(events);

    public void Failed(int failures) => _failed.Add(failures);

    public void Forgotten(int ids) => _forgotten.Add(ids);

    public void Held(int change) => Interlocked.Add(ref _held, change);

    public void Waiting(int change) => Interlocked.Add(ref _waiting, change);
}

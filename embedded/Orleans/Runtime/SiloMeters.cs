using System.Diagnostics.Metrics;

namespace Krewe.Embedded;

/// <summary>What operators see of the engine.</summary>
internal sealed class SiloMeters : IDisposable
{
    internal const string MeterName = "Krewe.Embedded.Orleans";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _activated;
    private readonly Counter<long> _deactivated;
    private readonly Counter<long> _evicted;
    private readonly Counter<long> _queued;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _slowTurns;
    private readonly Counter<long> _producersHeld;

    internal SiloMeters(Func<int> activations, Func<int> waitingCalls, Func<int> timers)
    {
        _activated = _meter.CreateCounter<long>("krewe.engine.activated");
        _deactivated = _meter.CreateCounter<long>("krewe.engine.deactivated");
        _evicted = _meter.CreateCounter<long>("krewe.engine.evicted");
        _queued = _meter.CreateCounter<long>("krewe.engine.calls.queued");
        _refused = _meter.CreateCounter<long>("krewe.engine.calls.refused");
        _slowTurns = _meter.CreateCounter<long>("krewe.engine.turns.slow");
        _producersHeld = _meter.CreateCounter<long>("krewe.engine.stream.producers.held");
        _meter.CreateObservableGauge("krewe.engine.activations", activations);
        _meter.CreateObservableGauge("krewe.engine.calls.waiting", waitingCalls);
        _meter.CreateObservableGauge("krewe.engine.timers", timers);
    }

    /// <summary>The meter of this silo, of all silos of the process.</summary>
    internal Meter Meter => _meter;

    internal void Activated() => _activated.Add(1);

    internal void Deactivated() => _deactivated.Add(1);

    internal void Evicted() => _evicted.Add(1);

    internal void Evicted(int count) => _evicted.Add(count);

    internal void Queued() => _queued.Add(1);

    /// <summary>A bound was reached: of a mailbox, or of the silo.</summary>
    internal void Refused(string bound) =>
        _refused.Add(1, new KeyValuePair<string, object?>("bound", bound));

    internal void TurnWasSlow() => _slowTurns.Add(1);

    internal void ProducerWasHeld(string provider) =>
        _producersHeld.Add(1, new KeyValuePair<string, object?>("provider", provider));

    internal void GaugeBytes(string provider, Func<long> held, Func<long> history)
    {
        var tag = new KeyValuePair<string, object?>("provider", provider);
        _meter.CreateObservableGauge(
            "krewe.engine.stream.bytes", () => new Measurement<long>(held(), tag));
        _meter.CreateObservableGauge(
            "krewe.engine.stream.history.bytes", () => new Measurement<long>(history(), tag));
    }

    internal void GaugeBacklog(string provider, Func<long> items) =>
        _meter.CreateObservableGauge(
            "krewe.engine.stream.backlog",
            () => new Measurement<long>(
                items(), new KeyValuePair<string, object?>("provider", provider)));

    public void Dispose() => _meter.Dispose();
}

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

    internal SiloMeters(Func<int> activations)
    {
        _activated = _meter.CreateCounter<long>("krewe.engine.activated");
        _deactivated = _meter.CreateCounter<long>("krewe.engine.deactivated");
        _evicted = _meter.CreateCounter<long>("krewe.engine.evicted");
        _queued = _meter.CreateCounter<long>("krewe.engine.calls.queued");
        _meter.CreateObservableGauge("krewe.engine.activations", activations);
    }

    internal void Activated() => _activated.Add(1);

    internal void Deactivated() => _deactivated.Add(1);

    internal void Evicted() => _evicted.Add(1);

    internal void Evicted(int count) => _evicted.Add(count);

    internal void Queued() => _queued.Add(1);

    internal void GaugeBacklog(string provider, Func<long> items) =>
        _meter.CreateObservableGauge(
            "krewe.engine.stream.backlog",
            () => new Measurement<long>(
                items(), new KeyValuePair<string, object?>("provider", provider)));

    public void Dispose() => _meter.Dispose();
}

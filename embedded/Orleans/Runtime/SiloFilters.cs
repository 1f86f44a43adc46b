using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Krewe.Embedded;

/// <summary>The filters of a silo. Tracing is one only while somebody listens, so that otherwise
/// calls take the short way.</summary>
internal sealed class SiloFilters
{
    private readonly IIncomingGrainCallFilter[] _incoming;
    private readonly IOutgoingGrainCallFilter[] _outgoing;
    private readonly IIncomingGrainCallFilter[] _tracedIncoming;
    private readonly IOutgoingGrainCallFilter[] _tracedOutgoing;
    private readonly bool _traces;
    private readonly bool _any;

    internal SiloFilters(IServiceProvider services)
    {
        _incoming = [.. services.GetServices<IIncomingGrainCallFilter>()];
        _outgoing = [.. services.GetServices<IOutgoingGrainCallFilter>()];
        _any = _incoming.Length + _outgoing.Length > 0;
        var trace = services.GetService<CallTrace>();
        _traces = trace is not null;
        _tracedIncoming = _traces ? [trace!, .. _incoming] : _incoming;
        _tracedOutgoing = _traces ? [.. _outgoing, trace!] : _outgoing;
    }

    internal IIncomingGrainCallFilter[] Incoming => IsTracing ? _tracedIncoming : _incoming;

    internal IOutgoingGrainCallFilter[] Outgoing => IsTracing ? _tracedOutgoing : _outgoing;

    internal bool Any => _any || IsTracing;

    private bool IsTracing => _traces && CallTrace.HasListeners;
}

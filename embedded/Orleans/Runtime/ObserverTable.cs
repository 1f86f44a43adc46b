using System.Collections.Concurrent;
using Orleans;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>Objects outside the grains that can be called like grains, each with a
/// mailbox.</summary>
internal sealed class ObserverTable(Silo silo)
{
    private readonly GrainClass _class = GrainClass.ForObservers(silo);
    private readonly ConcurrentDictionary<IGrainObserver, Activation> _byObject =
        new(ReferenceEqualityComparer.Instance);

    internal GrainReference Add(Type interfaceType, IGrainObserver target)
    {
        var activation = _byObject.GetOrAdd(
            target,
            static (each, owner) => owner.Enter(each),
            this);
        return Bind(interfaceType).Reference(activation.Key);
    }

    internal void Remove(IGrainObserver target)
    {
        if (_byObject.TryRemove(target, out var activation))
        {
            activation.Deactivate(new DeactivationReason(
                DeactivationReasonCode.ApplicationRequested, "the observer was deleted"));
        }
    }

    internal GrainReference? Find(Type interfaceType, GrainId id) =>
        id.Type == _class.Type ? Bind(interfaceType).Reference(id.Key) : null;

    private GrainBinding Bind(Type interfaceType) =>
        new(_class, interfaceType, silo.Factory.ProxyOf(interfaceType));

    private Activation Enter(IGrainObserver target)
    {
        var key = GrainKeys.Of(Identity.New());
        return _class.Activations.Enter(Activation.ForObserver(_class, key, target));
    }
}

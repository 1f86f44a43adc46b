using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Krewe.Embedded;

/// <summary>The observers that one activation has attached. Touched on its turns alone.</summary>
internal sealed class StreamConsumer
{
    private readonly Dictionary<Guid, ObserverSlot> _observers = [];

    internal static StreamConsumer Of(Activation activation)
    {
        if (activation.GetComponent<StreamConsumer>() is { } known)
        {
            return known;
        }
        var consumer = new StreamConsumer();
        activation.SetComponent(consumer);
        return consumer;
    }

    internal void Attach(Guid subscription, ObserverSlot observer) =>
        _observers[subscription] = observer;

    internal void Detach(Guid subscription) => _observers.Remove(subscription);

    /// <summary>An activation that has attached nothing is told of the stream first. One that
    /// still attaches nothing does not want the items.</summary>
    internal async Task ReceiveAsync(Activation activation, Delivery delivery)
    {
        if (!_observers.TryGetValue(delivery.SubscriptionId, out var observer))
        {
            if (activation.Grain is IStreamSubscriptionObserver told)
            {
                await told.OnSubscribed(new HandleFactory(delivery));
            }
            if (!_observers.TryGetValue(delivery.SubscriptionId, out observer))
            {
                return;
            }
        }
        await observer.ReceiveAsync(delivery);
    }

    private sealed class HandleFactory(Delivery delivery) : IStreamSubscriptionHandleFactory
    {
        public StreamId StreamId => delivery.StreamId;

        public string ProviderName => delivery.Provider.Name;

        public GuidId SubscriptionId => new(delivery.SubscriptionId);

        public StreamSubscriptionHandle<T> Create<T>() => new SubscriptionHandle<T>(
            delivery.Provider, delivery.StreamId, delivery.SubscriptionId);
    }
}

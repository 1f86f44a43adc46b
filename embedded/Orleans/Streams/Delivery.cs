using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>Items on their way to one subscriber; remembers how many have arrived.</summary>
internal sealed class Delivery(
    StreamProvider provider, StreamId id, Guid subscription, DeliveryBatch batch)
{
    internal StreamProvider Provider => provider;

    internal StreamId StreamId => id;

    internal Guid SubscriptionId => subscription;

    /// <summary>Up to here everything was delivered before.</summary>
    internal long Place => batch.Place;

    internal IReadOnlyList<StreamItem> Items => batch.Items;

    /// <summary>How many items the subscriber has received. Written on its turn.</summary>
    internal int Done { get; set; }

    internal async Task<Exception?> TryAsync(
        Subscriber to, CancellationToken cancellationToken)
    {
        try
        {
            await to.ReceiveAsync(this).WaitAsync(cancellationToken);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}

/// <summary>Items that follow a place. None at all let a subscriber go back to its token.</summary>
internal sealed record DeliveryBatch(long Place, IReadOnlyList<StreamItem> Items);

/// <summary>Somebody who receives a stream.</summary>
internal abstract record Subscriber(Guid Id)
{
    internal abstract Task ReceiveAsync(Delivery delivery);
}

/// <summary>A grain, which receives on a turn of its own.</summary>
internal sealed record GrainSubscriber(Guid Id, GrainClass Class, IdSpan Key) : Subscriber(Id)
{
    /// <summary>A receiver may take its time: as long as it has not failed, waiting is right.
    /// </summary>
    private static readonly GrainMethod Received = new(
        typeof(Orleans.Streams.IAsyncStream),
        "OnNextAsync",
        [],
        GrainMethodOptions.None,
        responseTimeout: "1.00:00:00")
    {
        SkipsFilters = true,
    };

    internal override Task ReceiveAsync(Delivery delivery) => Class.RunAsync(
        Key,
        Received,
        async activation =>
        {
            await StreamConsumer.Of(activation).ReceiveAsync(activation, delivery);
            return true;
        });
}

/// <summary>Code outside the grains.</summary>
internal sealed record OutsideSubscriber(Guid Id, ObserverSlot Observer) : Subscriber(Id)
{
    internal override Task ReceiveAsync(Delivery delivery) => Observer.ReceiveAsync(delivery);
}

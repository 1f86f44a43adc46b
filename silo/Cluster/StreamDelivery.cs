using Orleans.Hosting;
using Orleans.Streams;

namespace Krewe.Silo.Cluster;

/// <summary>How streams are delivered, wherever they are kept.</summary>
internal static class StreamDelivery
{
    // Longer than anything is ever out of order; the engine adds it to the time of day.
    private static readonly TimeSpan Forever = TimeSpan.FromDays(3_650);

    /// <summary>Repeats what could not be delivered until it can. By default a message is passed
    /// over after a minute; but whoever published it has forgotten it by then.</summary>
    /// <remarks>Shards subscribe by their class alone, so there is no register of subscriptions to
    /// be kept.</remarks>
    public static void NeverGiveUp(this ISiloPersistentStreamConfigurator streams)
    {
        streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
        streams.ConfigurePullingAgent(agents => agents.Configure(
            agent => agent.MaxEventDeliveryTime = Forever));
    }
}

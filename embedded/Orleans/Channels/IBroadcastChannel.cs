namespace Orleans.BroadcastChannel;

/// <summary>A source of channels, known by name.</summary>
public interface IBroadcastChannelProvider
{
    IBroadcastChannelWriter<T> GetChannelWriter<T>(ChannelId streamId);
}

/// <summary>Sends to everybody who listens now. Nothing is kept and nothing is sent twice.
/// </summary>
public interface IBroadcastChannelWriter<T>
{
    Task Publish(T item);
}

/// <summary>A grain that is told of a channel when the first item comes.</summary>
public interface IOnBroadcastChannelSubscribed
{
    Task OnSubscribed(IBroadcastChannelSubscription streamSubscription);
}

/// <summary>What a grain attaches its handlers to.</summary>
public interface IBroadcastChannelSubscription
{
    ChannelId ChannelId { get; }

    string ProviderName { get; }

    Task Attach<T>(Func<T, Task> onPublished, Func<Exception, Task>? onError = null);
}

/// <summary>Which namespaces of channels are meant.</summary>
public interface IChannelNamespacePredicate
{
    string PredicatePattern { get; }

    bool IsMatch(string streamNamespace);
}

/// <summary>How a provider of channels sends.</summary>
public class BroadcastChannelOptions
{
    /// <summary>Whether a publisher goes on before its item has arrived. Default true; it then
    /// hears of no failure.</summary>
    public bool FireAndForgetDelivery { get; set; } = true;
}

using HotChocolate.Execution;

namespace HotChocolate.Subscriptions;

/// <summary>Sends events to whoever listens to a topic.</summary>
public interface ITopicEventSender
{
    ValueTask SendAsync<TMessage>(
        string topicName, TMessage message, CancellationToken cancellationToken = default);

    /// <summary>Ends the streams of all who listen.</summary>
    ValueTask CompleteAsync(string topicName);
}

/// <summary>Listens to a topic.</summary>
public interface ITopicEventReceiver
{
    ValueTask<ISourceStream<TMessage>> SubscribeAsync<TMessage>(
        string topicName, CancellationToken cancellationToken = default);

    ValueTask<ISourceStream<TMessage>> SubscribeAsync<TMessage>(
        string topicName,
        int? bufferCapacity,
        TopicBufferFullMode? bufferFullMode,
        CancellationToken cancellationToken = default);
}

/// <summary>What happens to an event that a slow listener has no room for.</summary>
public enum TopicBufferFullMode
{
    DropOldest,
    DropNewest,
    DropWrite,
}

public class SubscriptionOptions
{
    /// <summary>Set before the name of each topic, where several schemas share a process.</summary>
    public string? TopicPrefix { get; set; }

    /// <summary>How many events wait for one listener. Default 64.</summary>
    public int TopicBufferCapacity { get; set; } = 64;

    public TopicBufferFullMode TopicBufferFullMode { get; set; } = TopicBufferFullMode.DropOldest;
}

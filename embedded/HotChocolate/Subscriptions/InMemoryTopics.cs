using System.Threading.Channels;
using HotChocolate.Execution;

namespace HotChocolate.Subscriptions;

/// <summary>Topics whose senders and listeners are in this process.</summary>
/// <remarks>
/// Each listener has a bounded queue of its own: a slow one loses events, by the mode it chose,
/// and holds up nobody. A topic is there while somebody listens.
/// </remarks>
internal sealed class InMemoryTopics(SubscriptionOptions options)
    : ITopicEventSender, ITopicEventReceiver
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<IListener>> _topics = new(StringComparer.Ordinal);

    public ValueTask SendAsync<TMessage>(
        string topicName, TMessage message, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var listener in ListenersOf(topicName))
        {
            if (listener is not Listener<TMessage> typed)
            {
                throw new InvalidOperationException(
                    $"The topic `{topicName}` has events of another type.");
            }

            typed.Write(message);
        }

        return default;
    }

    public ValueTask CompleteAsync(string topicName)
    {
        foreach (var listener in ListenersOf(topicName))
        {
            listener.Complete();
        }

        return default;
    }

    public ValueTask<ISourceStream<TMessage>> SubscribeAsync<TMessage>(
        string topicName, CancellationToken cancellationToken = default) =>
        SubscribeAsync<TMessage>(topicName, null, null, cancellationToken);

    public ValueTask<ISourceStream<TMessage>> SubscribeAsync<TMessage>(
        string topicName,
        int? bufferCapacity,
        TopicBufferFullMode? bufferFullMode,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(topicName);
        cancellationToken.ThrowIfCancellationRequested();
        var listener = new Listener<TMessage>(
            bufferCapacity ?? options.TopicBufferCapacity,
            bufferFullMode ?? options.TopicBufferFullMode,
            self => Remove(topicName, self));
        lock (_gate)
        {
            if (!_topics.TryGetValue(topicName, out var listeners))
            {
                _topics.Add(topicName, listeners = []);
            }

            listeners.Add(listener);
        }

        return new(listener);
    }

    private IListener[] ListenersOf(string topic)
    {
        lock (_gate)
        {
            return _topics.TryGetValue(topic, out var listeners) ? [.. listeners] : [];
        }
    }

    private void Remove(string topic, IListener listener)
    {
        lock (_gate)
        {
            if (_topics.TryGetValue(topic, out var listeners)
                && listeners.Remove(listener)
                && listeners.Count == 0)
            {
                _topics.Remove(topic);
            }
        }
    }

    private interface IListener
    {
        void Complete();
    }

    private sealed class Listener<T>(
        int capacity, TopicBufferFullMode mode, Action<IListener> onDisposed)
        : ISourceStream<T>, IListener
    {
        private readonly Channel<T> _events = Channel.CreateBounded<T>(new BoundedChannelOptions(
            capacity)
        {
            SingleReader = true,
            FullMode = mode switch
            {
                TopicBufferFullMode.DropNewest => BoundedChannelFullMode.DropNewest,
                TopicBufferFullMode.DropWrite => BoundedChannelFullMode.DropWrite,
                _ => BoundedChannelFullMode.DropOldest,
            },
        });

        public void Write(T message) => _events.Writer.TryWrite(message);

        public void Complete() => _events.Writer.TryComplete();

        public IAsyncEnumerable<T> ReadEventsAsync() => _events.Reader.ReadAllAsync();

        async IAsyncEnumerable<object?> ISourceStream.ReadEventsAsync()
        {
            await foreach (var message in ReadEventsAsync())
            {
                yield return message;
            }
        }

        public ValueTask DisposeAsync()
        {
            Complete();
            onDisposed(this);
            return default;
        }
    }
}

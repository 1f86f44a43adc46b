using Orleans.Runtime;
using Orleans.Streams;

namespace Krewe.Embedded;

/// <summary>A subscription that observers are attached to and detached from.</summary>
internal sealed class SubscriptionHandle<T>(StreamProvider provider, StreamId id, Guid subscription)
    : StreamSubscriptionHandle<T>
{
    public override StreamId StreamId => id;

    public override string ProviderName => provider.Name;

    public override Guid HandleId => subscription;

    public override async Task UnsubscribeAsync()
    {
        if (Activation.Current is { } activation)
        {
            StreamConsumer.Of(activation).Detach(subscription);
        }
        await provider.Subscribers.RemoveAsync(id, subscription);
    }

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(
        IAsyncObserver<T> observer, StreamSequenceToken? token = null) =>
        Attach(new ObserverSlot<T>(observer, batch: null, provider.CodecFor<T>(), token), token);

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(
        IAsyncBatchObserver<T> observer, StreamSequenceToken? token = null) =>
        Attach(new ObserverSlot<T>(single: null, observer, provider.CodecFor<T>(), token), token);

    public override bool Equals(StreamSubscriptionHandle<T>? other) =>
        other?.HandleId == subscription;

    public override bool Equals(object? obj) => Equals(obj as StreamSubscriptionHandle<T>);

    public override int GetHashCode() => subscription.GetHashCode();

    private Task<StreamSubscriptionHandle<T>> Attach(
        ObserverSlot observer, StreamSequenceToken? token)
    {
        if (Activation.Current is { } activation)
        {
            StreamConsumer.Of(activation).Attach(subscription, observer);
        }
        else
        {
            provider.Subscribers.AttachOutside(id, subscription, observer);
        }
        if (token is not null)
        {
            provider.Rewind(id, subscription);
        }
        return Task.FromResult<StreamSubscriptionHandle<T>>(this);
    }
}

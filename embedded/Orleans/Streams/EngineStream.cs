using Orleans.Runtime;
using Orleans.Streams;

namespace Krewe.Embedded;

/// <summary>One stream as its producers and subscribers see it.</summary>
internal sealed class EngineStream<T>(StreamProvider provider, StreamId id, IItemCodec<T>? codec)
    : IAsyncStream<T>
{
    public bool IsRewindable => provider.IsRewindable;

    public string ProviderName => provider.Name;

    public StreamId StreamId => id;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null) =>
        provider.AppendAsync(id, [item], codec);

    public Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null) =>
        provider.AppendAsync(id, batch, codec);

    public Task OnCompletedAsync() =>
        throw new NotImplementedException("streams of this provider have no end");

    public Task OnErrorAsync(Exception ex) =>
        throw new NotImplementedException("streams of this provider carry no errors");

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) =>
        SubscribeAsync(observer, token: null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(
        IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null) =>
        SubscribeAsync(handle => handle.ResumeAsync(observer, token));

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer) =>
        SubscribeAsync(observer, token: null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(
        IAsyncBatchObserver<T> observer, StreamSequenceToken? token) =>
        SubscribeAsync(handle => handle.ResumeAsync(observer, token));

    public async Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles()
    {
        var own = await provider.Subscribers.OfGrainAsync(id, Activation.Current);
        return own.ConvertAll<StreamSubscriptionHandle<T>>(
            each => new SubscriptionHandle<T>(provider, id, each));
    }

    public bool Equals(IAsyncStream<T>? other) =>
        other is not null && other.StreamId == id
        && string.Equals(other.ProviderName, ProviderName, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<T>);

    public override int GetHashCode() => id.GetHashCode();

    public int CompareTo(IAsyncStream<T>? other) =>
        other is null ? 1 : id.CompareTo(other.StreamId);

    private async Task<StreamSubscriptionHandle<T>> SubscribeAsync(
        Func<SubscriptionHandle<T>, Task<StreamSubscriptionHandle<T>>> attach)
    {
        var subscription = Activation.Current is { } grain
            ? await provider.Subscribers.AddAsync(id, grain)
            : Identity.New();
        return await attach(new SubscriptionHandle<T>(provider, id, subscription));
    }
}

using Krewe.Contracts.Activation;
using Krewe.Domain.Activation;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Krewe.Grains.Activation;

/// <content>News come over a stream of the shard's own key, at least once.</content>
[ImplicitStreamSubscription(DestinationShards.Stream)]
internal sealed partial class DestinationShardGrain
    : IStreamSubscriptionObserver, IAsyncBatchObserver<Qualification>
{
    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<Qualification>().ResumeAsync(this);

    public Task OnNextAsync(IList<SequentialItem<Qualification>> items) =>
        StoreAsync([.. items.Select(item => item.Item)]);

    public Task OnCompletedAsync() => Task.CompletedTask;

    public Task OnErrorAsync(Exception ex)
    {
        LogFailed(this.GetPrimaryKeyString(), ex.GetType().Name, TimeSpan.Zero);
        return Task.CompletedTask;
    }
}

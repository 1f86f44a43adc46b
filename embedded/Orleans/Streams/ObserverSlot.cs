using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace Krewe.Embedded;

/// <summary>An attached observer, whatever its items.</summary>
internal abstract class ObserverSlot
{
    internal abstract Task ReceiveAsync(Delivery delivery);
}

/// <summary>An observer of items or of batches.</summary>
/// <remarks>One that was attached with a token receives from that place on: what was delivered
/// before is taken from the history, what lies before the token is left out. The place moves on
/// with every item, so that an observer that fails on the way goes on where it was.</remarks>
internal sealed class ObserverSlot<T>(
    IAsyncObserver<T>? single,
    IAsyncBatchObserver<T>? batch,
    IItemCodec<T>? codec,
    StreamSequenceToken? token) : ObserverSlot
{
    private long? _from = token?.SequenceNumber;

    internal override async Task ReceiveAsync(Delivery delivery)
    {
        if (_from < delivery.Place)
        {
            await CatchUpAsync(delivery);
        }
        if (batch is not null)
        {
            await PushBatchAsync([.. delivery.Items.Skip(delivery.Done).Where(IsWanted)]);
            delivery.Done = delivery.Items.Count;
        }
        for (; delivery.Done < delivery.Items.Count; delivery.Done++)
        {
            if (IsWanted(delivery.Items[delivery.Done]))
            {
                await PushAsync(delivery.Items[delivery.Done]);
            }
        }
        if (delivery.Items.Count > 0 && _from <= delivery.Items[^1].Sequence + 1)
        {
            _from = null;
        }
    }

    private static EventSequenceTokenV2 TokenOf(StreamItem item) => new(item.Sequence);

    private async Task CatchUpAsync(Delivery delivery)
    {
        var (items, low) = delivery.Provider.History.Read(
            delivery.StreamId, _from!.Value, delivery.Place);
        if (low > _from)
        {
            var miss = new QueueCacheMissException(
                new EventSequenceTokenV2(_from.Value),
                new EventSequenceTokenV2(low),
                new EventSequenceTokenV2(delivery.Place));
            await (batch?.OnErrorAsync(miss) ?? single!.OnErrorAsync(miss));
            _from = low;
        }
        if (batch is not null)
        {
            await PushBatchAsync(items);
        }
        else
        {
            foreach (var item in items)
            {
                await PushAsync(item);
                _from = item.Sequence + 1;
            }
        }
        _from = null;
    }

    private bool IsWanted(StreamItem item) => _from is null || item.Sequence >= _from;

    private Task PushAsync(StreamItem item) => single!.OnNextAsync(ValueOf(item), TokenOf(item));

    private Task PushBatchAsync(List<StreamItem> items) => items.Count == 0
        ? Task.CompletedTask
        : batch!.OnNextAsync(items.ConvertAll(
            each => new SequentialItem<T>(ValueOf(each), TokenOf(each))));

    private T ValueOf(StreamItem item) =>
        item.Value is not null || codec is null ? (T)item.Value! : codec.Read(item.Bytes.Span);
}

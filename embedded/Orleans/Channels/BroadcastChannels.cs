using System.Reflection;
using Orleans;
using Orleans.BroadcastChannel;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>All broadcast channels of one provider.</summary>
internal sealed class BroadcastChannels(Silo silo, string name, BroadcastChannelOptions options)
    : IBroadcastChannelProvider
{
    private readonly (GrainClass Class, ImplicitChannelSubscriptionAttribute[] Rules)[] _rules =
        [.. silo.Factory.Classes
            .Select(each => (
                each,
                each.ClrType.GetCustomAttributes<ImplicitChannelSubscriptionAttribute>()
                    .ToArray()))
            .Where(each => each.Item2.Length > 0)];

    internal Silo Silo => silo;

    internal string Name => name;

    internal bool IsFireAndForget => options.FireAndForgetDelivery;

    public IBroadcastChannelWriter<T> GetChannelWriter<T>(ChannelId streamId) =>
        new ChannelWriter<T>(this, streamId);

    internal IEnumerable<GrainClass> ListenersOf(ChannelId id)
    {
        var space = id.GetNamespace() ?? "";
        return _rules
            .Where(each => Array.Exists(each.Rules, rule => rule.Predicate.IsMatch(space)))
            .Select(each => each.Class);
    }
}

/// <summary>Sends to the grains that listen to one channel.</summary>
internal sealed class ChannelWriter<T>(BroadcastChannels channels, ChannelId id)
    : IBroadcastChannelWriter<T>
{
    private static readonly GrainMethod Published = new(
        typeof(IOnBroadcastChannelSubscribed), "OnPublished", [], GrainMethodOptions.None)
    {
        SkipsFilters = true,
    };

    private readonly GrainClass[] _listeners = [.. channels.ListenersOf(id)];

    /// <summary>Items of one publisher reach a grain in their order: each is in the grain's
    /// mailbox before this returns.</summary>
    public Task Publish(T item)
    {
        if (channels.Silo.Refusal is { } refusal)
        {
            return Task.FromException(refusal);
        }
        var sending = Array.ConvertAll(_listeners, each => SendAsync(each, item));
        if (!channels.IsFireAndForget)
        {
            return Task.WhenAll(sending);
        }
        foreach (var each in sending)
        {
            _ = each.ContinueWith(
                failed => channels.Silo.Log.PublishingFailed(
                    failed.Exception!.InnerException!, channels.Name),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
        }
        return Task.CompletedTask;
    }

    private Task<bool> SendAsync(GrainClass listener, T item) => listener.RunAsync(
        new IdSpan(id.Key.ToArray()),
        Published,
        async activation =>
        {
            await ChannelListener.Of(activation).ReceiveAsync(activation, channels, id, item);
            return true;
        },
        isTheCallers: true);
}

/// <summary>The handlers that one activation has attached. Touched on its turns alone.</summary>
internal sealed class ChannelListener
{
    private readonly Dictionary<(string Provider, ChannelId Id), Func<object?, Task>> _handlers =
        [];

    internal static ChannelListener Of(Activation activation)
    {
        if (activation.GetComponent<ChannelListener>() is { } known)
        {
            return known;
        }
        var listener = new ChannelListener();
        activation.SetComponent(listener);
        return listener;
    }

    /// <summary>An activation that has attached nothing is told of the channel first. One that
    /// still attaches nothing does not want the item.</summary>
    internal async Task ReceiveAsync(
        Activation activation, BroadcastChannels channels, ChannelId id, object? item)
    {
        if (!_handlers.ContainsKey((channels.Name, id))
            && activation.Grain is IOnBroadcastChannelSubscribed told)
        {
            await told.OnSubscribed(new Subscription(this, channels.Name, id));
        }
        if (_handlers.TryGetValue((channels.Name, id), out var handler))
        {
            await handler(item);
        }
    }

    private sealed class Subscription(ChannelListener listener, string provider, ChannelId id)
        : IBroadcastChannelSubscription
    {
        public ChannelId ChannelId => id;

        public string ProviderName => provider;

        public Task Attach<T>(Func<T, Task> onPublished, Func<Exception, Task>? onError = null)
        {
            listener._handlers[(provider, id)] = async item =>
            {
                if (item is not T && (item is not null || default(T) is not null))
                {
                    var wrong = new InvalidCastException(
                        $"channel {id} carries {item?.GetType()}, and the handler takes "
                        + typeof(T));
                    await (onError?.Invoke(wrong) ?? Task.FromException(wrong));
                    return;
                }
                await onPublished((T)item!);
            };
            return Task.CompletedTask;
        }
    }
}

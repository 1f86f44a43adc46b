using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Orleans;
using Orleans.Providers;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>Who receives which stream of one provider.</summary>
/// <remarks>Explicit subscriptions of grains are stored beside the items where those are stored,
/// else in the grain storage called PubSubStore; those of code outside the grains end with the
/// process.</remarks>
internal sealed class SubscriberTable(StreamProvider provider) : IDisposable
{
    /// <summary>Of how many streams the explicit subscriptions are remembered.</summary>
    internal const int RememberedMax = 10_000;

    private readonly (GrainClass Class, ImplicitStreamSubscriptionAttribute[] Rules)[] _implicit =
        [.. provider.Silo.Factory.Classes
            .Select(each => (
                each,
                each.ClrType.GetCustomAttributes<ImplicitStreamSubscriptionAttribute>()
                    .ToArray()))
            .Where(each => each.Item2.Length > 0)];

    private readonly ConcurrentDictionary<StreamId, ImmutableList<OutsideSubscriber>> _outside =
        new();

    /// <summary>Of the streams looked at lately.</summary>
    private readonly ConcurrentDictionary<StreamId, ImmutableList<GrainSubscriber>> _explicit =
        new();

    private readonly SemaphoreSlim _writing = new(1, 1);

    private readonly ISubscriptionStore? _store = provider.Log?.Subscriptions
        ?? StorageSubscriptions.Find(provider.Silo.Services, provider.Name);

    internal int RememberedCount => _explicit.Count;

    public void Dispose() => _writing.Dispose();

    internal async ValueTask<List<Subscriber>> OfAsync(StreamId id)
    {
        var all = new List<Subscriber>(Implicit(id));
        all.AddRange(_outside.GetValueOrDefault(id) ?? []);
        if (_store is not null)
        {
            all.AddRange(await ExplicitAsync(id));
        }
        return all;
    }

    internal async ValueTask<List<Guid>> OfGrainAsync(StreamId id, Activation? grain)
    {
        var all = await OfAsync(id);
        return [.. all
            .Where(each => each is GrainSubscriber own
                ? grain is not null && own.Class == grain.Class && own.Key == grain.Key
                : grain is null)
            .Select(each => each.Id)];
    }

    internal async Task<Guid> AddAsync(StreamId id, Activation grain)
    {
        if (Implicit(id).Find(each => each.Class == grain.Class && each.Key == grain.Key)
            is { } known)
        {
            return known.Id;
        }
        if (_store is null)
        {
            throw new OrleansConfigurationException(
                "explicit subscriptions are kept in a grain storage called "
                + $"\"{ProviderConstants.DEFAULT_PUBSUB_PROVIDER_NAME}\": add one");
        }
        // The number has to differ from those of earlier processes too.
        var subscription = new GrainSubscriber(
            SubscriptionId($"{id}|{grain.GrainId}|{provider.Silo.Time.GetUtcNow().UtcTicks}|"
                + Identity.New()),
            grain.Class,
            grain.Key);
        await ChangeAsync(id, all => all.Add(subscription));
        return subscription.Id;
    }

    internal void AttachOutside(StreamId id, Guid subscription, ObserverSlot observer) =>
        _outside.AddOrUpdate(
            id,
            static (_, added) => [added],
            static (_, all, added) => all.RemoveAll(each => each.Id == added.Id).Add(added),
            new OutsideSubscriber(subscription, observer));

    internal async Task RemoveAsync(StreamId id, Guid subscription)
    {
        while (_outside.TryGetValue(id, out var all)
            && all.Exists(each => each.Id == subscription))
        {
            var rest = all.RemoveAll(each => each.Id == subscription);
            if (rest.IsEmpty
                ? _outside.TryRemove(new KeyValuePair<StreamId, ImmutableList<OutsideSubscriber>>(
                    id, all))
                : _outside.TryUpdate(id, rest, all))
            {
                return;
            }
        }
        if (_store is not null)
        {
            await ChangeAsync(id, all => all.RemoveAll(each => each.Id == subscription));
        }
    }

    private List<GrainSubscriber> Implicit(StreamId id)
    {
        var space = id.GetNamespace() ?? "";
        return [.. _implicit
            .Where(each => Array.Exists(each.Rules, rule => rule.Predicate.IsMatch(space)))
            .Select(each => new GrainSubscriber(
                SubscriptionId($"{id}|{each.Class.Type}"),
                each.Class,
                new IdSpan(id.Key.ToArray())))];
    }

    private static Guid SubscriptionId(string of)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(of);
        Span<byte> id = stackalloc byte[16];
        BitConverter.TryWriteBytes(id, StableHash.Of(bytes));
        Array.Reverse(bytes);
        BitConverter.TryWriteBytes(id[8..], StableHash.Of(bytes));
        return new Guid(id);
    }

    private async ValueTask<ImmutableList<GrainSubscriber>> ExplicitAsync(StreamId id)
    {
        if (_explicit.TryGetValue(id, out var known))
        {
            return known;
        }
        await _writing.WaitAsync();
        try
        {
            return Remember(id, Resolve(await _store!.LoadAsync(id)));
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>While nobody else reads or writes what is stored.</summary>
    private ImmutableList<GrainSubscriber> Remember(
        StreamId id, ImmutableList<GrainSubscriber> subscribers)
    {
        if (_explicit.Count >= RememberedMax && !_explicit.ContainsKey(id))
        {
            _explicit.Clear();
        }
        return _explicit[id] = subscribers;
    }

    private async Task ChangeAsync(
        StreamId id,
        Func<ImmutableList<GrainSubscriber>, ImmutableList<GrainSubscriber>> change)
    {
        await _writing.WaitAsync();
        try
        {
            var changed = change(Resolve(await _store!.LoadAsync(id)));
            await _store.SaveAsync(id, [.. changed.Select(each =>
                new PubSubEntry(each.Id, new GrainId(each.Class.Type, each.Key).ToString()))]);
            Remember(id, changed);
        }
        finally
        {
            _writing.Release();
        }
    }

    private ImmutableList<GrainSubscriber> Resolve(PubSubEntry[] entries) =>
        [.. entries.Select(each =>
        {
            var grain = GrainId.Parse(each.Grain);
            return new GrainSubscriber(
                each.Id, provider.Silo.Factory.ClassOf(grain.Type), grain.Key);
        })];
}

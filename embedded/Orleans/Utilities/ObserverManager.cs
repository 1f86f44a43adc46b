using System.Collections;
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Utilities;

/// <summary>Observers that subscribe themselves with their references.</summary>
public class ObserverManager<TObserver>(TimeSpan expiration, ILogger log)
    : ObserverManager<IAddressable, TObserver>(expiration, log);

/// <summary>Observers that expire unless they subscribe again, and leave when they fail.</summary>
/// <remarks>A grain keeps one, and uses it on its turns; a notification that waits lets others in
/// between.</remarks>
public class ObserverManager<TIdentity, TObserver>(TimeSpan expiration, ILogger log)
    : IEnumerable<TObserver>
    where TIdentity : notnull
{
    private readonly ConcurrentDictionary<TIdentity, Entry> _observers = new();

    /// <summary>The time that counts.</summary>
    public Func<DateTime> GetDateTime { get; set; } =
        static () => TimeProvider.System.GetUtcNow().UtcDateTime;

    /// <summary>How long an observer is kept that does not subscribe again.</summary>
    public TimeSpan ExpirationDuration { get; set; } = expiration;

    public int Count => _observers.Count;

    public IReadOnlyDictionary<TIdentity, TObserver> Observers =>
        _observers.ToDictionary(each => each.Key, each => each.Value.Observer);

    public void Clear() => _observers.Clear();

    public void Subscribe(TIdentity id, TObserver observer)
    {
        var entry = new Entry(observer, GetDateTime());
        _observers[id] = entry;
        log.Subscribed(id, _observers.Count);
    }

    public void Unsubscribe(TIdentity id) => _observers.TryRemove(id, out _);

    /// <summary>Tells all that a predicate lets through. One that has expired, or whose
    /// notification fails, is kept no longer.</summary>
    public async Task Notify(
        Func<TObserver, Task> notification, Func<TObserver, bool>? predicate = null)
    {
        foreach (var (id, entry) in Current(predicate))
        {
            try
            {
                await notification(entry.Observer);
            }
            catch (Exception exception)
            {
                Drop(id, entry, exception);
            }
        }
    }

    public void Notify(Action<TObserver> notification, Func<TObserver, bool>? predicate = null)
    {
        foreach (var (id, entry) in Current(predicate))
        {
            try
            {
                notification(entry.Observer);
            }
            catch (Exception exception)
            {
                Drop(id, entry, exception);
            }
        }
    }

    public void ClearExpired()
    {
        var now = GetDateTime();
        foreach (var each in _observers.Where(each => IsExpired(each.Value, now)))
        {
            _observers.TryRemove(each);
        }
    }

    public IEnumerator<TObserver> GetEnumerator() =>
        _observers.Values.Select(each => each.Observer).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private List<KeyValuePair<TIdentity, Entry>> Current(Func<TObserver, bool>? predicate)
    {
        ClearExpired();
        return [.. _observers.Where(each => predicate?.Invoke(each.Value.Observer) != false)];
    }

    /// <summary>One that has subscribed again meanwhile stays.</summary>
    private void Drop(TIdentity id, Entry entry, Exception exception)
    {
        log.ObserverFailed(exception, id);
        _observers.TryRemove(new KeyValuePair<TIdentity, Entry>(id, entry));
    }

    private bool IsExpired(Entry entry, DateTime now) =>
        entry.SeenAt + ExpirationDuration < now;

    private sealed record Entry(TObserver Observer, DateTime SeenAt);
}

/// <summary>What a manager of observers tells.</summary>
internal static partial class ObserverLog
{
    [LoggerMessage(LogLevel.Debug, "Observer {Id} subscribed; {Count} are kept")]
    internal static partial void Subscribed(this ILogger log, object id, int count);

    [LoggerMessage(LogLevel.Debug, "Observer {Id} failed and is kept no longer")]
    internal static partial void ObserverFailed(this ILogger log, Exception exception, object id);
}

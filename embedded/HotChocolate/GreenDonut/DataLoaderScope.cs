using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace GreenDonut;

/// <summary>The loaders of one request.</summary>
internal sealed class DataLoaderScope(IServiceProvider services, IBatchScheduler scheduler)
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _loaders = new();

    public IBatchScheduler Scheduler { get; } = scheduler;

    /// <summary>Makes a request's loaders those of a scope of services.</summary>
    public static void Enter(IServiceProvider services, DataLoaderScope scope) =>
        Enter(services, () => scope);

    public static void Enter(IServiceProvider services, Func<DataLoaderScope> scope)
    {
        if (services.GetService<DataLoaderScopeHolder>() is { } holder)
        {
            holder.Enter(scope);
        }
    }

    /// <summary>The loader of a type, made when it is first asked for.</summary>
    public T Get<T>(Func<IServiceProvider, T> make)
        where T : class =>
        (T)_loaders.GetOrAdd(typeof(T), _ => new(() => make(services))).Value;

    public void Cancel(CancellationToken cancellationToken)
    {
        foreach (var loader in _loaders.Values.Where(loader => loader.IsValueCreated))
        {
            (loader.Value as ILoader)?.Cancel(cancellationToken);
        }
    }
}

/// <summary>Which loaders a scope of services has. Scoped itself.</summary>
internal sealed class DataLoaderScopeHolder(IServiceProvider services)
{
    private Func<DataLoaderScope>? _enter;
    private DataLoaderScope? _own;

    /// <summary>Those of the request; outside of any, loaders that send each key at once.</summary>
    public DataLoaderScope Scope =>
        _enter?.Invoke() ?? (_own ??= new(services, new ImmediateScheduler()));

    public void Enter(Func<DataLoaderScope> scope) => _enter = scope;
}

/// <summary>Sends each batch as soon as the caller's thread comes to rest.</summary>
internal sealed class ImmediateScheduler : IBatchScheduler
{
    public void Schedule(Batch batch) => _ = SendAsync(batch);

    private static async Task SendAsync(Batch batch)
    {
        await Task.Yield();
        var outcome = await batch.LoadAsync(CancellationToken.None);
        outcome.Publish();
    }
}

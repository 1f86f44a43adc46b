using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Core;
using Orleans.Runtime;

namespace Krewe.Embedded;

internal sealed partial class Activation
{
    public GrainReference GrainReference => GrainFactory.Untyped(Class, Key);

    public object? GrainInstance => _grain;

    public ActivationId ActivationId => new(Rarities.Id);

    public IServiceProvider ActivationServices
    {
        get
        {
            var rarities = Rarities;
            lock (rarities)
            {
                rarities.Scope ??= Class.Silo.Services.CreateAsyncScope();
                return rarities.Scope.Value.ServiceProvider;
            }
        }
    }

    public IGrainLifecycle ObservableLifecycle => Rarities.Lifecycle ??= new GrainLifecycle();

    public Task Deactivated => Rarities.EndedTask(IsEnded);

    public void SetComponent<TComponent>(TComponent? value)
        where TComponent : class =>
        Rarities.SetComponent(typeof(TComponent), value);

    public void Deactivate(
        DeactivationReason deactivationReason, CancellationToken cancellationToken = default) =>
        EndWhenIdle(deactivationReason, drainsFirst: false);

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    internal T? GetComponent<T>()
        where T : class =>
        _rarities?.GetComponent(typeof(T)) as T ?? _grain as T;

    /// <summary>A state that a constructor asked for; it is loaded before
    /// OnActivateAsync.</summary>
    internal PersistentState<T> AddState<T>(StateSlot slot)
    {
        var state = new PersistentState<T>(this, slot, _unloaded);
        _unloaded = state;
        return state;
    }

    internal IStorage<T> AddClassState<T>() => AddState<T>(Class.ClassState);
}

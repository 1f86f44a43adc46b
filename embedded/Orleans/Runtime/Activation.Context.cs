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

    public object? GetTarget() => _grain;

    public object? GetComponent(Type componentType) =>
        _rarities?.GetComponent(componentType)
        ?? (componentType.IsInstanceOfType(this) ? this : null)
        ?? (componentType.IsInstanceOfType(_grain) ? _grain : null);

    public TExtension GetExtension<TExtension>()
        where TExtension : class, IGrainExtension => (TExtension)GetExtension(typeof(TExtension));

    public (TExtension, TInterface) GetOrSetExtension<TExtension, TInterface>(
        Func<TExtension> newExtensionFunc)
        where TExtension : class, TInterface
        where TInterface : class, IGrainExtension
    {
        if (GetComponent<TInterface>() is not TExtension extension)
        {
            extension = newExtensionFunc();
            SetComponent<TInterface>(extension);
        }
        return (extension, extension);
    }

    /// <summary>What calls through an extension's interface are for: made at the first.</summary>
    internal object GetExtension(Type type)
    {
        if (GetComponent(type) is { } known)
        {
            return known;
        }
        var made = ActivationServices.GetKeyedService<IGrainExtension>(type)
            ?? throw new GrainExtensionNotInstalledException(
                $"{Class.ClrType} has no extension {type}: add one to the silo with "
                + "AddGrainExtension");
        Rarities.SetComponent(type, made);
        return made;
    }

    internal T? GetComponent<T>()
        where T : class =>
        _rarities?.GetComponent(typeof(T)) as T ?? _grain as T;

    /// <summary>A state that a constructor asked for; it is loaded before
    /// OnActivateAsync.</summary>
    internal PersistentState<T> AddState<T>(StateSlot slot) => new(this, slot);

    internal IStorage<T> AddClassState<T>() => AddState<T>(Class.ClassState);
}

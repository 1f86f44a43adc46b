using Krewe.Embedded;
using Orleans.Core;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The usual base of a grain class.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    protected Grain()
    {
        // An activation constructs its grain on its own turn. A grain constructed elsewhere, as
        // in a plain unit test, has no context.
        GrainContext = Activation.Current!;
    }

    public IGrainContext GrainContext { get; }

    public GrainReference GrainReference => GrainContext.GrainReference;

    public IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    public string IdentityString => GrainContext.GrainId.ToString();

    public string RuntimeIdentity => Owner.Class.Silo.Details.SiloAddress.ToString();

    protected IGrainFactory GrainFactory => Owner.Class.Silo.Factory;

    private Activation Owner => (Activation)GrainContext;

    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task OnDeactivateAsync(
        DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <summary>There is no other silo to migrate to: the activation ends and comes back.</summary>
    protected void MigrateOnIdle() => DeactivateOnIdle();

    /// <summary>A timer of the old kind: its ticks interleave with calls, and a grain that has
    /// nothing else to do may end.</summary>
    [Obsolete("Use RegisterGrainTimer: its ticks are turns like calls, unless Interleave is set.")]
    protected IDisposable RegisterTimer(
        Func<object?, Task> asyncCallback, object? state, TimeSpan dueTime, TimeSpan period) =>
        this.RegisterGrainTimer(
            asyncCallback,
            state,
            new GrainTimerCreationOptions(dueTime, period) { Interleave = true });

    protected void DelayDeactivation(TimeSpan timeSpan) => Owner.KeepFor(timeSpan);
}

/// <summary>A grain with one state, kept by the storage provider of its class.</summary>
public class Grain<TGrainState> : Grain
{
    private readonly IStorage<TGrainState> _storage;

    protected Grain()
    {
        _storage = ((Activation)GrainContext).AddClassState<TGrainState>();
    }

    protected Grain(IStorage<TGrainState> storage)
    {
        _storage = storage;
    }

    protected TGrainState State
    {
        get => _storage.State;
        set => _storage.State = value;
    }

    protected virtual Task ClearStateAsync() => _storage.ClearStateAsync();

    protected virtual Task WriteStateAsync() => _storage.WriteStateAsync();

    protected virtual Task ReadStateAsync() => _storage.ReadStateAsync();
}

using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain class, also one that does not derive from <see cref="Grain"/>.</summary>
public interface IGrainBase
{
    IGrainContext GrainContext { get; }

    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) =>
        Task.CompletedTask;
}

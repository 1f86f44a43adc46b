using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Krewe.Embedded;

/// <summary>What few activations need: kept apart so that the others stay small.</summary>
internal sealed class ActivationRarities
{
    private readonly Lock _guard = new();
    private Dictionary<Type, object>? _components;
    private List<Guid>? _sections;
    private HashSet<GrainTimer>? _timers;
    private TaskCompletionSource? _ended;

    internal readonly Guid Id = Identity.New();
    internal DeactivationReason Reason;
    internal bool DrainsFirst;

    /// <summary>Whether it wanted to end before it took a call.</summary>
    internal bool EndsUnused;
    internal int? KeptUntilTick;
    internal AsyncServiceScope? Scope;
    internal GrainLifecycle? Lifecycle;

    internal void SetComponent(Type type, object? value)
    {
        lock (_guard)
        {
            _components ??= [];
            if (value is null)
            {
                _components.Remove(type);
            }
            else
            {
                _components[type] = value;
            }
        }
    }

    internal object? GetComponent(Type type)
    {
        lock (_guard)
        {
            return _components?.GetValueOrDefault(type);
        }
    }

    internal void EnterSection(Guid id)
    {
        lock (_guard)
        {
            (_sections ??= []).Add(id);
        }
    }

    internal void LeaveSection(Guid id)
    {
        lock (_guard)
        {
            _sections?.Remove(id);
        }
    }

    internal bool IsInSection(Guid id)
    {
        lock (_guard)
        {
            return _sections?.Contains(id) == true;
        }
    }

    internal void Add(GrainTimer timer)
    {
        lock (_guard)
        {
            (_timers ??= []).Add(timer);
        }
    }

    internal void Remove(GrainTimer timer)
    {
        lock (_guard)
        {
            _timers?.Remove(timer);
        }
    }

    internal void StopTimers()
    {
        GrainTimer[] timers;
        lock (_guard)
        {
            timers = _timers is null ? [] : [.. _timers];
        }
        foreach (var timer in timers)
        {
            timer.Stop();
        }
    }

    internal Task EndedTask(bool alreadyEnded)
    {
        lock (_guard)
        {
            _ended ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (alreadyEnded)
            {
                _ended.TrySetResult();
            }
            return _ended.Task;
        }
    }

    internal void End()
    {
        StopTimers();
        AsyncServiceScope? scope;
        lock (_guard)
        {
            _ended?.TrySetResult();
            scope = Scope;
            Scope = null;
        }
        if (scope is { } held)
        {
            _ = held.DisposeAsync().AsTask();
        }
    }
}

using Krewe.Domain.Events;

namespace Krewe.Grains.Events;

/// <summary>Events on their way to storage; whoever handed them in waits for it.</summary>
internal sealed class GatheredPage(long number)
{
    // Whoever waits goes on in a turn of its own, not in the middle of ours.
    private readonly TaskCompletionSource _stored =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly List<LiveEvent> _events = [];
    private long _catalogVersion;

    public long Number => number;

    public int Count => _events.Count;

    /// <summary>Ends when the page is durable, or with what kept it from being.</summary>
#pragma warning disable VSTHRD003 // It is this page's own, and waits for nobody.
    public Task Stored => _stored.Task;
#pragma warning restore VSTHRD003

    public void Add(LiveEvent happened, long catalogVersion)
    {
        _events.Add(happened);
        _catalogVersion = Math.Max(_catalogVersion, catalogVersion);
    }

    public IntakePage ToPage(long at) =>
        new() { At = at, CatalogVersion = _catalogVersion, Events = [.. _events] };

    public void End() => _stored.TrySetResult();

    public void Fail(Exception fault)
    {
        _stored.TrySetException(fault);

        // Its callers may all have gone.
        _ = _stored.Task.Exception;
    }
}

/// <summary>A durable page whose events have not been applied.</summary>
internal readonly record struct WaitingPage(long Number, IntakePage Page);

/// <summary>What the journal says to events that are handed in.</summary>
/// <param name="IsRefused">There is no room for them.</param>
/// <param name="Repeated">By place: true of a repeat; empty: none.</param>
/// <param name="Page">The last page that holds one of them and is not worked off; 0: none.</param>
internal readonly record struct TakenEvents(
    bool IsRefused,
    System.Collections.Immutable.ImmutableArray<bool> Repeated,
    long Page);

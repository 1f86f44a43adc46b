using System.Collections.Immutable;
using System.Threading.Channels;
using Krewe.Contracts.Profiles;

namespace Krewe.Grains.Profiles;

/// <summary>Hands the changes of one segment, or of all, to everybody who wants them.</summary>
/// <remarks>A profile's turn only puts a change in; a loop of the relay's own walks the
/// subscribers. One loop takes what one channel holds in order, so the order of a profile's turns
/// is kept.</remarks>
internal sealed class MembershipRelay
{
    private readonly Channel<MembershipChange> _changes;
    private ImmutableArray<MembershipSubscription> _subscribers = [];
    private volatile bool _isClosed;

    public MembershipRelay(int bufferMax)
    {
        _changes = Channel.CreateBounded<MembershipChange>(new BoundedChannelOptions(bufferMax)
        {
            SingleReader = true,
            SingleWriter = false,
        });
        Running = Task.Run(RunAsync);
    }

    /// <summary>Completes when the relay is closed and has handed everything over.</summary>
    public Task Running { get; }

    /// <summary>Everybody who wants the changes.</summary>
    public ImmutableArray<MembershipSubscription> Subscribers =>
        ImmutableInterlocked.InterlockedCompareExchange(ref _subscribers, default, default);

    /// <summary>Adds a subscriber. The index's lock is held.</summary>
    public void Add(MembershipSubscription subscriber) =>
        ImmutableInterlocked.Update(
            ref _subscribers, static (known, added) => known.Add(added), subscriber);

    /// <summary>Takes a subscriber out. The index's lock is held.</summary>
    public void Remove(MembershipSubscription subscriber) =>
        ImmutableInterlocked.Update(
            ref _subscribers, static (known, gone) => known.Remove(gone), subscriber);

    /// <summary>Puts a change in. If there is no room for it, everybody here would miss it, so
    /// everybody is dropped.</summary>
    public void Post(MembershipChange change)
    {
        if (!_changes.Writer.TryWrite(change) && !_isClosed)
        {
            foreach (var subscriber in Subscribers)
            {
                subscriber.End(new SubscriberTooSlowException());
            }
        }
    }

    public void Close()
    {
        _isClosed = true;
        _changes.Writer.TryComplete();
    }

    private async Task RunAsync()
    {
        await foreach (var change in _changes.Reader.ReadAllAsync())
        {
            foreach (var subscriber in Subscribers)
            {
                subscriber.Offer(change);
            }
        }
    }
}

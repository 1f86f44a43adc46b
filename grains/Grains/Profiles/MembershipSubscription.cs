using System.Threading.Channels;
using Krewe.Contracts.Profiles;
using Krewe.Domain.Identity;

namespace Krewe.Grains.Profiles;

/// <summary>One subscriber's buffer.</summary>
/// <remarks>Changes are offered by the turns of profiles and by relays, at once and never waiting;
/// they are read by the subscriber's own thread.</remarks>
internal sealed class MembershipSubscription : IMembershipSubscription
{
    private readonly Channel<MembershipChange> _changes;
    private readonly Action<MembershipSubscription, Exception?> _ended;
    private int _isOver;
    private int _isRead;

    /// <param name="interest">What it wants.</param>
    /// <param name="bufferMax">Changes that may wait.</param>
    /// <param name="ended">Told once that it is over, and by what fault if by one.</param>
    public MembershipSubscription(
        MembershipInterest interest,
        int bufferMax,
        Action<MembershipSubscription, Exception?> ended)
    {
        Interest = interest;
        _ended = ended;
        _changes = Channel.CreateBounded<MembershipChange>(new BoundedChannelOptions(bufferMax)
        {
            SingleReader = true,
            SingleWriter = false,
        });
    }

    public MembershipInterest Interest { get; }

    /// <summary>The keys under which the profile is looked for. Guarded by the lock of the index
    /// that holds the subscription.</summary>
    public HashSet<IdentityKey> Followed { get; } = [];

    public bool IsOver => Volatile.Read(ref _isOver) != 0;

    /// <summary>Hands a change over if it is wanted; a subscriber that has no room is
    /// dropped.</summary>
    public void Offer(MembershipChange change)
    {
        if ((Interest.Segment is null || Interest.Segment == change.Segment)
            && !_changes.Writer.TryWrite(change))
        {
            End(new SubscriberTooSlowException());
        }
    }

    /// <summary>Ends the subscription, once; what is in the buffer can still be read.</summary>
    public void End(Exception? fault)
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            _changes.Writer.TryComplete(fault);
            _ended(this, fault);
        }
    }

    public IAsyncEnumerator<MembershipChange> GetAsyncEnumerator(
        CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _isRead, 1) == 0
            ? ReadAsync(cancellationToken)
            : throw new InvalidOperationException("A subscription can be read once.");

    public ValueTask DisposeAsync()
    {
        End(fault: null);
        return ValueTask.CompletedTask;
    }

    private async IAsyncEnumerator<MembershipChange> ReadAsync(
        CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in _changes.Reader.ReadAllAsync(cancellationToken))
            {
                yield return change;
            }
        }
        finally
        {
            End(fault: null);
        }
    }
}

using System.Collections.Concurrent;
using Session = FASTER.core.ClientSession<
    FASTER.core.SpanByte,
    FASTER.core.SpanByte,
    Krewe.Embedded.Storage.State.ReadMode,
    Krewe.Embedded.Storage.State.ReadResult,
    FASTER.core.Empty,
    Krewe.Embedded.Storage.State.StateFunctions>;

namespace Krewe.Embedded.Storage.State;

/// <summary>Sessions of FASTER, each used by one read at a time.</summary>
/// <remarks>
/// A slot near the caller's processor makes the common case one exchange; a read that waits for
/// the disk keeps its session, so there are as many as reads in flight at once.
/// </remarks>
internal sealed class SessionPool(Func<Session> create) : IDisposable
{
    private const int Stride = 16;

    private readonly int _slots = Environment.ProcessorCount * 4;
    private readonly Session?[] _near = new Session?[Environment.ProcessorCount * 4 * Stride];
    private readonly ConcurrentStack<Session> _far = new();

    public Session Rent()
    {
        var session = Interlocked.Exchange(ref _near[Slot()], null);
        return session ?? (_far.TryPop(out var other) ? other : create());
    }

    public void Return(Session session)
    {
        if (Interlocked.CompareExchange(ref _near[Slot()], session, null) is not null)
        {
            _far.Push(session);
        }
    }

    public void Dispose()
    {
        foreach (var session in _near.OfType<Session>().Concat(_far))
        {
            session.Dispose();
        }
    }

    private int Slot() => Thread.GetCurrentProcessorId() % _slots * Stride;
}

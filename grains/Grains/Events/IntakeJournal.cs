using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Krewe.Contracts.Events;
using Krewe.Domain.Events;

namespace Krewe.Grains.Events;

/// <summary>One part of the journal: what is being gathered, what is durable and waits, and which
/// ids are known.</summary>
/// <remarks>
/// <para>Taking events in costs one write, of their page; the state is written now and then, when
/// some pages have been worked off. Pages are written one after another, each only after the one
/// before it, so what is stored has no gap from <see cref="IntakePages.Kept"/> on, and opening
/// reads from there to the first that is missing. A number is used once: a page that was written is
/// found again or lies before that register, and storage refuses to put another in the place of a
/// page that landed late. A page is cleared only when the register that no longer names it is
/// durable.</para>
/// <para>Ids of pages that are worked off stand in those pages until there are enough of them for a
/// page of ids; the pages are cleared after that one is durable.</para>
/// <para>Thread: the turns of one grain. After a write that failed it is not used again.</para>
/// </remarks>
internal sealed class IntakeJournal(
    IPersistentState<IntakePages> storage,
    IntakeRecords records,
    IntakeOptions options,
    IntakeMetrics metrics,
    TimeProvider time)
{
    // Opening reads them all again.
    private const int PagesKeptMax = 256;

    // A successor works them off again, and they take room from what is new until then.
    private const int PagesUnmarkedMax = 32;
    private const int UnmarkedPart = 8;
    private const int ReadsMax = 16;

    private readonly Queue<GatheredPage> _gathered = [];
    private readonly Queue<WaitingPage> _waiting = [];
    private readonly Dictionary<ulong, long> _waitingIds = [];
    private readonly RememberedIds _ids =
        new(options.RememberedMax, options.RememberedFor);

    private GatheredPage? _open;
    private long _cleared;
    private long _idsCleared;
    private long _next;
    private int _unmarked;
    private bool _isHeldMarked = true;
    private bool _isClosed;

    /// <summary>The first page that waits.</summary>
    public long Start { get; private set; }

    /// <summary>The last page that was begun.</summary>
    public long Last => _next - 1;

    /// <summary>True while any event waits, to be stored or to be applied, or is set
    /// aside.</summary>
    public bool HasWork => _waitingIds.Count > 0 || Held.Count > 0;

    /// <summary>True while a page may be worked off.</summary>
    public bool HasPages => _waiting.Count > 0;

    /// <summary>False while a successor would find pages that have been worked off.</summary>
    public bool IsMarked =>
        Start == storage.State.Start && !_ids.HasEnded && _isHeldMarked;

    /// <summary>What is set aside.</summary>
    public HeldEvents Held { get; } = new(options.HeldMax);

    public IntakeStatus Status => new()
    {
        Waiting = _waitingIds.Count,
        Page = Last,
        Remembered = _ids.Count + _waitingIds.Count,
        Held = Held.Count,
    };

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Reads what is stored.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var state = storage.State;
        (_cleared, _idsCleared) = (state.Cleared, state.IdsCleared);
        Start = state.Start;
        Held.Replace([.. state.Held.Select(held => new WaitingPage(held.Number, held.Page))]);
        metrics.Held(Held.Count);
        await ReadIdsAsync(state, cancellationToken);
        var number = state.Kept;
        foreach (var page in await records.ReadPagesAsync(number, cancellationToken))
        {
            Restore(number++, page);
        }

        _next = Math.Max(number, state.Start);
        _ids.Forget(Now);
        metrics.Waiting(_waitingIds.Count);
    }

    /// <summary>Takes events in, or refuses them all; they are durable when
    /// <see cref="StoredAsync"/> says so.</summary>
    public TakenEvents Take(ImmutableArray<LiveEvent> events, long catalogVersion)
    {
        _ids.Forget(Now);
        if (!HasRoom(events))
        {
            metrics.Refused(events.Length);
            return new TakenEvents(IsRefused: true, [], 0);
        }

        var repeated = new bool[events.Length];
        var last = 0L;
        var repeats = 0;
        for (var place = 0; place < events.Length; place++)
        {
            var id = events[place].Id;
            repeated[place] = IsKnown(id, out var page);
            repeats += repeated[place] ? 1 : 0;
            last = Math.Max(last, repeated[place]
                ? page
                : Gather(events[place], catalogVersion));
        }

        metrics.Repeated(repeats);
        metrics.Waiting(events.Length - repeats);
        return new TakenEvents(
            IsRefused: false,
            repeats == 0 ? [] : ImmutableCollectionsMarshal.AsImmutableArray(repeated),
            last);
    }

    /// <summary>Ends when a page is durable, or with what kept it from being.</summary>
    public Task StoredAsync(long page) =>
        _gathered.TryPeek(out var first) && page >= first.Number
            ? _gathered.First(gathered => gathered.Number == page).Stored
            : Task.CompletedTask;

    /// <summary>Stores the next page.</summary>
    /// <returns>False if there is none.</returns>
    public async Task<bool> StoreNextAsync()
    {
        if (!_gathered.TryPeek(out var gathered))
        {
            return false;
        }

        _open = ReferenceEquals(_open, gathered) ? null : _open;
        var page = gathered.ToPage(Now);
        await records.AddPageAsync(gathered.Number, page);
        _gathered.Dequeue();
        _waiting.Enqueue(new WaitingPage(gathered.Number, page));
        metrics.Accepted(gathered.Count);
        gathered.End();
        return true;
    }

    /// <summary>The pages to be worked off next, in order.</summary>
    public List<WaitingPage> NextPages()
    {
        var pages = new List<WaitingPage>();
        var events = 0;
        foreach (var waiting in _waiting)
        {
            events += waiting.Page.Events.Length;
            if (pages.Count > 0 && events > options.AppliedTogetherMax)
            {
                break;
            }

            pages.Add(waiting);
        }

        return pages;
    }

    /// <summary>The next pages have been worked off, and all that came of it is durable.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="left">What of them is to be set aside.</param>
    /// <returns>False: there is no room for that, and nothing has changed.</returns>
    public async Task<bool> TryEndAsync(List<WaitingPage> pages, List<WaitingPage> left)
    {
        var held = Held.Count;
        if (!Held.TryAdd(left))
        {
            return false;
        }

        held = Held.Count - held;
        var events = pages.Sum(Remember);
        metrics.Waiting(-events);
        metrics.Held(held);
        metrics.Applied(events - held);
        _isHeldMarked &= held == 0;
        Start = pages[^1].Number + 1;
        _unmarked += events;
        if (!_isHeldMarked
            || _ids.HasEnded
            || _unmarked >= options.WaitingMax / UnmarkedPart
            || Start - storage.State.Start >= PagesUnmarkedMax)
        {
            await MarkAsync();
        }

        _ids.Forget(Now);
        return true;
    }

    /// <summary>Of what was set aside, this is left.</summary>
    public void Release(List<WaitingPage> left)
    {
        var applied = Held.Count;
        Held.Replace(left);
        applied -= Held.Count;
        metrics.Held(-applied);
        metrics.Applied(applied);
        _isHeldMarked &= applied == 0;
    }

    /// <summary>Stores how far it is. Until then a successor works pages off again, which changes
    /// nothing.</summary>
    public async Task MarkAsync()
    {
        var next = storage.State with
        {
            Cleared = _cleared,
            IdsCleared = _idsCleared,
            Start = Start,
        };
        if (_ids.HasEnded || next.Start - next.Kept >= PagesKeptMax)
        {
            next = await StoreIdsAsync(next);
        }

        storage.State = next with
        {
            IdStart = _ids.Start,
            IdEnd = Math.Max(next.IdEnd, _ids.Start),
            Held = Held.ToStored(),
        };
        await storage.WriteStateAsync(CancellationToken.None);
        _unmarked = 0;
        _isHeldMarked = true;
    }

    /// <summary>Clears away what is no longer needed; what is left is cleared another
    /// time.</summary>
    public async Task ClearAsync()
    {
        var state = storage.State;
        await records.ClearPagesAsync(_cleared, state.Kept);
        _cleared = state.Kept;
        await records.ClearIdsAsync(_idsCleared, state.IdStart);
        _idsCleared = state.IdStart;
    }

    /// <summary>Tells everybody who waits for a page that it did not become durable.</summary>
    public void Close(Exception fault)
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        foreach (var gathered in _gathered)
        {
            gathered.Fail(fault);
        }

        metrics.Waiting(-_waitingIds.Count);
        metrics.Held(-Held.Count);
    }

    private async Task ReadIdsAsync(IntakePages state, CancellationToken cancellationToken)
    {
        _ids.StartAt(state.IdStart);
        for (var from = state.IdStart; from < state.IdEnd; from += ReadsMax)
        {
            var count = (int)Math.Min(ReadsMax, state.IdEnd - from);
            var read = await Task.WhenAll(Enumerable.Range(0, count)
                .Select(index => records.ReadIdsAsync(from + index, cancellationToken)));
            foreach (var ids in read)
            {
                _ids.Restore(ids);
            }
        }

        _ids.Saved();
    }

    private void Restore(long number, IntakePage page)
    {
        if (number >= storage.State.Start)
        {
            _waiting.Enqueue(new WaitingPage(number, page));
        }

        foreach (var happened in page.Events)
        {
            if (number >= storage.State.Start)
            {
                _waitingIds[happened.Id] = number;
            }
            else
            {
                Remember(happened.Id, page.At);
            }
        }
    }

    // Who hands in more than there is ever room for is served when nothing else waits.
    private bool HasRoom(ImmutableArray<LiveEvent> events)
    {
        if (_waitingIds.Count == 0 || _waitingIds.Count + events.Length <= options.WaitingMax)
        {
            return true;
        }

        var added = new HashSet<ulong>();
        foreach (var happened in events)
        {
            if (!IsKnown(happened.Id, out _))
            {
                added.Add(happened.Id);
            }
        }

        return _waitingIds.Count + added.Count <= options.WaitingMax || added.Count == 0;
    }

    private bool IsKnown(ulong id, out long page) =>
        _waitingIds.TryGetValue(id, out page) || _ids.Contains(id);

    private long Gather(LiveEvent happened, long catalogVersion)
    {
        if (_open is null || _open.Count >= options.PageEventsMax)
        {
            _open = new GatheredPage(_next++);
            _gathered.Enqueue(_open);
        }

        _open.Add(happened, catalogVersion);
        _waitingIds.Add(happened.Id, _open.Number);
        return _open.Number;
    }

    private int Remember(WaitingPage waiting)
    {
        foreach (var happened in waiting.Page.Events)
        {
            _waitingIds.Remove(happened.Id);
            Remember(happened.Id, waiting.Page.At);
        }

        _waiting.Dequeue();
        return waiting.Page.Events.Length;
    }

    private void Remember(ulong id, long at)
    {
        if (_ids.Add(id, at) is > 0 and var forgotten)
        {
            metrics.Forgotten(forgotten);
        }
    }

    private async Task<IntakePages> StoreIdsAsync(IntakePages next)
    {
        var end = next.IdEnd;
        foreach (var (number, ids) in _ids.Unsaved())
        {
            await records.WriteIdsAsync(number, ids);
            end = number + 1;
        }

        _ids.Saved();
        return next with { Kept = next.Start, IdEnd = end };
    }
}

using System.Collections.Immutable;
using Krewe.Contracts.Activation;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;
using Krewe.Grains.Accounts;
using Krewe.Grains.Activation.Platforms;
using Krewe.Grains.Pacing;

namespace Krewe.Grains.Activation;

/// <summary>The work of one shard: stores news, and brings the platform in line with them step by
/// step.</summary>
/// <remarks>
/// <para>One step at a time; news may be stored while a step waits.</para>
/// <para>Exact whatever fails: a window of pages, or a roster page of a refill, is repeated
/// unchanged until the platform took all of it, so a call whose answer was lost is always made
/// again before anything that could contradict it. Each step leaves the ledger
/// behind what the platform has, never ahead of it.</para>
/// </remarks>
internal sealed partial class ShardDelivery(
    IShardRecords records,
    IDestinationGrain destination,
    IAudiencePlatforms platforms,
    ISecrets secrets,
    DeliveryOptions options,
    TimeProvider time,
    int sessionSalt,
    Random random)
{
    /// <summary>News in a page: a page is read whole.</summary>
    public const int PageNewsMax = 4_096;

    private const int WindowPagesMax = 256;
    private const int PageReadsInFlightMax = 32;
    private const int UnwrittenPagesMax = 64;

    private readonly ShardCalls _calls = new(destination);
    private readonly ShardRoster _roster = new(records);
    private readonly RetryWait _retries =
        new(options.RetryWaitMin, options.RetryWaitMax, random);
    private readonly ShardAttempts _attempts = new();
    private ShardState _state = new();
    private long _tail;
    private WaitingNews _waiting = WaitingNews.None;
    private long _session;
    private string? _token;
    private DateTimeOffset _quietUntil;

    /// <summary>True if there is something to do for the platform.</summary>
    public bool HasWork => _state.Refill != ShardState.NoRefill || _state.Head < _tail;

    public ShardStatus Status => _state.Totals.With(_waiting);

    /// <summary>Reads where the work stands, and finds the pages stored since that was
    /// written.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _state = await records.ReadStateAsync(cancellationToken) ?? new ShardState();
        _waiting = WaitingNews.Of(_state.Totals);
        if (_waiting.Count != _state.Totals.Waiting)
        {
            await CountWaitingAsync(cancellationToken);
        }

        _tail = _state.Tail;
        while (await records.ReadPageAsync(_tail, cancellationToken) is { } page)
        {
            _tail++;
            _waiting = _waiting.Add(page.News);
        }

        await _roster.OpenAsync(_state.Roster, cancellationToken);
    }

    // An older version did not count by segment: all that waits is read, once.
    private async Task CountWaitingAsync(CancellationToken cancellationToken)
    {
        _waiting = WaitingNews.None;
        for (var number = _state.Head; number < _state.Tail; number++)
        {
            var page = await records.ReadPageAsync(number, cancellationToken);
            _waiting = _waiting.Add(page?.News ?? []);
        }
    }

    /// <summary>Stores news. The shard answers for them when it returns.</summary>
    public async Task StoreAsync(
        IReadOnlyList<Qualification> news, CancellationToken cancellationToken)
    {
        foreach (var part in news.Chunk(PageNewsMax))
        {
            var page = new DeliveryPage { News = ImmutableArray.Create(part) };
            await records.WritePageAsync(_tail, page, cancellationToken);
            _tail++;
            _waiting = _waiting.Add(part);
        }
    }

    /// <summary>Starts afresh after failures: the cause may be gone.</summary>
    public void ForgetFailures()
    {
        _retries.Reset();
        _quietUntil = default;
    }

    /// <summary>Does one piece of work.</summary>
    /// <returns>How long to wait before the next; null if there is nothing to do, or nothing that
    /// may be done.</returns>
    public async Task<TimeSpan?> StepAsync(CancellationToken cancellationToken)
    {
        var plan = await destination.GetPlanAsync(cancellationToken);
        await NoticeAsync(plan.Audiences, cancellationToken);
        if (_tail - _state.Tail >= UnwrittenPagesMax)
        {
            await WriteAsync(_state, cancellationToken);
        }

        if (!HasWork || plan.PausedBecause is not null)
        {
            return null;
        }

        return _quietUntil - time.GetUtcNow() is var quiet && quiet > TimeSpan.Zero
            ? quiet
            : await WorkAsync(plan, cancellationToken);
    }

    private async Task<TimeSpan?> WorkAsync(
        DeliveryPlan plan, CancellationToken cancellationToken)
    {
        var token = await secrets.ReadAsync(plan.Token, cancellationToken);
        _token = token.Value?.Fingerprint;
        if (!token.IsOk)
        {
            return await AnswerAsync(new(token.Fault), cancellationToken);
        }

        if (!platforms.TryGet(plan.Platform, out var platform))
        {
            return await AnswerAsync(
                new(new DeliveryFault.Forbidden($"there is no platform \"{plan.Platform}\"")),
                cancellationToken);
        }

        var connection = new PlatformConnection(plan.AdAccountId, token.Value);
        var sender = new ShardSender(
            platform, connection, options, NextSession, _attempts, time);
        return _state.Refill != ShardState.NoRefill
            ? await RefillAsync(plan, sender, cancellationToken)
            : await WorkOffAsync(plan, sender, cancellationToken);
    }

    // An audience with a new id is a new, empty one: everything the ledger says is in the old one
    // has to be put into it, and before anything else.
    private async Task NoticeAsync(
        IEnumerable<KeyValuePair<SegmentId, RemoteAudienceId>> audiences,
        CancellationToken cancellationToken)
    {
        var known = _state.Audiences;
        var isAnew = false;
        foreach (var (segment, audience) in audiences)
        {
            isAnew |= known.TryGetValue(segment, out var other)
                && !string.Equals(other, audience.Value, StringComparison.Ordinal);
            known = known.SetItem(segment, audience.Value);
        }

        if (ReferenceEquals(known, _state.Audiences))
        {
            return;
        }

        await WriteAsync(
            _state with { Audiences = known, Refill = isAnew ? 0 : _state.Refill },
            cancellationToken);
    }

    private async Task<TimeSpan?> RefillAsync(
        DeliveryPlan plan, ShardSender sender, CancellationToken cancellationToken)
    {
        var page = _state.Refill;
        var roster = await records.ReadRosterAsync(page, cancellationToken);
        if (roster is not null)
        {
            var unit = await LoadAsync(roster.Identifiers, cancellationToken);
            if (await CarryOutAsync(unit, plan, sender, cancellationToken) is { } stop)
            {
                return await AnswerAsync(stop, cancellationToken);
            }
        }

        // An audience that was made anew meanwhile has set the walk back to its beginning.
        if (_state.Refill == page)
        {
            var isEnd = roster is null || page >= _roster.Page;
            await WriteAsync(
                _state with { Refill = isEnd ? ShardState.NoRefill : page + 1 },
                cancellationToken);
            _attempts.Clear();
        }

        return WaitAfterSuccess(sender, isFull: true);
    }

    private async Task<TimeSpan?> WorkOffAsync(
        DeliveryPlan plan, ShardSender sender, CancellationToken cancellationToken)
    {
        var news = await ReadWindowAsync(cancellationToken);
        var unit = await LoadAsync(news.Select(one => one.Identifier), cancellationToken);
        unit.Apply(news, time.GetUtcNow().ToUnixTimeSeconds());
        await _roster.AddAsync(unit.Newcomers, cancellationToken);
        if (await CarryOutAsync(unit, plan, sender, cancellationToken) is { } stop)
        {
            return await AnswerAsync(stop, cancellationToken);
        }

        var (head, end) = (_state.Head, _state.WindowEnd);
        await WriteAsync(_state with { Head = end }, cancellationToken, done: news);
        _attempts.Clear();
        await Bounded.ForEachAsync(
            [.. Enumerable.Range(0, (int)(end - head))],
            PageReadsInFlightMax,
            page => records.ClearPageAsync(head + page, cancellationToken));
        return WaitAfterSuccess(sender, isFull: news.Count >= options.BatchMembersMax);
    }

    private async Task<List<Qualification>> ReadWindowAsync(CancellationToken cancellationToken)
    {
        var news = new List<Qualification>();
        var isBegun = _state.WindowEnd > _state.Head;
        var limit = isBegun ? _state.WindowEnd : Math.Min(_tail, _state.Head + WindowPagesMax);
        var end = _state.Head;
        while (end < limit && (isBegun || news.Count < options.BatchMembersMax))
        {
            var page = await records.ReadPageAsync(end, cancellationToken)
                ?? throw new InvalidOperationException(
                    $"Page {end} of a destination shard is missing: restore the storage.");
            news.AddRange(page.News);
            end++;
        }

        if (!isBegun)
        {
            await WriteAsync(_state with { WindowEnd = end }, cancellationToken);
        }

        return news;
    }

    private Task<DeliveryUnit> LoadAsync(
        IEnumerable<IdentityKey> identifiers, CancellationToken cancellationToken) =>
        DeliveryUnit.LoadAsync(
            identifiers, records, options.LedgerCallsInFlightMax, cancellationToken);

    // What was done before a fault is written too, so that it is not done again.
    private async Task<DeliveryStop?> CarryOutAsync(
        DeliveryUnit unit,
        DeliveryPlan plan,
        ShardSender sender,
        CancellationToken cancellationToken)
    {
        var stop = await _calls.CarryOutAsync(
            unit,
            plan,
            sender,
            (segment, audience, token) => NoticeAsync([new(segment, audience)], token),
            cancellationToken);
        Count(sender.Totals);
        await unit.SaveAsync(records, options.LedgerCallsInFlightMax, cancellationToken);
        return stop;
    }
}

namespace Krewe.Embedded;

/// <summary>How what arrived reaches every subscriber, and is then forgotten.</summary>
internal sealed partial class StreamQueue
{
    /// <summary>Under the lock.</summary>
    private void StartSharing()
    {
        if (!_isSharing && (_shared < _end || _rewinds is not null))
        {
            _isSharing = true;
            Detached.Run(ShareAsync);
        }
    }

    /// <summary>Opens what arrived to those who subscribe now, until nothing more has arrived.
    /// </summary>
    private async Task ShareAsync()
    {
        var stopping = _provider.Stopping;
        while (!stopping.IsCancellationRequested)
        {
            HashSet<Guid>? rewinds;
            long end;
            lock (_guard)
            {
                (rewinds, _rewinds, end) = (_rewinds, null, _end);
                if (_shared >= end && rewinds is null)
                {
                    _isSharing = false;
                    RetireIfIdle();
                    return;
                }
            }
            try
            {
                Share(await _provider.Subscribers.OfAsync(Id), end, rewinds);
            }
            catch (Exception exception)
            {
                lock (_guard)
                {
                    _rewinds = rewinds is null ? _rewinds : [.. rewinds, .. _rewinds ?? []];
                }
                await PauseAsync(exception, attempt: 1);
            }
        }
    }

    private void Share(List<Subscriber> subscribers, long end, HashSet<Guid>? rewinds)
    {
        lock (_guard)
        {
            foreach (var gone in _lanes.Keys.Except(subscribers.Select(each => each.Id)).ToList())
            {
                Close(gone);
            }
            foreach (var subscriber in subscribers)
            {
                if (!_lanes.TryGetValue(subscriber.Id, out var lane))
                {
                    _lanes[subscriber.Id] = lane = new StreamLane(subscriber, _shared);
                }
                lane.Subscriber = subscriber;
                lane.Rewinds |= rewinds?.Contains(subscriber.Id) == true;
                if (!lane.IsRunning && (lane.Next < end || lane.Rewinds))
                {
                    lane.IsRunning = true;
                    Detached.Run(() => RunAsync(lane));
                }
            }
            _shared = end;
            StartSettling();
        }
    }

    private void Close(Guid subscription)
    {
        if (_lanes.Remove(subscription, out var lane))
        {
            lane.IsClosed = true;
        }
    }

    /// <summary>Delivers to one subscriber until it has everything, or the provider stops.
    /// </summary>
    private async Task RunAsync(StreamLane lane)
    {
        var stopping = _provider.Stopping;
        while (!stopping.IsCancellationRequested)
        {
            bool rewinds;
            lock (_guard)
            {
                if (lane.IsClosed || (lane.Next >= _shared && !lane.Rewinds))
                {
                    lane.IsRunning = false;
                    StartSettling();
                    RetireIfIdle();
                    return;
                }
                (rewinds, lane.Rewinds) = (lane.Rewinds, false);
            }
            try
            {
                var records = rewinds ? [] : await NextAsync(lane, stopping);
                if ((rewinds || records.Count > 0)
                    && await TryDeliverAsync(lane, [.. records.SelectMany(each => each.Items)]))
                {
                    Advance(lane, records);
                }
            }
            catch (Exception exception)
            {
                // The store failed: the same records are read again.
                await PauseAsync(exception, attempt: 1);
                lock (_guard)
                {
                    lane.Rewinds |= rewinds;
                }
            }
        }
    }

    private void Advance(StreamLane lane, List<StreamRecord> records)
    {
        lock (_guard)
        {
            lane.Next = records.Count > 0 ? records[^1].End : lane.Next;
            StartSettling();
        }
    }

    /// <summary>Hands items to a subscriber, and tries again as long as it fails. False when it no
    /// longer subscribes, or the provider stops.</summary>
    private async Task<bool> TryDeliverAsync(StreamLane lane, List<StreamItem> items)
    {
        var subscriber = lane.Subscriber;
        var delivery = new Delivery(_provider, Id, subscriber.Id, new(lane.Next, items));
        for (var attempt = 1; ; attempt++)
        {
            var failure = await delivery.TryAsync(subscriber, _provider.Stopping);
            if (failure is null || _provider.Stopping.IsCancellationRequested)
            {
                return failure is null;
            }
            await PauseAsync(failure, attempt);
            var subscribers = await _provider.Subscribers.OfAsync(Id);
            if (subscribers.Find(each => each.Id == subscriber.Id) is not { } still)
            {
                lock (_guard)
                {
                    Close(subscriber.Id);
                }
                return false;
            }
            subscriber = still;
        }
    }

    private async Task PauseAsync(Exception failure, int attempt)
    {
        if (!_provider.Stopping.IsCancellationRequested)
        {
            await _provider.PauseAsync(failure, attempt);
        }
    }

    private async ValueTask<List<StreamRecord>> NextAsync(
        StreamLane lane, CancellationToken cancellationToken)
    {
        lock (_guard)
        {
            if (_memory.From(lane.Next, _provider.BatchMax) is { Count: > 0 } kept)
            {
                return kept;
            }
        }
        if (await _provider.Log!.ReadAsync(Id, lane.Next, cancellationToken) is { } stored)
        {
            return [stored];
        }
        var place = await AfterGapAsync(lane.Next, cancellationToken);
        lock (_guard)
        {
            lane.Next = Math.Min(place ?? _shared, _shared);
        }
        return [];
    }

    /// <summary>Where the next record begins after one that never landed; null where there is
    /// none.</summary>
    private ValueTask<long?> AfterGapAsync(long place, CancellationToken cancellationToken)
    {
        lock (_guard)
        {
            if (_gaps.TryGetValue(place, out var end))
            {
                return ValueTask.FromResult<long?>(end);
            }
        }
        return _provider.Log!.FindAfterAsync(Id, place, cancellationToken);
    }

    /// <summary>Under the lock.</summary>
    private void StartSettling()
    {
        if (!_isSettling && _low < Settled())
        {
            _isSettling = true;
            Detached.Run(SettleAsync);
        }
    }

    /// <summary>Up to here everyone has everything.</summary>
    private long Settled() => _lanes.Values
        .Aggregate(_shared, static (low, each) => Math.Min(low, each.Next));

    /// <summary>Deletes what has reached everyone.</summary>
    private async Task SettleAsync()
    {
        var stopping = _provider.Stopping;
        while (!stopping.IsCancellationRequested)
        {
            List<StreamRecord> records;
            long low;
            long settled;
            lock (_guard)
            {
                (low, settled) = (_low, Settled());
                if (low >= settled)
                {
                    _isSettling = false;
                    RetireIfIdle();
                    return;
                }
                records = _memory.Before(settled);
            }
            try
            {
                if (records.Count > 0)
                {
                    await DeleteAsync(records);
                    Forget(records, kept: records.Count);
                }
                else if (await _provider.Log!.ReadAsync(Id, low, stopping) is { } stored)
                {
                    await DeleteAsync([stored]);
                    Forget([stored], kept: 0);
                }
                else
                {
                    Pass(await AfterGapAsync(low, stopping) ?? settled, settled);
                }
            }
            catch (Exception exception)
            {
                await PauseAsync(exception, attempt: 1);
            }
        }
    }

    private async ValueTask DeleteAsync(List<StreamRecord> records)
    {
        if (_provider.Log is { } log)
        {
            await log.DeleteAsync(Id, records);
        }
    }

    private void Forget(List<StreamRecord> records, int kept)
    {
        lock (_guard)
        {
            _memory.RemoveFirst(kept);
            foreach (var record in records)
            {
                // What seemed to have failed is no longer counted.
                _provider.Release(
                    kept > 0 ? record.SizeBytes : 0,
                    _gaps.Remove(record.First) ? 0 : record.Items.Count);
            }
            MoveTo(records[^1].End);
        }
    }

    private void Pass(long place, long settled)
    {
        lock (_guard)
        {
            _gaps.Remove(_low);
            MoveTo(Math.Min(place, settled));
        }
    }

    private void MoveTo(long place)
    {
        _low = place;
        _memoryEnd = Math.Max(_memoryEnd, _low);
    }
}

using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace Krewe.Embedded;

/// <summary>All streams of one provider. With a log they survive the process, without one they
/// last as long as it.</summary>
internal sealed class StreamProvider
    : IStreamProvider, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    /// <summary>What an item costs beside its bytes.</summary>
    private const int ItemOverheadBytes = 64;

    private readonly ConcurrentDictionary<StreamId, StreamQueue> _queues = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly SubscriberTable _subscribers;
    private readonly Lock _guard = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private long _heldBytes;
    private long _heldItems;

    /// <summary>No stream that begins anew has a number below this one.</summary>
    private long _floor;

    internal StreamProvider(Silo silo, string name, StreamLog? log)
    {
        Silo = silo;
        Name = name;
        Log = log;
        Stopping = _stopping.Token;
        History = new StreamHistory(silo.Options.StreamHistoryBytesMax);
        _subscribers = new SubscriberTable(this);
        silo.Meters.GaugeBacklog(name, () => Interlocked.Read(ref _heldItems));
        silo.Meters.GaugeBytes(name, () => Interlocked.Read(ref _heldBytes), () => History.Bytes);
    }

    public string Name { get; }

    public bool IsRewindable => true;

    internal Silo Silo { get; }

    internal StreamLog? Log { get; }

    internal StreamHistory History { get; }

    internal SubscriberTable Subscribers => _subscribers;

    internal int BatchMax => Silo.Options.StreamBatchMax;

    internal CancellationToken Stopping { get; }

    internal bool HasRoom => Interlocked.Read(ref _heldBytes) <= Silo.Options.StreamBytesMax;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) =>
        new EngineStream<T>(this, streamId, CodecFor<T>());

    /// <summary>What was left is known before anything can be added, and delivered once the
    /// silo is active.</summary>
    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(
            $"streams {Name}", ServiceLifecycleStage.AfterRuntimeGrainServices, RecoverAsync);
        lifecycle.Subscribe(
            $"streams {Name}", ServiceLifecycleStage.Active, StartAsync, StopAsync);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _subscribers.Dispose();
    }

    internal static long SizeOf(ReadOnlyMemory<byte> bytes) => bytes.Length + ItemOverheadBytes;

    /// <summary>Null where nothing is stored, and so nothing turned into bytes.</summary>
    internal IItemCodec<T>? CodecFor<T>() => Log is null
        ? null
        : Silo.Services.GetService<IItemCodec<T>>() ?? throw new OrleansConfigurationException(
            $"stream provider \"{Name}\" stores its items: register an IItemCodec<{typeof(T)}>");

    internal async Task AppendAsync<T>(
        StreamId id, IEnumerable<T> items, IItemCodec<T>? codec)
    {
        var encoded = items.Select(item => ((object?)item, Encode(item, codec))).ToList();
        if (encoded.Count == 0)
        {
            return;
        }
        if (!HasRoom)
        {
            await RoomAsync();
        }
        Task appended;
        while (!_queues.GetOrAdd(id, static (id, self) => self.NewQueue(id), this)
            .TryAppend(encoded, out appended))
        {
            // The stream ran empty and left the table; the next look-up makes it anew.
        }
        await appended;
    }

    /// <summary>Lets a subscriber that asked for a token have what was delivered since.</summary>
    internal void Rewind(StreamId id, Guid subscription)
    {
        while (!_queues.GetOrAdd(id, static (id, self) => self.NewQueue(id), this)
            .TryRewind(subscription))
        {
            // As above.
        }
    }

    internal void Hold(long bytes, int items)
    {
        Interlocked.Add(ref _heldBytes, bytes);
        Interlocked.Add(ref _heldItems, items);
    }

    internal void Release(long bytes, int items)
    {
        Interlocked.Add(ref _heldItems, -items);
        Interlocked.Add(ref _heldBytes, -bytes);
        if (!HasRoom)
        {
            return;
        }
        lock (_guard)
        {
            while (_waiting.TryDequeue(out var waiting))
            {
                waiting.TrySetResult();
            }
        }
    }

    internal void Retire(StreamQueue queue, long next)
    {
        var floor = Interlocked.Read(ref _floor);
        while (floor < next)
        {
            floor = Interlocked.CompareExchange(ref _floor, next, floor) is var seen
                && seen == floor ? next : seen;
        }
        _queues.TryRemove(new KeyValuePair<StreamId, StreamQueue>(queue.Id, queue));
    }

    /// <summary>Tells of a failure and waits before the next attempt.</summary>
    internal async Task PauseAsync(Exception failure, int attempt)
    {
        var wait = WaitAfter(attempt);
        Silo.Log.DeliveryFailed(failure, Name, attempt, wait);
        await Task.Delay(wait, Silo.Time, Stopping)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private TimeSpan WaitAfter(int attempt)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(attempt - 1, 20));
        return wait < Silo.Options.StreamRetryWaitMax ? wait : Silo.Options.StreamRetryWaitMax;
    }

    private static ReadOnlyMemory<byte> Encode<T>(T item, IItemCodec<T>? codec)
    {
        if (codec is null)
        {
            return default;
        }
        var buffer = new ArrayBufferWriter<byte>();
        codec.Write(item, buffer);
        return buffer.WrittenMemory;
    }

    /// <summary>Numbers go on from the clock, so that a stream that was empty when the process
    /// ended does not begin anew with numbers that its receivers have seen.</summary>
    private StreamQueue NewQueue(StreamId id)
    {
        var first = Math.Max(Silo.Time.GetUtcNow().UtcTicks, Interlocked.Read(ref _floor));
        return new StreamQueue(this, id, first, first);
    }

    private async Task RoomAsync()
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_guard)
        {
            if (HasRoom)
            {
                return;
            }
            _waiting.Enqueue(waiting);
        }
        Silo.Meters.ProducerWasHeld(Name);
        await waiting.Task.WaitAsync(Stopping);
    }

    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (Log is null)
        {
            return;
        }
        foreach (var (id, (read, end)) in await Log.RecoverAsync(cancellationToken))
        {
            _queues[id] = new StreamQueue(this, id, read, end);
            Interlocked.Add(ref _heldItems, end - read);
        }
    }

    private Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var queue in _queues.Values)
        {
            queue.Resume();
        }
        return Task.CompletedTask;
    }

    private Task StopAsync(CancellationToken cancellationToken) => _stopping.CancelAsync();
}

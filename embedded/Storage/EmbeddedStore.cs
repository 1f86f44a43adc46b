using System.Buffers.Binary;
using Krewe.Embedded.Storage.Log;
using Krewe.Embedded.Storage.Recovery;
using Krewe.Embedded.Storage.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Krewe.Embedded.Storage;

/// <summary>The embedded store: tables of versioned records that survive kill -9.</summary>
/// <remarks>
/// <para>Shape: one write-ahead log that commits the writes of many callers with one sync, one
/// larger-than-memory state store, and checkpoints that let the log be cut.</para>
/// <para>Errors: a write that throws <see cref="StoreFaultedException"/> may or may not have
/// landed; from then on everything throws it until the store is opened again.</para>
/// </remarks>
public sealed partial class EmbeddedStore : IDurableStore, IAsyncDisposable
{
    /// <summary>Bytes of one atomic write, heads included.</summary>
    public const int BatchBytesMax = 512 << 20;

    private readonly EmbeddedStoreOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationToken _isClosing;
    private readonly SemaphoreSlim _defining = new(1, 1);
    private StoreEngine? _engine;
    private Maintenance? _maintenance;

    public EmbeddedStore(
        EmbeddedStoreOptions options, ILogger<EmbeddedStore>? logger = null)
    {
        options.ThrowIfInvalid();
        _options = options;
        _isClosing = _closing.Token;
        _logger = logger ?? NullLogger<EmbeddedStore>.Instance;
    }

    /// <summary>Log entries that opening had to replay: zero after a clean stop.</summary>
    public long ReplayedEntries => Engine.Replayed;

    internal StoreEngine Engine => _engine
        ?? throw new InvalidOperationException(
            "The store is not open: it opens when the host starts.");

    internal Maintenance Maintenance => _maintenance!;

    /// <summary>Opens a store that is not in a host.</summary>
    public static async Task<EmbeddedStore> OpenAsync(EmbeddedStoreOptions options)
    {
        var store = new EmbeddedStore(options);
        await store.OpenAsync();
        return store;
    }

    /// <summary>Recovers and starts. Throws when the directory is in use or damaged.</summary>
    public async Task OpenAsync()
    {
        var engine = await Task.Run(() => StoreEngine.Open(_options));
        _maintenance = new Maintenance(engine, _logger);
        engine.Writer.Committed = _maintenance.Look;
        _engine = engine;
        if (engine.Replayed > 0)
        {
            await _maintenance.CheckpointAsync();
        }
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
        string table, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = ReadVersionedAsync(table, key.Span);
        return read.IsCompletedSuccessfully
#pragma warning disable VSTHRD002, VSTHRD103 // It has completed.
            ? ValueTask.FromResult(Value(read.Result))
#pragma warning restore VSTHRD002, VSTHRD103
            : AwaitAsync(read);

        static async ValueTask<ReadOnlyMemory<byte>?> AwaitAsync(ValueTask<VersionedValue> read) =>
            Value(await read);
    }

    public ValueTask WriteAsync(
        IReadOnlyList<DurableWrite> writes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (writes.Count == 0)
        {
            return ValueTask.CompletedTask;
        }

        return KnowsTables(writes)
            ? SubmitAsync(Encode(writes), cancellationToken)
            : DefineAndWriteAsync(writes, cancellationToken);
    }

    /// <summary>
    /// Closes after a last checkpoint, unless the options say otherwise. A scan that is under way
    /// ends with a <see cref="StoreFaultedException"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _engine, null) is not { } engine)
        {
            return;
        }

        await _closing.CancelAsync();
        await _backup.WaitAsync();
        try
        {
            await _maintenance!.StopAsync(
                checkpoint: _options.CheckpointOnClose && engine.Writer.Fault is null);
            await engine.Scans.CloseAsync();
        }
        finally
        {
            engine.Dispose();
            _maintenance!.Dispose();
            _defining.Dispose();
            _backup.Dispose();
            _closing.Dispose();
        }
    }

    /// <summary>The value with its version, or <see cref="WriteRequest.NoVersion"/>.</summary>
    internal ValueTask<VersionedValue> ReadVersionedAsync(string table, ReadOnlySpan<byte> key)
    {
        var engine = Engine;
        ThrowIfFaulted(engine);
        ThrowIfBadKey(key.Length);
        if (!engine.Tables.TryGet(table, out var number))
        {
            return default;
        }

        Span<byte> full = stackalloc byte[RecordFormat.TableBytes + key.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(full, number);
        key.CopyTo(full[RecordFormat.TableBytes..]);
        if (!engine.State.TryRead(full, ReadMode.Value, out var result, out var fromDisk))
        {
            return new ValueTask<VersionedValue>(
                ValueReader.FinishAsync(engine.State, full.ToArray(), fromDisk));
        }

        return result.Kind == RecordKind.Whole
            ? ValueTask.FromResult(new VersionedValue(result.Payload, result.Version))
            : new ValueTask<VersionedValue>(
                ValueReader.FinishAsync(engine.State, full.ToArray(), Task.FromResult(result)));
    }

    /// <summary>
    /// Writes one record, or removes it, if the stored version is the expected one
    /// (<see cref="WriteRequest.NoVersion"/>: there is none).
    /// </summary>
    internal ValueTask<WriteOutcome> WriteIfAsync(
        string table,
        ReadOnlySpan<byte> key,
        ReadOnlyMemory<byte>? value,
        long expected,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var engine = Engine;
        if (!engine.Tables.TryGet(table, out var number))
        {
            return DefineAndWriteIfAsync(
                table, key.ToArray(), value, expected, cancellationToken);
        }

        ThrowIfFaulted(engine);
        ThrowIfTooLong(key.Length, value?.Length);
        var request = engine.Rent();
        request.Begin(
            LogEntryKind.Batch, WriteRequest.SizeOf(key.Length, value?.Length), expected);
        request.Add(0, number, key, value);
        if (!engine.Room.IsOpen || !engine.Gate.TryEnter(request.LengthBytes))
        {
            return EnterAndWriteAsync(request, cancellationToken);
        }

        engine.Writer.Enqueue(request);
        return request.OutcomeTask;
    }

    private async ValueTask<WriteOutcome> DefineAndWriteIfAsync(
        string table,
        byte[] key,
        ReadOnlyMemory<byte>? value,
        long expected,
        CancellationToken cancellationToken)
    {
        await DefineAsync(table);
        return await WriteIfAsync(table, key, value, expected, cancellationToken);
    }

    private async ValueTask<WriteOutcome> EnterAndWriteAsync(
        WriteRequest request, CancellationToken cancellationToken)
    {
        await EnterAsync(request, cancellationToken);
        return await request.OutcomeTask;
    }

    /// <summary>Waits for room on the disk, then for a place in the queue, and takes it.</summary>
    private async ValueTask EnterAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        var engine = Engine;
        await engine.Room.WaitAsync(cancellationToken);
        if (!engine.Gate.TryEnter(request.LengthBytes))
        {
            await engine.Gate.EnterAsync(request.LengthBytes, cancellationToken);
        }

        engine.Writer.Enqueue(request);
    }

    private bool KnowsTables(IReadOnlyList<DurableWrite> writes)
    {
        var tables = Engine.Tables;
        for (var index = 0; index < writes.Count; index++)
        {
            if (!tables.TryGet(writes[index].Table, out _))
            {
                return false;
            }
        }

        return true;
    }

    private async ValueTask DefineAndWriteAsync(
        IReadOnlyList<DurableWrite> writes, CancellationToken cancellationToken)
    {
        foreach (var write in writes)
        {
            await DefineAsync(write.Table);
        }

        await SubmitAsync(Encode(writes), cancellationToken);
    }

    private async ValueTask DefineAsync(string table)
    {
        if (Engine.Tables.TryGet(table, out _))
        {
            return;
        }

        ArgumentException.ThrowIfNullOrEmpty(table);
        await _defining.WaitAsync();
        try
        {
            if (!Engine.Tables.TryGet(table, out _))
            {
                var entry = Engine.Tables.NewEntry(table);
                var request = Engine.Rent();
                request.Begin(LogEntryKind.Table, entry.Length, WriteRequest.AnyVersion);
                entry.CopyTo(request.Body);
                await SubmitAsync(request, CancellationToken.None);
            }
        }
        finally
        {
            _defining.Release();
        }
    }

    private WriteRequest Encode(IReadOnlyList<DurableWrite> writes)
    {
        var engine = Engine;
        ThrowIfFaulted(engine);
        long length = 0;
        for (var index = 0; index < writes.Count; index++)
        {
            ThrowIfTooLong(writes[index].Key.Length, writes[index].Value?.Length);
            length += WriteRequest.SizeOf(writes[index].Key.Length, writes[index].Value?.Length);
        }

        if (length > BatchBytesMax)
        {
            throw new ArgumentException(
                $"An atomic write has at most {BatchBytesMax} bytes; this one has {length}.",
                nameof(writes));
        }

        var request = engine.Rent();
        request.Begin(LogEntryKind.Batch, (int)length, WriteRequest.AnyVersion);
        var at = 0;
        for (var index = 0; index < writes.Count; index++)
        {
            var write = writes[index];
            engine.Tables.TryGet(write.Table, out var table);
            at = request.Add(at, table, write.Key.Span, write.Value);
        }

        return request;
    }

    private ValueTask SubmitAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        var engine = Engine;
        if (!engine.Room.IsOpen || !engine.Gate.TryEnter(request.LengthBytes))
        {
            return SubmitLaterAsync(request, cancellationToken);
        }

        engine.Writer.Enqueue(request);
        return request.Task;
    }

    private async ValueTask SubmitLaterAsync(
        WriteRequest request, CancellationToken cancellationToken)
    {
        await EnterAsync(request, cancellationToken);
        await request.Task;
    }

    private static void ThrowIfFaulted(StoreEngine engine)
    {
        if (engine.Writer.Fault is { } fault)
        {
            throw fault;
        }
    }

    private static void ThrowIfTooLong(int keyBytes, int? valueBytes)
    {
        ThrowIfBadKey(keyBytes);
        if (valueBytes > RecordFormat.ValueBytesMax)
        {
            throw new ArgumentException(
                $"A value has at most {RecordFormat.ValueBytesMax} bytes; this one has "
                + $"{valueBytes}.",
                nameof(valueBytes));
        }
    }

    private static ReadOnlyMemory<byte>? Value(VersionedValue read) =>
        read.Payload is { } payload ? payload : default(ReadOnlyMemory<byte>?);

    private static void ThrowIfBadKey(int length)
    {
        if (length is 0 or > RecordFormat.KeyBytesMax)
        {
            throw new ArgumentException(
                $"A key has 1 to {RecordFormat.KeyBytesMax} bytes; this one has {length}.",
                nameof(length));
        }
    }
}

using System.Buffers.Binary;
using System.Threading.Tasks.Sources;
using Krewe.Embedded.Storage.Log;
using Krewe.Embedded.Storage.State;

namespace Krewe.Embedded.Storage;

/// <summary>
/// What became of a conditional write: its version, or the version that stood against it.
/// </summary>
internal readonly record struct WriteOutcome(bool Written, long Version);

/// <summary>
/// One atomic write on its way: encoded by its caller, applied by the writer, reused.
/// </summary>
/// <remarks>
/// <para>Shape: the head of a log entry, then for each change
/// <c>op (1), zero (1), key length (2), payload length (4), key with table, record</c>.</para>
/// The caller waits for it as a task; awaiting returns it to the pool.
/// </remarks>
internal sealed class WriteRequest(Action<WriteRequest> free)
    : IValueTaskSource<WriteOutcome>, IValueTaskSource
{
    public const byte Put = 1;
    public const byte Remove = 2;
    public const int ChangeHeadBytes = 8;

    /// <summary>No condition on the version that is stored.</summary>
    public const long AnyVersion = -1;

    /// <summary>The record must not exist.</summary>
    public const long NoVersion = 0;

    private const int KeptBytesMax = 16 << 10;

    private ManualResetValueTaskSourceCore<WriteOutcome> _core;

    private byte[] _buffer = new byte[512];

    public LogEntryKind Kind { get; private set; }

    public int LengthBytes { get; private set; }

    /// <summary>The version that must be stored; see the constants. Only with one change.</summary>
    public long Expected { get; private set; }

    /// <summary>
    /// The stored version as read from the disk, and the sequence before that read.
    /// </summary>
    public (long Version, long AsOf)? Stored { get; set; }

    public WriteOutcome Outcome { get; set; }

    /// <summary>Run by the writer between two writes instead of a write.</summary>
    public Action? Control { get; set; }

    public Span<byte> Entry => _buffer.AsSpan(0, LengthBytes);

    public Span<byte> Body => _buffer.AsSpan(LogEntry.HeadBytes, LengthBytes - LogEntry.HeadBytes);

    public ValueTask<WriteOutcome> OutcomeTask => new(this, _core.Version);

    public ValueTask Task => new(this, _core.Version);

    public static int SizeOf(int keyBytes, int? payloadBytes) =>
        ChangeHeadBytes + RecordFormat.TableBytes + keyBytes
        + (payloadBytes is { } length ? RecordFormat.SizeOf(length) : 0);

    public void Begin(LogEntryKind kind, int bodyBytes, long expected)
    {
        Kind = kind;
        Expected = expected;
        Outcome = new WriteOutcome(Written: true, 0);
        LengthBytes = LogEntry.HeadBytes + bodyBytes;
        if (_buffer.Length < LengthBytes)
        {
            _buffer = new byte[LengthBytes];
        }
    }

    /// <summary>Encodes one change; returns where the next one goes.</summary>
    public int Add(int at, ushort table, ReadOnlySpan<byte> key, ReadOnlyMemory<byte>? payload)
    {
        var length = SizeOf(key.Length, payload?.Length);
        var change = Body.Slice(at, length);
        change[0] = payload is null ? Remove : Put;
        change[1] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(
            change[2..], (ushort)(RecordFormat.TableBytes + key.Length));
        BinaryPrimitives.WriteInt32LittleEndian(change[4..], payload?.Length ?? 0);
        BinaryPrimitives.WriteUInt16LittleEndian(change[ChangeHeadBytes..], table);
        key.CopyTo(change[(ChangeHeadBytes + RecordFormat.TableBytes)..]);
        if (payload is { } bytes)
        {
            var record = change[(ChangeHeadBytes + RecordFormat.TableBytes + key.Length)..];
            bytes.Span.CopyTo(record[RecordFormat.HeadBytes..]);
            record[(RecordFormat.HeadBytes + bytes.Length)..].Clear();
        }

        return at + length;
    }

    /// <summary>The caller goes on at once, on this thread.</summary>
    public void Complete() => _core.SetResult(Outcome);

    /// <summary>The caller goes on elsewhere: it may be the writer that failed.</summary>
    public void Fail(Exception fault)
    {
        _core.RunContinuationsAsynchronously = true;
        _core.SetException(fault);
    }

    public WriteOutcome GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            Reset();
        }
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Reset()
    {
        _core.Reset();
        _core.RunContinuationsAsynchronously = false;
        Control = null;
        Stored = null;
        if (_buffer.Length > KeptBytesMax)
        {
            _buffer = new byte[512];
        }

        free(this);
    }
}

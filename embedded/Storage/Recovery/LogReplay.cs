using System.Buffers;
using Krewe.Embedded.Storage.Log;
using Krewe.Embedded.Storage.State;

namespace Krewe.Embedded.Storage.Recovery;

/// <summary>Brings the state up to the end of the log.</summary>
internal sealed class LogReplay(StoreLayout layout, StateWriter writer, TableNames tables)
{
    private readonly ArrayBufferWriter<byte> _fragments = new();
    private byte[] _body = [];
    private long _version;

    /// <summary>Entries read, marks aside.</summary>
    public long Entries { get; private set; }

    /// <summary>
    /// Replays all generations from the checkpoint on; returns the last sequence.
    /// </summary>
    public long Run(StoreManifest manifest)
    {
        var checkpoint = manifest.Checkpoint;
        var sequence = checkpoint?.Sequence ?? 0;
        var address = checkpoint?.LogAddress ?? LogReader.FirstAddress;
        for (var at = checkpoint?.LogGeneration ?? 1; at <= manifest.Generation; at++)
        {
            sequence = new LogReader(layout, at).Read(address, sequence, Apply);
            address = LogReader.FirstAddress;
            _fragments.ResetWrittenCount();
        }

        return sequence >= (checkpoint?.RequiredSequence ?? 0)
            ? sequence
            : throw new StoreCorruptException(
                $"'{layout.LogRoot}' ends at entry {sequence}, but the checkpoint needs "
                + $"{checkpoint!.RequiredSequence}. Restore the directory from a backup.");
    }

    private void Apply(LogEntry head, ReadOnlySpan<byte> body)
    {
        if (head.Kind == LogEntryKind.Mark)
        {
            return;
        }

        Entries++;
        if ((head.Flags & LogEntry.First) != 0)
        {
            // What came before without an end is a batch that was never acknowledged.
            _fragments.ResetWrittenCount();
            _version = head.Sequence;
        }

        if ((head.Flags & (LogEntry.First | LogEntry.Last)) != (LogEntry.First | LogEntry.Last))
        {
            _fragments.Write(body);
            if ((head.Flags & LogEntry.Last) == 0)
            {
                return;
            }

            body = _fragments.WrittenSpan;
        }

        if (head.Kind == LogEntryKind.Table)
        {
            tables.Define(body);
            return;
        }

        // The reader's bytes are not ours to write on.
        if (_body.Length < body.Length)
        {
            _body = new byte[body.Length];
        }

        body.CopyTo(_body);
        writer.Apply(_body.AsSpan(0, body.Length), _version);
    }
}

using System.Buffers;
using Krewe.Domain.Onboarding;

namespace Krewe.Grains.Onboarding;

/// <summary>Reads a stream of lines in chunks that end after a fixed number of lines.</summary>
/// <remarks>
/// A chunk is the same whenever it is read from the same place: it depends on the lines alone, not
/// on
/// how the bytes arrive. Not thread safe; the buffer is rented for the life of the reader.
/// </remarks>
internal sealed class ChunkReader(Stream content, ImportStart start) : IDisposable
{
    private const int BufferLength = 1 << 20;

    private byte[]? _buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
    private LineReaderState _state = start.Lines;
    private int _begin;
    private int _end;
    private bool _isFinal;

    /// <summary>Takes each line as it is read. The line is gone when it returns.</summary>
    public delegate void LineSink(ReadOnlySpan<byte> line, long number, LineStatus status);

    /// <summary>Bytes read so far, from the beginning of the file.</summary>
    public long OffsetBytes { get; private set; } = start.OffsetBytes;

    /// <summary>Where the next chunk begins.</summary>
    public LineReaderState State => _state;

    /// <summary>Reads at most so many lines.</summary>
    /// <returns>False when the file is read.</returns>
    public bool Read(int linesMax, LineSink sink)
    {
        var count = 0;
        while (true)
        {
            var status = ReadBuffered(linesMax, ref count, sink);
            if (status == LineStatus.End || count == linesMax)
            {
                return status != LineStatus.End;
            }

            Fill();
        }
    }

    /// <summary>Passes over what has been applied before.</summary>
    public static void Skip(Stream content, long bytes)
    {
        if (content.CanSeek)
        {
            content.Position = bytes;
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            while (bytes > 0)
            {
                var read = content.Read(buffer, 0, (int)Math.Min(bytes, buffer.Length));
                if (read == 0)
                {
                    throw new InvalidDataException(
                        "The file is shorter than the part of it that was applied before.");
                }

                bytes -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private LineStatus ReadBuffered(int linesMax, ref int count, LineSink sink)
    {
        var reader = new LineReader(_buffer.AsSpan(_begin, _end - _begin), _isFinal, _state);
        LineStatus status;
        do
        {
            status = reader.Read();
            if (status is LineStatus.Line or LineStatus.Overlong)
            {
                sink(reader.Line, reader.LineNumber, status);
                count++;
            }
        }
        while (count < linesMax && status is LineStatus.Line or LineStatus.Overlong);

        _begin += reader.ConsumedBytes;
        OffsetBytes += reader.ConsumedBytes;
        _state = reader.State;
        return status;
    }

    private void Fill()
    {
        var buffer = _buffer ?? throw new ObjectDisposedException(nameof(ChunkReader));
        buffer.AsSpan(_begin, _end - _begin).CopyTo(buffer);
        _end -= _begin;
        _begin = 0;
        var read = content.Read(buffer, _end, buffer.Length - _end);
        _end += read;
        _isFinal = read == 0;
    }
}

/// <summary>Where the reading of a file begins.</summary>
internal readonly record struct ImportStart(long OffsetBytes, LineReaderState Lines);

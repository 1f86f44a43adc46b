using System.Diagnostics;

namespace Krewe.Domain.Onboarding;

/// <summary>What <see cref="LineReader.Read"/> found.</summary>
public enum LineStatus
{
    /// <summary>A line that is not blank.</summary>
    Line = 0,

    /// <summary>The end of a line that was too long; it was left out.</summary>
    Overlong = 1,

    /// <summary>The rest holds no whole line: come back with more.</summary>
    NeedMoreData = 2,

    /// <summary>The file is read.</summary>
    End = 3,
}

/// <summary>What a reader of the next buffer must know of the ones before; the default value
/// stands before the first.</summary>
/// <remarks><para>Units: <paramref name="LineNumber"/> is the line last ended, from 1.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("line-reader-state")]
public readonly record struct LineReaderState(
    [property: Id(0)] long LineNumber, [property: Id(1)] bool IsInsideOverlong);

/// <summary>Splits UTF-8 bytes into lines.</summary>
/// <remarks>
/// <para>Shape: lines end in LF or CRLF; the last may lack its ending. A byte order mark before
/// the first is dropped. Empty lines and lines of spaces are passed over, but have numbers.</para>
/// <para>Units: at most <see cref="OnboardingLimits.LineLengthMax"/> bytes a line. A buffer that
/// begins with the rest of the one before and has
/// <see cref="OnboardingLimits.BufferLengthMin"/> bytes always makes progress.</para>
/// <para>Errors: an overlong line is skipped to its end without being kept, over as many buffers
/// as it spans, and reported once. Nothing is allocated.</para>
/// </remarks>
public ref struct LineReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly bool _isFinal;
    private readonly int _length;
    private ReadOnlySpan<byte> _rest;
    private bool _isInsideOverlong;

    /// <summary>Reads a buffer; the last of a file is final.</summary>
    public LineReader(ReadOnlySpan<byte> utf8, bool isFinal, LineReaderState state)
    {
        _rest = utf8;
        _length = utf8.Length;
        _isFinal = isFinal;
        _isInsideOverlong = state.IsInsideOverlong;
        LineNumber = state.LineNumber;
    }

    /// <summary>The line last read, without its ending.</summary>
    public ReadOnlySpan<byte> Line { get; private set; }

    /// <summary>The number of the line last read, or 0 before the first.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Bytes of the buffer that need not come again; the others go before the next
    /// buffer's.</summary>
    public readonly int ConsumedBytes => _length - _rest.Length;

    /// <summary>What the reader of the next buffer must be given.</summary>
    public readonly LineReaderState State => new(LineNumber, _isInsideOverlong);

    /// <summary>Reads to the end of the next line that is not blank.</summary>
    public LineStatus Read()
    {
        while (true)
        {
            var status = _isInsideOverlong ? SkipOverlong() : ReadLine();
            if (status != LineStatus.Line || !IsBlank(Line))
            {
                return status;
            }
        }
    }

    private LineStatus ReadLine()
    {
        Line = default;
        var length = _rest.IndexOf((byte)'\n');
        if (length < 0 && !_isFinal)
        {
            return HoldPart();
        }

        if (length < 0 && _rest.IsEmpty)
        {
            return LineStatus.End;
        }

        var line = length < 0 ? _rest : _rest[..length];
        _rest = length < 0 ? [] : _rest[(length + 1)..];
        LineNumber++;
        Line = Trim(line);
        return Line.Length <= OnboardingLimits.LineLengthMax ? LineStatus.Line : Leave();
    }

    // One byte more than a line may have can still be the CR of its ending.
    private LineStatus HoldPart()
    {
        if (_rest.Length <= OnboardingLimits.LineLengthMax + 1)
        {
            return LineStatus.NeedMoreData;
        }

        _isInsideOverlong = true;
        return SkipOverlong();
    }

    private LineStatus SkipOverlong()
    {
        Debug.Assert(_isInsideOverlong);
        Line = default;
        var length = _rest.IndexOf((byte)'\n');
        _rest = length < 0 ? [] : _rest[(length + 1)..];
        if (length < 0 && !_isFinal)
        {
            return LineStatus.NeedMoreData;
        }

        _isInsideOverlong = false;
        LineNumber++;
        return LineStatus.Overlong;
    }

    private LineStatus Leave()
    {
        Line = default;
        return LineStatus.Overlong;
    }

    // The mark counts towards the length, so that where the bytes were cut does not show.
    private readonly ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line)
    {
        if (line is [.. var text, (byte)'\r'])
        {
            line = text;
        }

        return LineNumber == 1
            && line.Length <= OnboardingLimits.LineLengthMax
            && line.StartsWith(ByteOrderMark)
                ? line[ByteOrderMark.Length..]
                : line;
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => !line.ContainsAnyExcept((byte)' ');
}

using System.Globalization;
using System.Numerics;

namespace Krewe.Embedded.Storage;

/// <summary>Every path and every size of a store.</summary>
/// <remarks>
/// <para>Shape: <c>MANIFEST</c> names the checkpoint in force; <c>wal/</c> holds a folder for each
/// time the store was opened, and spare files; <c>state/</c> the hybrid log;
/// <c>checkpoints/</c> the index.</para>
/// <para>Units: bytes. Index, state pages, log pages and the bytes in flight together stay under
/// the budget: a quarter, a half, a sixteenth and a sixteenth, each rounded down. Pages and pieces
/// never change; files and index keep the size that the store was made with.</para>
/// </remarks>
internal sealed record StoreLayout
{
    public const int PageBytes = 1 << 20;

    /// <summary>A value longer than this is kept in pieces of this size.</summary>
    public const int PieceBytes = PageBytes / 4;

    /// <summary>A log entry longer than this is written as fragments of this size.</summary>
    public const int FragmentBytes = PageBytes / 4;

    public StoreLayout(EmbeddedStoreOptions options)
    {
        Root = Path.GetFullPath(options.Directory);
        var budget = options.MemoryBudgetBytes;
        IndexBytes = PowerOfTwo(budget / 4);
        StateMemoryBytes = PowerOfTwo(budget / 2);
        StateSegmentBytes = PowerOfTwo(options.StateSegmentBytes);
        LogMemoryBytes = Math.Clamp(PowerOfTwo(budget / 16), 2 * PageBytes, 64 << 20);
        LogSegmentBytes = PowerOfTwo(options.LogSegmentBytes);
        InFlightBytesMax = budget / 16;
    }

    public string Root { get; init; }

    public string Lock => Path.Combine(Root, "LOCK");

    public string Manifest => Path.Combine(Root, "MANIFEST");

    public string LogRoot => Path.Combine(Root, "wal");

    /// <summary>Files of the log that wait to be used again.</summary>
    public string LogSpares => Path.Combine(LogRoot, "spare");

    public string StateRoot => Path.Combine(Root, "state");

    public string StateLog => Path.Combine(StateRoot, "state.log");

    /// <summary>What scans keep beside; worth nothing after the process.</summary>
    public string ScanRoot => Path.Combine(Root, "scans");

    public string Checkpoints => Path.Combine(Root, "checkpoints");

    public long IndexBytes { get; init; }

    public long StateMemoryBytes { get; }

    public long StateSegmentBytes { get; init; }

    public long LogMemoryBytes { get; }

    public long LogSegmentBytes { get; init; }

    public long InFlightBytesMax { get; }

    public string LogFolder(int generation) =>
        Path.Combine(LogRoot, generation.ToString("D8", CultureInfo.InvariantCulture));

    private static long PowerOfTwo(long value) => 1L << BitOperations.Log2((ulong)value);
}

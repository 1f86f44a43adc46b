using System.ComponentModel.DataAnnotations;

namespace Krewe.Embedded.Storage;

/// <summary>Where and how the embedded store keeps its data. Section: <c>Storage</c>.</summary>
public sealed record EmbeddedStoreOptions : IValidatableObject
{
    /// <summary>
    /// The directory of the store, made when it is missing. One process at a time.
    /// </summary>
    [Required(AllowEmptyStrings = false)]
    public string Directory { get; set; } = "";

    /// <summary>
    /// Memory for the hash index, the pages of both logs and what is in flight. Default 512 MiB.
    /// A quarter is index: 8 bytes for each record, so raise it beyond 10 million records.
    /// </summary>
    [Range(16L << 20, 1L << 40)]
    public long MemoryBudgetBytes { get; set; } = 512L << 20;

    /// <summary>
    /// How long a commit waits for company. Default zero: a commit starts the moment the one
    /// before it is on disk, with whatever has gathered. More trades latency for fewer syncs.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan CommitLinger { get; set; } = TimeSpan.Zero;

    /// <summary>
    /// Bytes of write-ahead log after which a checkpoint is taken. Default 256 MiB.
    /// </summary>
    [Range(1L << 20, 1L << 40)]
    public long CheckpointEveryBytes { get; set; } = 256L << 20;

    /// <summary>
    /// Size of one file of the write-ahead log, rounded down to a power of two. Default 64 MiB.
    /// </summary>
    [Range(4L << 20, 1L << 30)]
    public long LogSegmentBytes { get; set; } = 64L << 20;

    /// <summary>
    /// Size of one file of the state log, rounded down to a power of two. Default 64 MiB.
    /// </summary>
    [Range(4L << 20, 1L << 30)]
    public long StateSegmentBytes { get; set; } = 64L << 20;

    /// <summary>
    /// State log beyond which dead records are compacted away, once they may be half of it.
    /// Default 128 MiB. Writers wait for the compaction when the state log on disk comes to twice
    /// this and to three times what lives in it; a scan or a backup suspends that while it runs.
    /// </summary>
    [Range(4L << 20, 1L << 40)]
    public long CompactFromBytes { get; set; } = 128L << 20;

    /// <summary>
    /// Whether closing takes a checkpoint, so that the next start replays nothing. Default true.
    /// </summary>
    public bool CheckpointOnClose { get; set; } = true;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Directory.Length > 0 && File.Exists(Directory))
        {
            yield return new ValidationResult(
                $"Directory: '{Directory}' is a file; name a directory.", [nameof(Directory)]);
        }
    }

    /// <summary>Throws one exception that names every fault.</summary>
    internal void ThrowIfInvalid()
    {
        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(
            this, new ValidationContext(this), faults, validateAllProperties: true))
        {
            throw new ValidationException(
                $"The store's options are wrong: {string.Join(" ", faults)}");
        }
    }
}

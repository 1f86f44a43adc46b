using System.Text.Json;
using System.Text.Json.Serialization;
using Krewe.Embedded.Storage.State;

namespace Krewe.Embedded.Storage.Recovery;

/// <summary>A file of the checkpoint in force, with what it must be.</summary>
internal sealed record ManifestFile(string Path, long LengthBytes, uint Checksum);

/// <summary>The checkpoint in force; absent until the first.</summary>
/// <remarks>
/// Recovery loads it and reads the log from <paramref name="LogAddress"/> on. The log must reach
/// <paramref name="RequiredSequence"/>: the checkpoint may hold parts of batches up to there.
/// </remarks>
internal sealed record ManifestCheckpoint(
    Guid Token,
    int LogGeneration,
    long LogAddress,
    long Sequence,
    long RequiredSequence,
    long StateBegin,
    long StateEnd,
    Dictionary<string, ushort> Tables,
    Dictionary<string, LargeValue> Large,
    IReadOnlyList<ManifestFile> Files);

/// <summary>The one file that says what else belongs to the store.</summary>
/// <remarks>JSON in a <see cref="SealedFile"/>.</remarks>
internal sealed record StoreManifest
{
    public const int FormatVersion = 1;

    public int Format { get; init; } = FormatVersion;

    /// <summary>How often the store was opened, and the newest folder of the log.</summary>
    public int Generation { get; init; }

    public long IndexBytes { get; init; }

    public long StateSegmentBytes { get; init; }

    public long LogSegmentBytes { get; init; }

    /// <summary>State that lived at the last compaction; zero before the first.</summary>
    public long LiveBytes { get; init; }

    public ManifestCheckpoint? Checkpoint { get; init; }

    /// <summary>The manifest, or null in a directory that never was a store.</summary>
    public static StoreManifest? Load(StoreLayout layout)
    {
        if (!File.Exists(layout.Manifest))
        {
            return !Directory.Exists(layout.LogRoot) ? null : throw new StoreCorruptException(
                $"'{layout.Manifest}' is missing, though '{layout.LogRoot}' holds data. Put the "
                + "file back, or restore the whole directory from a backup.");
        }

        var json = SealedFile.Read(layout.Manifest) ?? throw new StoreCorruptException(
            $"'{layout.Manifest}' does not match its checksum. Restore the directory "
            + "from a backup.");
        var manifest = JsonSerializer.Deserialize(json, ManifestJson.Default.StoreManifest)!;
        return manifest.Format == FormatVersion ? manifest : throw new StoreCorruptException(
            $"'{layout.Manifest}' has format {manifest.Format}; this program reads "
            + $"{FormatVersion}. "
            + "Start the program that wrote it.");
    }

    public void Save(StoreLayout layout) => SealedFile.Write(
        layout.Manifest, JsonSerializer.Serialize(this, ManifestJson.Default.StoreManifest));
}

[JsonSerializable(typeof(StoreManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;

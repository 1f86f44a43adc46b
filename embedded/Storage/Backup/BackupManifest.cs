using System.Text.Json;
using System.Text.Json.Serialization;
using Krewe.Embedded.Storage.Recovery;

namespace Krewe.Embedded.Storage.Backup;

/// <summary>The file of a backup that says what else belongs to it; written last.</summary>
internal sealed record BackupManifest(
    int Format, DateTimeOffset TakenAt, long Sequence, IReadOnlyList<ManifestFile> Files)
{
    public const string FileName = "BACKUP";
    public const int FormatVersion = 1;

    /// <summary>What a directory says that it holds.</summary>
    /// <exception cref="StoreCorruptException">It is no backup, or a damaged one.</exception>
    public static BackupManifest Load(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            throw new StoreCorruptException(
                $"'{directory}' holds no backup: '{path}' is missing. Name the directory that the "
                + "backup was taken to.");
        }

        var json = SealedFile.Read(path) ?? throw new StoreCorruptException(
            $"'{path}' does not match its checksum. Use another backup.");
        var manifest = JsonSerializer.Deserialize(json, BackupJson.Default.BackupManifest)!;
        return manifest.Format == FormatVersion ? manifest : throw new StoreCorruptException(
            $"'{path}' has format {manifest.Format}; this program reads {FormatVersion}. Restore "
            + "with the program that took the backup.");
    }

    public void Save(string directory) => SealedFile.Write(
        Path.Combine(directory, FileName),
        JsonSerializer.Serialize(this, BackupJson.Default.BackupManifest));

    public StoreBackup Describe(string directory) => new(
        directory, TakenAt, Sequence, Files.Count, Files.Sum(file => file.LengthBytes));
}

[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;

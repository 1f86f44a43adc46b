using System.Text;
using Krewe.Embedded;
using Krewe.Embedded.Storage;

namespace Krewe.Storage.Tests;

/// <summary>A directory that is gone after the test.</summary>
public sealed class TempDirectory : IDisposable
{
    public TempDirectory() => Path = Directory.CreateTempSubdirectory("krewe-storage-").FullName;

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Short forms for the tests of the store.</summary>
internal static class TestStores
{
    public const string Table = "state";

    /// <summary>
    /// Small everything, so that pages, files and checkpoints turn over in a test.
    /// </summary>
    public static EmbeddedStoreOptions Options(string directory) => new()
    {
        Directory = directory,
        MemoryBudgetBytes = 16 << 20,
        LogSegmentBytes = 4 << 20,
        StateSegmentBytes = 4 << 20,
        CheckpointEveryBytes = 4 << 20,
        CompactFromBytes = 8 << 20,
    };

    public static Task<EmbeddedStore> OpenAsync(string directory) =>
        EmbeddedStore.OpenAsync(Options(directory));

    public static byte[] Key(int number) => Encoding.UTF8.GetBytes($"profile/{number}");

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static ValueTask PutAsync(this IDurableStore store, int key, string value) =>
        store.WriteAsync([new DurableWrite(Table, Key(key), Bytes(value))], CancellationToken.None);

    public static ValueTask PutAsync(this IDurableStore store, int key, byte[] value) =>
        store.WriteAsync([new DurableWrite(Table, Key(key), value)], CancellationToken.None);

    public static ValueTask RemoveAsync(this IDurableStore store, int key) =>
        store.WriteAsync([new DurableWrite(Table, Key(key), Value: null)], CancellationToken.None);

    public static async Task<string?> GetAsync(this IDurableStore store, int key) =>
        await store.ReadAsync(Table, Key(key), CancellationToken.None) is { } value
            ? Encoding.UTF8.GetString(value.Span)
            : null;

    public static async Task<List<DurableRecord>> ScanAllAsync(
        this IDurableStore store, int partition = 0, int partitions = 1, string table = Table)
    {
        var records = new List<DurableRecord>();
        await foreach (var record in store.ScanAsync(
            table, partition, partitions, CancellationToken.None))
        {
            records.Add(record);
        }

        return records;
    }

    public static string Text(this ReadOnlyMemory<byte> bytes) =>
        Encoding.UTF8.GetString(bytes.Span);

    /// <summary>Changes one bit of a file.</summary>
    public static void Flip(string path, long offset)
    {
        using var file = File.Open(
            path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = offset;
        var value = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(value ^ 0x10));
    }

    /// <summary>Copies a directory with all that is in it but a store's lock.</summary>
    public static void CopyTo(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "LOCK"))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            using var from = File.Open(
                file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var to = File.Create(copy);
            from.CopyTo(to);
        }
    }
}

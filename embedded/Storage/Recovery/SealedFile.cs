using System.Globalization;
using System.Text;
using Krewe.Embedded.Storage.Log;

namespace Krewe.Embedded.Storage.Recovery;

/// <summary>A small file with a checksum, replaced as a whole.</summary>
/// <remarks>
/// Shape: a line of text, then a line with its checksum in hexadecimal. It is written beside,
/// synced and renamed.
/// </remarks>
internal static class SealedFile
{
    /// <summary>The text, or null if it is not what was written.</summary>
    public static string? Read(string path)
    {
        var lines = File.ReadAllLines(path, Encoding.UTF8);
        return lines.Length == 2
            && string.Equals(lines[1], ChecksumOf(lines[0]), StringComparison.Ordinal)
                ? lines[0]
                : null;
    }

    public static void Write(string path, string text)
    {
        var beside = path + ".new";
        File.WriteAllText(beside, $"{text}\n{ChecksumOf(text)}\n");
        using (var file = File.OpenHandle(beside, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(file);
        }

        File.Move(beside, path, overwrite: true);
        DiskSync.FlushDirectory(Path.GetDirectoryName(path)!);
    }

    private static string ChecksumOf(string text) =>
        Checksum.Of(Encoding.UTF8.GetBytes(text)).ToString("x8", CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace Krewe.Embedded.Storage.Log;

/// <summary>Files of the write-ahead log that are needed no more, kept to be used again.</summary>
/// <remarks>
/// A write into a file whose blocks have been written before changes nothing but the blocks, so a
/// sync has no journal to wait for: several times faster than in a file that is new. What an old
/// file still holds has sequences that no reader asks for any more. Any thread may call.
/// </remarks>
internal sealed class SpareFiles(string folder, long fileBytes, int filesMax)
{
    private readonly Lock _lock = new();
    private long _named;

    /// <summary>Keeps a file, or deletes it when there are enough.</summary>
    public void Keep(string path)
    {
        lock (_lock)
        {
            if (new FileInfo(path).Length != fileBytes || Known().Count() >= filesMax)
            {
                File.Delete(path);
                return;
            }

            string name;
            do
            {
                name = (_named++).ToString(CultureInfo.InvariantCulture);
            }
            while (File.Exists(Path.Combine(folder, name)));

            Directory.CreateDirectory(folder);
            File.Move(path, Path.Combine(folder, name));
        }
    }

    /// <summary>Gives a file another name and place; false when there is none.</summary>
    public bool TryTake(string path)
    {
        lock (_lock)
        {
            if (Known().FirstOrDefault() is not { } spare)
            {
                return false;
            }

            File.Move(spare, path, overwrite: true);
            return true;
        }
    }

    private IEnumerable<string> Known() =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [];
}

using System.Globalization;

namespace Krewe.Embedded.Storage;

/// <summary>
/// Keeps a second process out. The operating system lets go when the process dies.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or names the process that has it.</summary>
    public static DirectoryLock Take(StoreLayout layout)
    {
        var owner = layout.Lock + ".owner";
        try
        {
            var file = new FileStream(
                layout.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DirectoryLock(file);
        }
        catch (IOException fault) when (fault is not DirectoryNotFoundException)
        {
            var process = File.Exists(owner) ? File.ReadAllText(owner) : "unknown";
            throw new StoreInUseException(
                $"The store in '{layout.Root}' is open in process {process}. Stop that process, "
                + "or start this one with another data directory.",
                fault);
        }
    }

    public void Dispose() => _file.Dispose();
}

using System.Globalization;

namespace Krewe.Embedded.Storage;

/// <summary>
/// Keeps a second process out. The operating system lets go when the process dies.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    private const int SharingViolation = 32;
    private const int LockViolation = 33;
    private const int AgainOnLinux = 11;
    private const int AgainOnMac = 35;

    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or names the process that has it.</summary>
    public static DirectoryLock Take(StoreLayout layout)
    {
        var owner = layout.Lock + ".owner";
        FileStream? file = null;
        try
        {
            file = new FileStream(
                layout.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DirectoryLock(file);
        }
        catch (IOException fault) when (file is null && IsTaken(fault))
        {
            var process = File.Exists(owner) ? File.ReadAllText(owner) : "unknown";
            throw new StoreInUseException(
                $"The store in '{layout.Root}' is open in process {process}. Stop that process, "
                + "or start this one with another data directory.",
                fault);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Tells a lock from a disk that is full or read-only: those have other codes.
    /// </summary>
    private static bool IsTaken(IOException fault) => (fault.HResult & 0xFFFF)
        is SharingViolation or LockViolation or AgainOnLinux or AgainOnMac;
}

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Krewe.Embedded.Storage.Log;

/// <summary>Waits until a file's bytes are on the disk, not only in the page cache.</summary>
internal static partial class DiskSync
{
    private const int ReadOnly = 0;
    private const int ReadWrite = 2;
    private const int CloseOnExec = 0x80000;
    private const int DataSynced = 0x1000;

    private static int Direct =>
        RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86
            ? 0x4000
            : 0x10000;

    /// <summary>
    /// fdatasync where there is one: it spares the journal a change of the file's times.
    /// </summary>
    public static void Flush(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
        }
        else if (DataSync(file) != 0)
        {
            throw new IOException($"fdatasync failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>
    /// Makes the names of new files survive; elsewhere the file system sees to it.
    /// </summary>
    public static void FlushDirectory(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var descriptor = Open(path, ReadOnly | CloseOnExec);
        if (descriptor < 0)
        {
            throw new IOException(
                $"Cannot open '{path}' to sync it: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        using var folder = new SafeFileHandle(descriptor, ownsHandle: true);
        if (FullSync(folder) != 0)
        {
            throw new IOException(
                $"Cannot sync '{path}': {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>
    /// Opens a file so that a write is on disk when it returns, past the page cache; null where
    /// the system or the file system has no such thing. Memory, place and length of every write
    /// are whole blocks of <see cref="FileDevice.Sector"/>.
    /// </summary>
    public static SafeFileHandle? OpenDirect(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var descriptor = Open(path, ReadWrite | Direct | DataSynced | CloseOnExec);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int DataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FullSync(SafeFileHandle file);

    [LibraryImport(
        "libc",
        EntryPoint = "open",
        SetLastError = true,
        StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}

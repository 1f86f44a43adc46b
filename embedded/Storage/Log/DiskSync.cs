using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Krewe.Embedded.Storage.Log;

/// <summary>Waits until a file's bytes are on the disk, not only in the page cache.</summary>
internal static partial class DiskSync
{
    private const int DirectoryReadOnly = 0x10000;

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

        var descriptor = Open(path, DirectoryReadOnly);
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

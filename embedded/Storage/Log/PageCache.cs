using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Krewe.Embedded.Storage.Log;

/// <summary>Reads what the system holds in memory of a file, and never waits for the
/// disk.</summary>
internal static partial class PageCache
{
    private const int NoWait = 8;

    private static volatile bool _isThere = OperatingSystem.IsLinux();

    /// <summary>False when not all of it is in memory, or the system cannot tell.</summary>
    public static unsafe bool TryRead(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        if (!_isThere)
        {
            return false;
        }

        try
        {
            fixed (byte* memory = bytes)
            {
                var vector = new Vector { Base = memory, Length = (nuint)bytes.Length };
                return Read(file, &vector, 1, offset, NoWait) == bytes.Length;
            }
        }
        catch (EntryPointNotFoundException)
        {
            _isThere = false;
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "preadv2")]
    private static unsafe partial nint Read(
        SafeFileHandle file, Vector* vectors, int count, long offset, int flags);

    private unsafe struct Vector
    {
        public byte* Base;
        public nuint Length;
    }
}

using System.Runtime.InteropServices;
using FASTER.core;

namespace Krewe.Embedded.Storage.State;

/// <summary>Walks the versions of one key from the newest to the first below an address.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct NewestBelow(long end) : IScanIteratorFunctions<SpanByte, SpanByte>
{
    /// <summary>The address of that version, or zero.</summary>
    public long Address { get; private set; }

    public readonly bool OnStart(long beginAddress, long endAddress) => true;

    public bool SingleReader(
        ref SpanByte key, ref SpanByte value, RecordMetadata recordMetadata, long numberOfRecords) =>
        Look(recordMetadata.Address);

    public bool ConcurrentReader(
        ref SpanByte key, ref SpanByte value, RecordMetadata recordMetadata, long numberOfRecords) =>
        Look(recordMetadata.Address);

    public readonly void OnStop(bool completed, long numberOfRecords)
    {
    }

    public readonly void OnException(Exception exception, long numberOfRecords)
    {
    }

    private bool Look(long address)
    {
        if (address >= end)
        {
            return true;
        }

        Address = address;
        return false;
    }
}

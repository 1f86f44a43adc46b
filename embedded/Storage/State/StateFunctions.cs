using FASTER.core;

namespace Krewe.Embedded.Storage.State;

/// <summary>What a read is for.</summary>
internal enum ReadMode
{
    Value = 0,
    VersionOnly = 1,
}

/// <summary>What a read found.</summary>
internal struct ReadResult
{
    public bool Found;
    public byte[]? Payload;
    public long Version;
    public long Address;
    public RecordKind Kind;
    public bool IsDamaged;
}

/// <summary>How FASTER copies our records. One instance serves every session.</summary>
/// <remarks>
/// Called under FASTER's record lock, so a reader never sees half a write in place. A record that
/// comes from the disk is checked; one that never left memory is not.
/// </remarks>
internal sealed class StateFunctions
    : FunctionsBase<SpanByte, SpanByte, ReadMode, ReadResult, Empty>
{
    public override bool SingleReader(
        ref SpanByte key,
        ref ReadMode input,
        ref SpanByte value,
        ref ReadResult dst,
        ref ReadInfo readInfo)
    {
        var bytes = value.AsReadOnlySpan();
        if (!RecordFormat.IsWhole(bytes, key.AsReadOnlySpan()))
        {
            dst.IsDamaged = true;
            return true;
        }

        return Copy(input, bytes, readInfo.Address, ref dst);
    }

    public override bool ConcurrentReader(
        ref SpanByte key,
        ref ReadMode input,
        ref SpanByte value,
        ref ReadResult dst,
        ref ReadInfo readInfo) =>
        Copy(input, value.AsReadOnlySpan(), readInfo.Address, ref dst);

    public override bool SingleWriter(
        ref SpanByte key,
        ref ReadMode input,
        ref SpanByte src,
        ref SpanByte dst,
        ref ReadResult output,
        ref UpsertInfo upsertInfo,
        WriteReason reason)
    {
        src.CopyTo(ref dst);
        return true;
    }

    /// <summary>In place when it fits and wastes less than half.</summary>
    public override bool ConcurrentWriter(
        ref SpanByte key,
        ref ReadMode input,
        ref SpanByte src,
        ref SpanByte dst,
        ref ReadResult output,
        ref UpsertInfo upsertInfo)
    {
        if (src.Length > dst.Length || src.Length < dst.Length / 2)
        {
            return false;
        }

        src.AsReadOnlySpan().CopyTo(dst.AsSpan());
        return true;
    }

    private static bool Copy(
        ReadMode mode, ReadOnlySpan<byte> value, long address, ref ReadResult result)
    {
        result.Address = address;
        result.Version = RecordFormat.VersionOf(value);
        result.Kind = RecordFormat.KindOf(value);
        result.Payload =
            mode == ReadMode.VersionOnly ? null : RecordFormat.Payload(value).ToArray();
        return true;
    }
}

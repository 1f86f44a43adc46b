namespace Krewe.Embedded;

/// <summary>One item of a stream: its value where it was produced in this process, else bytes.
/// </summary>
internal readonly record struct StreamItem(
    long Sequence, object? Value, ReadOnlyMemory<byte> Bytes);

/// <summary>Items that were written together and are deleted together.</summary>
internal sealed record StreamRecord(long First, IReadOnlyList<StreamItem> Items, long SizeBytes)
{
    internal long End => First + Items.Count;
}

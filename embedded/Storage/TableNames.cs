using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;

namespace Krewe.Embedded.Storage;

/// <summary>
/// Which number stands for which table. Names are few, short and never forgotten.
/// </summary>
internal sealed class TableNames
{
    public const int TablesMax = ushort.MaxValue;
    public const int NameBytesMax = 512;

    private readonly ConcurrentDictionary<string, ushort> _numbers = new(StringComparer.Ordinal);

    public bool TryGet(string name, out ushort number) => _numbers.TryGetValue(name, out number);

    /// <summary>Gives a name its number; runs on the writing thread, or in recovery.</summary>
    public void Define(ReadOnlySpan<byte> entry) =>
        _numbers[Encoding.UTF8.GetString(entry[sizeof(ushort)..])] =
            BinaryPrimitives.ReadUInt16LittleEndian(entry);

    /// <summary>The entry that <see cref="Define"/> reads.</summary>
    public byte[] NewEntry(string name)
    {
        if (_numbers.Count >= TablesMax - 1)
        {
            throw new InvalidOperationException($"The store has {TablesMax} tables already.");
        }

        var entry = new byte[sizeof(ushort) + Encoding.UTF8.GetByteCount(name)];
        BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)(_numbers.Count + 1));
        Encoding.UTF8.GetBytes(name, entry.AsSpan(sizeof(ushort)));
        return entry;
    }

    public Dictionary<string, ushort> Snapshot() => new(_numbers, StringComparer.Ordinal);

    public void Restore(IReadOnlyDictionary<string, ushort> numbers)
    {
        foreach (var (name, number) in numbers)
        {
            _numbers[name] = number;
        }
    }
}

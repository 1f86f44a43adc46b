using System.Text;

namespace Krewe.Embedded.Language;

/// <summary>Finds the string of a name by its bytes, so that names of a schema are not made
/// anew for each document.</summary>
/// <remarks>
/// <para>Shape: open addressing, at most half full, never changed after it is built: any
/// number of threads may read it.</para>
/// </remarks>
internal sealed class NameTable
{
    private readonly string?[] _slots;

    public NameTable(IEnumerable<string> names)
    {
        var distinct = names.Where(name => Ascii.IsValid(name)).ToHashSet(StringComparer.Ordinal);
        var size = 2;
        while (size < distinct.Count * 2)
        {
            size *= 2;
        }

        _slots = new string?[size];
        foreach (var name in distinct)
        {
            _slots[FreeSlot(Hash(Encoding.UTF8.GetBytes(name)))] = name;
        }
    }

    public static NameTable Empty { get; } = new([]);

    /// <summary>The string of a name: the one of the table, or a new one.</summary>
    public string Get(ReadOnlySpan<byte> name)
    {
        var mask = (uint)_slots.Length - 1;
        for (var slot = Hash(name) & mask; _slots[slot] is { } known; slot = (slot + 1) & mask)
        {
            if (Ascii.Equals(name, known))
            {
                return known;
            }
        }

        return Encoding.UTF8.GetString(name);
    }

    private uint FreeSlot(uint hash)
    {
        var mask = (uint)_slots.Length - 1;
        var slot = hash & mask;
        while (_slots[slot] is not null)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    /// <summary>FNV-1a.</summary>
    private static uint Hash(ReadOnlySpan<byte> name)
    {
        var hash = 2_166_136_261;
        foreach (var value in name)
        {
            hash = (hash ^ value) * 16_777_619;
        }

        return hash;
    }
}

using Krewe.Domain.Identity;

namespace Krewe.Grains.Events;

/// <summary>A set of ids, each with a stamp; the ids of a stamp are forgotten at once.</summary>
/// <remarks>
/// Open addressing over nine bytes a place, a half to three quarters of which are taken: 12 to 18
/// bytes an id. What is forgotten keeps its place until somebody needs it, or the table grows.
/// </remarks>
internal sealed class StampedIds
{
    /// <summary>Stamps go from 0 to before this.</summary>
    public const int Stamps = 255;

    private const int CapacityMin = 64;
    private const ulong Salt = 0xC2B2_AE3D_27D4_EB4F;

    private readonly bool[] _isAlive = new bool[Stamps + 1];
    private readonly int[] _counts = new int[Stamps + 1];
    private ulong[] _ids = new ulong[CapacityMin];

    // 0: nobody has ever been here; else one more than the stamp.
    private byte[] _stamps = new byte[CapacityMin];
    private int _taken;

    /// <summary>Ids that are remembered.</summary>
    public int Count { get; private set; }

    /// <summary>What it takes of memory.</summary>
    public int LengthBytes => (sizeof(ulong) + sizeof(byte)) * _ids.Length;

    public bool Contains(ulong id) => Find(id) >= 0;

    /// <summary>Adds an id that is not in the set; a stamp that was forgotten begins
    /// anew.</summary>
    public void Add(ulong id, int stamp)
    {
        var mark = (byte)(stamp + 1);
        if (!_isAlive[mark])
        {
            Begin(mark);
        }

        if (4 * (_taken + 1L) > 3 * (long)_ids.Length)
        {
            Rebuild();
        }

        var place = FreePlace(id);
        _taken += _stamps[place] == 0 ? 1 : 0;
        (_ids[place], _stamps[place]) = (id, mark);
        _counts[mark]++;
        Count++;
    }

    /// <summary>Forgets all ids of a stamp.</summary>
    /// <returns>How many they were.</returns>
    public int Forget(int stamp)
    {
        var count = _counts[stamp + 1];
        _isAlive[stamp + 1] = false;
        _counts[stamp + 1] = 0;
        Count -= count;
        return count;
    }

    // What is left of ids that were forgotten under the same stamp would come to life again.
    private void Begin(byte mark)
    {
        if (_stamps.AsSpan().Contains(mark))
        {
            Rebuild();
        }

        _isAlive[mark] = true;
    }

    private int Find(ulong id)
    {
        for (var place = Home(id); _stamps[place] != 0; place = Next(place))
        {
            if (_ids[place] == id && _isAlive[_stamps[place]])
            {
                return place;
            }
        }

        return -1;
    }

    private int FreePlace(ulong id)
    {
        var place = Home(id);
        while (_isAlive[_stamps[place]])
        {
            place = Next(place);
        }

        return place;
    }

    private int Home(ulong id) => StableHash.Bucket(StableHash.Mix(Salt, id), _ids.Length);

    private int Next(int place) => place + 1 == _ids.Length ? 0 : place + 1;

    private void Rebuild()
    {
        var (ids, stamps) = (_ids, _stamps);
        var capacity = Math.Max(CapacityMin, Count + Count + 1);
        (_ids, _stamps, _taken) = (new ulong[capacity], new byte[capacity], Count);
        for (var from = 0; from < ids.Length; from++)
        {
            if (_isAlive[stamps[from]])
            {
                var place = FreePlace(ids[from]);
                (_ids[place], _stamps[place]) = (ids[from], stamps[from]);
            }
        }
    }
}

using Krewe.Domain.Traits;

namespace Krewe.Domain.Segments;

/// <summary>Goes through those of an instruction's traits that are held.</summary>
/// <remarks><para>Shape: the shorter list is looked up in the longer one, so that neither a folder
/// of many traits nor a profile that holds many costs by itself. Owns nothing.</para></remarks>
internal ref struct HeldTraits
{
    private readonly ReadOnlySpan<TraitQualification> _held;
    private readonly ReadOnlySpan<TraitId> _counted;
    private readonly ReadOnlySpan<TraitId> _once;
    private readonly bool _walksHeld;
    private int _next;

    /// <param name="held">Sorted by trait, each once.</param>
    /// <param name="traits">Ascending, but for the last, which ascend among themselves.</param>
    /// <param name="onceCount">How many the last are.</param>
    public HeldTraits(
        ReadOnlySpan<TraitQualification> held, ReadOnlySpan<TraitId> traits, int onceCount)
    {
        _held = held;
        _counted = traits[..^onceCount];
        _once = traits[^onceCount..];
        _walksHeld = held.Length < traits.Length;
    }

    /// <summary>Finds the next trait that is held.</summary>
    /// <param name="index">Its place among those held.</param>
    /// <param name="isOnce">Whether it is one of the last.</param>
    public bool Next(out int index, out bool isOnce) =>
        _walksHeld ? NextHeld(out index, out isOnce) : NextTrait(out index, out isOnce);

    /// <summary>The place of a trait among those held; negative if it is not.</summary>
    public static int IndexOf(ReadOnlySpan<TraitQualification> held, TraitId trait)
    {
        var (from, to) = (0, held.Length - 1);
        while (from <= to)
        {
            var middle = (from + to) >>> 1;
            var found = held[middle].Trait.Value;
            if (found == trait.Value)
            {
                return middle;
            }

            (from, to) = found < trait.Value ? (middle + 1, to) : (from, middle - 1);
        }

        return ~from;
    }

    private bool NextHeld(out int index, out bool isOnce)
    {
        for (; _next < _held.Length; _next++)
        {
            var trait = _held[_next].Trait;
            isOnce = _counted.BinarySearch(trait) < 0;
            if (!isOnce || _once.BinarySearch(trait) >= 0)
            {
                index = _next++;
                return true;
            }
        }

        (index, isOnce) = (-1, false);
        return false;
    }

    private bool NextTrait(out int index, out bool isOnce)
    {
        for (; _next < _counted.Length + _once.Length; _next++)
        {
            isOnce = _next >= _counted.Length;
            index = IndexOf(_held, isOnce ? _once[_next - _counted.Length] : _counted[_next]);
            if (index >= 0)
            {
                _next++;
                return true;
            }
        }

        (index, isOnce) = (-1, false);
        return false;
    }
}

using System.Runtime.InteropServices;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Profiles;

/// <summary>That the identity at a place of a profile is a member of a segment.</summary>
internal readonly record struct FoundMember(int Place, SegmentId Segment);

/// <summary>What is noted while a profile is evaluated. Each thread has one, which keeps its room
/// and is used for one profile at a time.</summary>
internal sealed class EvaluationWork
{
    private const int KeptMax = 65_536;

    [ThreadStatic]
    private static EvaluationWork? _ofThread;

    private readonly List<FoundMember> _found = [];
    private TraitQualification[] _united = [];
    private TraitQualification[] _spare = [];
    private int[] _seenIn = [];
    private int _context;
    private int _next;

    public MergeContexts Contexts { get; } = new();

    public TouchedTraits Touched { get; } = new();

    /// <summary>The thread's, empty.</summary>
    public static EvaluationWork Take()
    {
        var work = _ofThread;
        if (work is null || work.IsLarge)
        {
            _ofThread = work = new EvaluationWork();
        }

        work._found.Clear();
        work._next = 0;
        return work;
    }

    // What one huge profile took is not kept for ever.
    private bool IsLarge => _found.Capacity > KeptMax || _united.Length > KeptMax
        || Touched.Room > KeptMax;

    public void Add(int place, SegmentId segment) => _found.Add(new FoundMember(place, segment));

    /// <summary>Orders what was found, each once; to be called once, when all is found.</summary>
    public void Sort()
    {
        var count = EachOnce.Sort(
            CollectionsMarshal.AsSpan(_found),
            static (one, other) => one.Place != other.Place
                ? one.Place.CompareTo(other.Place)
                : one.Segment.CompareTo(other.Segment));
        CollectionsMarshal.SetCount(_found, count);
    }

    /// <summary>What was found at a place; to be asked place by place, in their order.</summary>
    public ReadOnlySpan<FoundMember> MembersAt(int place)
    {
        var start = _next;
        while (_next < _found.Count && _found[_next].Place == place)
        {
            _next++;
        }

        return CollectionsMarshal.AsSpan(_found)[start.._next];
    }

    /// <summary>Begins another context, of so many segments.</summary>
    public void Begin(int segments)
    {
        if (_seenIn.Length < segments || _context == int.MaxValue)
        {
            _seenIn = new int[Math.Max(segments, _seenIn.Length)];
            _context = 0;
        }

        _context++;
    }

    /// <summary>Whether a segment is met for the first time in this context.</summary>
    public bool IsFirst(int segment)
    {
        if (_seenIn[segment] == _context)
        {
            return false;
        }

        _seenIn[segment] = _context;
        return true;
    }

    /// <summary>The traits of the fragments at some places together; valid until the next
    /// call.</summary>
    public ReadOnlySpan<TraitQualification> TraitsOf(Profile profile, ReadOnlySpan<int> places)
    {
        var united = profile.Fragments[places[0]].Traits.AsSpan();
        foreach (var place in places[1..])
        {
            var added = profile.Fragments[place].Traits.AsSpan();
            if (added.IsEmpty || united.IsEmpty)
            {
                united = united.IsEmpty ? added : united;
                continue;
            }

            (_united, _spare) = (_spare, _united);
            if (_united.Length < united.Length + added.Length)
            {
                _united = new TraitQualification[2 * (united.Length + added.Length)];
            }

            united = _united.AsSpan(0, TraitUnion.Merge(united, added, _united));
        }

        return united;
    }
}

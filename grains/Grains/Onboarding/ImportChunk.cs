using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Krewe.Contracts.Profiles;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;
using Krewe.Domain.Profiles;
using Krewe.Grains.Profiles;

namespace Krewe.Grains.Onboarding;

/// <summary>Some lines of a file, read and sorted by whom they are about.</summary>
/// <remarks>Filled by the reading side, then handed whole to the applying side: one thread at a
/// time.</remarks>
internal abstract class ImportChunk
{
    private readonly Dictionary<IdentityKey, int> _users = [];
    private readonly List<(IdentityKey Identity, int First, int Last)> _order = [];
    private readonly List<int> _next = [];
    private readonly HashSet<int> _returning = [];
    private ImportOutcome[] _outcomes = [];

    /// <summary>What became of lines that no profile has to see.</summary>
    public ImportCounters Counters;

    /// <summary>The first errors of each kind.</summary>
    public ImportSamples Samples { get; private set; } = ImportSamples.Empty;

    /// <summary>Where the next chunk begins.</summary>
    public ImportStart End { get; set; }

    /// <summary>How far into the received bytes it reaches, 0 to 1.</summary>
    public double Fraction { get; set; }

    /// <summary>How many users it is about.</summary>
    public int Users => _order.Count;

    /// <summary>Whether the chunk before has lines for some of its users.</summary>
    public bool HasReturning => _returning.Count > 0;

    /// <summary>Makes room for other lines.</summary>
    public virtual void Clear()
    {
        _users.Clear();
        _order.Clear();
        _next.Clear();
        _returning.Clear();
        Counters = default;
        Samples = ImportSamples.Empty;
    }

    /// <summary>Reads one line.</summary>
    public void Read(ReadOnlySpan<byte> line, long number, LineStatus status)
    {
        if (status == LineStatus.Overlong)
        {
            Counters.Count(LineFault.OverlongLine);
            Sample(LineFault.OverlongLine, number, line);
            return;
        }

        ReadLine(line, number);
    }

    /// <summary>Ends the reading: finds who has lines in the chunk before as well.</summary>
    public void Close(ImportChunk before)
    {
        for (var user = 0; user < Users; user++)
        {
            if (before._users.ContainsKey(UserAt(user)))
            {
                _returning.Add(user);
            }
        }

        if (_outcomes.Length < Users)
        {
            _outcomes = new ImportOutcome[Users];
        }
    }

    /// <summary>Whether the chunk before has lines for a user: that user's turn comes when those
    /// are settled.</summary>
    public bool IsReturning(int user) => _returning.Contains(user);

    /// <summary>Notes what came of the lines of a user.</summary>
    public void Note(int user, ImportOutcome outcome) => _outcomes[user] = outcome;

    /// <summary>Counts what came of all lines.</summary>
    public void Count()
    {
        for (var user = 0; user < Users; user++)
        {
            Count(user, _outcomes[user]);
        }
    }

    /// <summary>Counts what came of the lines of a user.</summary>
    protected abstract void Count(int user, ImportOutcome outcome);

    /// <summary>Calls the profile of a user with what the chunk says about it.</summary>
    public abstract ValueTask<ProfileReply> CallAsync(
        int user, ProfileCalls calls, CancellationToken cancellationToken);

    /// <summary>Sees a call through whose answer leaves something to do.</summary>
    public abstract ValueTask<ProfileReply> FollowAsync(
        int user,
        ProfileReply reply,
        ProfileCalls calls,
        ProfileEffects effects,
        CancellationToken cancellationToken);

    /// <summary>Reads a line that is whole.</summary>
    protected abstract void ReadLine(ReadOnlySpan<byte> line, long number);

    /// <summary>Who it is.</summary>
    public IdentityKey UserAt(int user) => _order[user].Identity;

    /// <summary>The first entry of a user.</summary>
    protected int FirstEntryOf(int user) => _order[user].First;

    /// <summary>The last entry of a user.</summary>
    protected int LastEntryOf(int user) => _order[user].Last;

    /// <summary>The entry of the same user after one, or -1.</summary>
    protected int EntryAfter(int entry) => _next[entry];

    /// <summary>Puts the next entry behind the others of its user.</summary>
    protected void Enter(IdentityKey identity)
    {
        var entry = _next.Count;
        _next.Add(-1);
        ref var user = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _users, identity, out var isKnown);
        if (!isKnown)
        {
            user = _order.Count;
            _order.Add((identity, entry, entry));
            return;
        }

        var known = _order[user];
        _next[known.Last] = entry;
        _order[user] = known with { Last = entry };
    }

    protected void Sample(
        LineFault fault, long number, ReadOnlySpan<byte> line, string? expected = null)
    {
        if (Samples.HasRoom(fault, number))
        {
            Samples = Samples.Add(new ImportSample(
                fault, number, PersonalData.Excerpt(line), expected ?? fault.Text()));
        }
    }
}

/// <summary>A chunk whose lines for one user make one batch for their profile.</summary>
/// <typeparam name="TBatch">What the profile is called with.</typeparam>
/// <typeparam name="TItem">What a line consists of.</typeparam>
internal abstract class ImportChunk<TBatch, TItem>(
    Func<IProfileGrain, TBatch, CancellationToken, ValueTask<ProfileReply>> call) : ImportChunk
{
    private readonly List<(int Line, int End)> _entries = [];

    /// <summary>The items of all entries, one entry after the other.</summary>
    protected List<TItem> Items { get; } = [];

    public override void Clear()
    {
        base.Clear();
        _entries.Clear();
        Items.Clear();
    }

    public sealed override ValueTask<ProfileReply> CallAsync(
        int user, ProfileCalls calls, CancellationToken cancellationToken) =>
        call(calls.Grain(UserAt(user)), BatchOf(user), cancellationToken);

    public sealed override ValueTask<ProfileReply> FollowAsync(
        int user,
        ProfileReply reply,
        ProfileCalls calls,
        ProfileEffects effects,
        CancellationToken cancellationToken) => calls.FollowAsync(
        UserAt(user), reply, BatchOf(user), call, effects, cancellationToken);

    protected abstract TBatch BatchOf(int user);

    /// <summary>Ends an entry: the items added since the one before belong to it.</summary>
    protected void Enter(IdentityKey identity, long line)
    {
        _entries.Add(((int)line, Items.Count));
        Enter(identity);
    }

    /// <summary>The line that an entry is.</summary>
    protected int LineOf(int entry) => _entries[entry].Line;

    /// <summary>Which lines of the file a user's batch holds.</summary>
    protected ImportStamp StampOf(int user, ImportStamp file) => file with
    {
        FirstLine = LineOf(FirstEntryOf(user)),
        LastLine = LineOf(LastEntryOf(user)),
    };

    /// <summary>How many items an entry has.</summary>
    protected int LengthOf(int entry) => _entries[entry].End - BeginOf(entry);

    /// <summary>The items of a user's entries, in their order.</summary>
    protected ImmutableArray<TItem> ItemsOf(int user)
    {
        var length = 0;
        for (var entry = FirstEntryOf(user); entry >= 0; entry = EntryAfter(entry))
        {
            length += LengthOf(entry);
        }

        var items = new TItem[length];
        var rest = items.AsSpan();
        for (var entry = FirstEntryOf(user); entry >= 0; entry = EntryAfter(entry))
        {
            var own = CollectionsMarshal.AsSpan(Items).Slice(BeginOf(entry), LengthOf(entry));
            own.CopyTo(rest);
            rest = rest[own.Length..];
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(items);
    }

    private int BeginOf(int entry) => entry == 0 ? 0 : _entries[entry - 1].End;
}

using Krewe.Domain.Activation;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;

namespace Krewe.Grains.Tests.Profiles;

/// <summary>A call was lost, before or after it did its work.</summary>
internal sealed class SimulatedCrashException : Exception;

/// <summary>Keeps the states of profiles and lets one call at a time go on, in an order that a seed
/// decides.</summary>
/// <remarks>Single-threaded: a call waits for its turn and then runs on the scheduler's stack.
/// States
/// are kept as bytes, so every write and read goes through the stored form.</remarks>
internal sealed class SimulatedWorld(int seed)
{
    private const int StepsMax = 30_000;

    private readonly Dictionary<IdentityKey, ReadOnlyMemory<byte>> _states = [];
    private readonly List<TaskCompletionSource> _waiting = [];
    private readonly Dictionary<Claim, (long Version, bool Joined)> _claims = [];
    private int _hurry;

    public Random Random { get; } = new(seed);

    public List<Catalog> Catalogs { get; } = [];

    public Catalog Catalog => Catalogs[^1];

    /// <summary>Microseconds since 1970.</summary>
    public long Now { get; set; } = 1_780_000_000_000_000;

    /// <summary>Faults still to come; at none the world is at peace.</summary>
    public int Faults { get; set; }

    public int Steps { get; private set; }

    public IEnumerable<IdentityKey> Keys => _states.Keys;

    public IEnumerable<Claim> Claims =>
        _claims.Where(pair => pair.Value.Joined).Select(pair => pair.Key);

    public ProfileState StateOf(IdentityKey key) =>
        _states.TryGetValue(key, out var bytes)
            ? ProfileCodec.Read(bytes.Span)
            : ProfileState.Unknown;

    /// <summary>Runs some work to its end, interleaved at every call.</summary>
    public void Run(IEnumerable<Func<Task>> starts)
    {
        var work = Task.WhenAll(starts.Select(start => start()).ToArray());
        while (!work.IsCompleted)
        {
            Assert.True(_waiting.Count > 0, $"seed {seed}: everything waits for nothing");
            Assert.True(++Steps < StepsMax, $"seed {seed}: never settles");
            var index = _hurry-- > 0 ? _waiting.Count - 1 : Random.Next(_waiting.Count);
            _hurry = _hurry <= 0 && Random.Next(20) == 0 ? Random.Next(60) : _hurry;
            var turn = _waiting[index];
            _waiting.RemoveAt(index);
            Now += Random.Next(10, 2_000);
            turn.SetResult();
        }

#pragma warning disable VSTHRD002 // The work is completed: this throws what it threw.
        work.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    /// <summary>A call to a grain: it may be lost before or after its work, or be done
    /// twice.</summary>
    public async Task<TReply> CallAsync<TReply>(
        IdentityKey key,
        long catalogVersion,
        Func<ProfileState, ProfileContext, (ProfileState Next, TReply Reply)> act)
    {
        await TurnAsync();
        var fate = Fate();
        var reply = Act(key, catalogVersion, act);
        if (fate == 1)
        {
            reply = Act(key, catalogVersion, act);
        }

        return fate != 2 ? reply : throw new SimulatedCrashException();
    }

    /// <summary>News reach a destination: the word with the highest version on a claim
    /// holds.</summary>
    public async Task StoreAsync(IEnumerable<Qualification> news)
    {
        await TurnAsync();
        var fate = Fate();
        foreach (var word in news)
        {
            var claim = new Claim(word.Destination, word.Segment, word.Member, word.Identifier);
            if (!_claims.TryGetValue(claim, out var known) || known.Version < word.Version)
            {
                _claims[claim] = (word.Version, word.Joined);
            }
        }

        if (fate == 2)
        {
            throw new SimulatedCrashException();
        }
    }

    public async Task TurnAsync()
    {
        var turn = new TaskCompletionSource();
        _waiting.Add(turn);
        await turn.Task;
    }

    private int Fate()
    {
        if (Faults == 0 || Random.Next(12) != 0)
        {
            return 0;
        }

        Faults--;
        var fate = Random.Next(3);
        return fate != 0 ? fate : throw new SimulatedCrashException();
    }

    private TReply Act<TReply>(
        IdentityKey key,
        long catalogVersion,
        Func<ProfileState, ProfileContext, (ProfileState Next, TReply Reply)> act)
    {
        // A silo may know later definitions than it is asked for, and they may lag elsewhere.
        var fit = Catalogs.Where(catalog => catalog.Version >= catalogVersion).ToArray();
        var context = new ProfileContext(key, fit[Random.Next(fit.Length)], Now);
        var state = StateOf(key);
        var (next, reply) = act(state, context);
        if (next.Standing == ProfileStanding.Unknown)
        {
            _states.Remove(key);
        }
        else if (!ReferenceEquals(next, state))
        {
            _states[key] = ProfileCodec.Write(next);
        }

        Now += 10;
        return reply;
    }
}

/// <summary>That a destination is told to hold an identifier because of a member.</summary>
internal readonly record struct Claim(
    DestinationId Destination, SegmentId Segment, ulong Member, IdentityKey Identifier);

using System.Collections.Concurrent;
using System.Globalization;
using Krewe.Sandbox.Faults;

namespace Krewe.Sandbox.State;

/// <summary>All that the emulated platforms know. A reset swaps it for a fresh one.</summary>
internal sealed class World
{
    public const int JournalMax = 10_000;
    public const int ViolationsMax = 1_000;
    private const long FirstAudienceId = 120_200_000_000_001;

    private readonly ConcurrentDictionary<string, long> _violationCounts =
        new(StringComparer.Ordinal);

    private long _nextAudienceId = FirstAudienceId - 1;

    public World(SandboxOptions options, SandboxClock clock)
    {
        Options = options;
        Clock = clock;
        Random = new SandboxRandom(options.Seed);
        Tokens = new TokenBook(clock, Random);
        Faults = new FaultBook(Random);
        WorldSeed.Default(options).Plant(this);
    }

    public SandboxOptions Options { get; }

    public SandboxClock Clock { get; }

    public SandboxRandom Random { get; }

    public TokenBook Tokens { get; }

    public FaultBook Faults { get; }

    public ConcurrentDictionary<string, AdAccount> Accounts { get; } =
        new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, SandboxUser> Users { get; } =
        new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, ClientApp> Apps { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, Audience> Audiences { get; } =
        new(StringComparer.Ordinal);

    public Ring<JournalEntry> Journal { get; } = new(JournalMax);

    public Ring<Violation> Violations { get; } = new(ViolationsMax);

    public IReadOnlyDictionary<string, long> ViolationCounts => _violationCounts;

    /// <summary>Who is behind the hashes: null until people are seeded.</summary>
    public Universe? Universe { get; set; }

    /// <summary>What the person at the consent page answers.</summary>
    public ConsentDecision Consent { get; set; } = new();

    public string NextAudienceId() =>
        Interlocked.Increment(ref _nextAudienceId).ToString(CultureInfo.InvariantCulture);

    /// <param name="platform">Whose contract.</param>
    /// <param name="kind">One word for each kind of breach.</param>
    /// <param name="detail">Where and how often; never the value itself.</param>
    public void Report(string platform, string kind, string detail)
    {
        var now = Clock.GetUtcNow();
        _violationCounts.AddOrUpdate(kind, 1, static (_, count) => count + 1);
        Violations.Add(sequence => new Violation(sequence, now, platform, kind, detail));
    }
}

/// <summary>What the consent page does without asking, and what the code is good for.</summary>
internal sealed record ConsentDecision
{
    public bool Approves { get; init; } = true;

    public string UserId { get; init; } = WorldSeed.DefaultUserId;

    /// <summary>How long a token for a code lives. Default as the platform's long-lived.</summary>
    public TimeSpan? TokenLifetime { get; init; }
}

/// <summary>The running sandbox: one world at a time.</summary>
internal sealed class SandboxState(SandboxOptions options, TimeProvider time)
{
    private readonly SandboxClock _clock = new(time);
    private World? _world;

    public World World
    {
        get
        {
            var known = Volatile.Read(ref _world);
            return known ?? Interlocked.CompareExchange(ref _world, Fresh(), null) ?? _world;
        }
    }

    /// <summary>Calls that are under way end in the world they began in.</summary>
    public void Reset()
    {
        _clock.Reset();
        Volatile.Write(ref _world, Fresh());
    }

    private World Fresh() => new(options, _clock);
}

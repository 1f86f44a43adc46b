using Krewe.Contracts.Activation;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;
using Krewe.Grains.Activation;

namespace Krewe.Grains.Tests.Activation;

/// <summary>
/// Goal: an audience ends with exactly the identifiers that some member wants in it, whatever
/// storage, the platform and the process do on the way.
/// Method: members join, leave and move; their news are delivered at least once and in any order;
/// writes fail before or after they land, the platform takes parts of batches and loses answers
/// and audiences, the token expires, the shard starts again in the middle. At the end all faults
/// stop, each audience is touched once, and the platform is compared with the members.
/// </summary>
public sealed class ShardSimulationTests
{
    private const int Identifiers = 8;
    private const int Members = 6;
    private const int StepsMax = 2_000;
    private static readonly SegmentId[] Segments = [new(1), new(2)];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Audiences_end_as_the_members_say(int seed)
    {
        var world = new World(seed);
        await world.StartAsync();
        for (var round = 20 + (seed % 100); round > 0; round--)
        {
            await world.LiveAsync();
        }

        await world.SettleAsync();

        Assert.All(Segments, segment => Assert.True(
            world.Wanted(segment).SetEquals(world.Has(segment)),
            $"seed {seed}: segment {segment} has {world.Has(segment).Count} members, "
            + $"wanted are {world.Wanted(segment).Count}"));
        Assert.Equal((seed, 0), (seed, (int)world.Shard.Status.Waiting));
        await AssertStandingsAsync(world, seed);
        AssertSums(world.Shard.Status, seed);
        await world.RestartAsync();
        AssertSums(world.Shard.Status, seed);
    }

    // What is said of each identifier is what the platform has.
    private static async Task AssertStandingsAsync(World world, int seed)
    {
        var found = await world.Shard.FindAsync(
            [.. Enumerable.Range(0, Identifiers + 1).Select(Identifier)], CancellationToken.None);
        foreach (var segment in Segments)
        {
            var delivered = found
                .Where(one => one.Segment == segment && one.State == DeliveryState.Delivered)
                .Select(one => Hash(one.Identifier))
                .ToHashSet();
            Assert.True(
                delivered.SetEquals(world.Has(segment)),
                $"seed {seed}: segment {segment} is said to have {delivered.Count}");
        }

        Assert.DoesNotContain(found, one => one.State == DeliveryState.Pending);
        Assert.All(
            found.Where(one => one.State == DeliveryState.Failed),
            one => Assert.Equal((seed, Identifier(0)), (seed, one.Identifier)));
    }

    private static void AssertSums(ShardStatus status, int seed)
    {
        var sum = status.Segments.Values.Aggregate(SegmentDelivery.None, ShardTotals.Add);
        Assert.Equal(
            (seed, status.Added, status.Removed, status.Rejected, status.LastDelivered),
            (seed, sum.Added, sum.Removed, sum.Rejected, sum.LastDelivered));
        Assert.All(status.Segments.Values, one => Assert.Equal((seed, 0), (seed, one.Waiting)));
    }

    private static IdentityKey Identifier(int index) => new(
        new DataSourceId(2), IdentityValue.Parse(new string((char)('0' + index), 64)));

    private static Sha256Digest Hash(IdentityKey identifier) => identifier.Value.Digest;

    private sealed class World
    {
        private readonly Random _random;
        private readonly TestClock _clock = new();
        private readonly FakePlatform _platform;
        private readonly FakeDestination _destination;
        private readonly FakeShardRecords _records;
        private readonly Dictionary<(SegmentId, ulong), IdentityKey> _places = [];
        private readonly List<Qualification> _network = [];
        private readonly string _seed;
        private readonly int _batchMembersMax;
        private long _version;

        public World(int seed)
        {
            _seed = $"seed {seed}";
            _random = new Random(seed);

            // Small batches split the work, large windows mix news that contradict each other.
            _batchMembersMax = seed % 3 == 0 ? 3 : 50;
            _platform = new FakePlatform(_random) { FaultPercent = 30 };
            _destination = new FakeDestination(_platform);
            _records = new FakeShardRecords(_random) { FaultPercent = 8 };
            _platform.Poisoned.Add(Hash(Identifier(0)));
            Shard = Create();
        }

        public ShardDelivery Shard { get; private set; }

        public Task StartAsync() => Shard.OpenAsync(CancellationToken.None);

        public HashSet<Sha256Digest> Wanted(SegmentId segment) => _places
            .Where(pair => pair.Key.Item1 == segment)
            .Select(pair => Hash(pair.Value))
            .Where(hash => !_platform.Poisoned.Contains(hash))
            .ToHashSet();

        public IReadOnlySet<Sha256Digest> Has(SegmentId segment) =>
            _platform.MembersOf(FakeDestination.KeyOf(segment));

        public async Task LiveAsync()
        {
            switch (_random.Next(20))
            {
                case 0:
                    await RestartAsync();
                    break;
                case 1 when _random.Next(4) == 0:
                    _platform.LoseAudience(FakeDestination.KeyOf(AnySegment()));
                    break;
                case 2:
                    _platform.IsTokenExpired = !_platform.IsTokenExpired;
                    break;
                case 3:
                    await _destination.ResumeAsync(CancellationToken.None);
                    break;
                case < 10:
                    Move(AnySegment(), (ulong)_random.Next(Members));
                    break;
                case < 14:
                    await DeliverAsync();
                    break;
                default:
                    await StepAsync();
                    break;
            }
        }

        /// <summary>All is in order again: what is under way is brought to its end.</summary>
        public async Task SettleAsync()
        {
            (_platform.FaultPercent, _records.FaultPercent) = (0, 0);
            _platform.IsTokenExpired = false;
            await _destination.ResumeAsync(CancellationToken.None);
            foreach (var segment in Segments)
            {
                // A touch shows that an audience is gone.
                Join(segment, Members, Identifier(Identifiers));
            }

            while (_network.Count > 0)
            {
                await DeliverAsync();
            }

            for (var step = 0; Shard.HasWork; step++)
            {
                Assert.True(step < StepsMax, $"{_seed}: the work never ends");
                await StepAsync();
            }
        }

        /// <summary>The process dies and starts again.</summary>
        public Task RestartAsync()
        {
            Shard = Create();
            return StartAsync();
        }

        private ShardDelivery Create() => new(
            _records,
            _destination,
            _platform,
            _destination,
            new DeliveryOptions
            {
                BatchMembersMax = _batchMembersMax,
                LedgerCallsInFlightMax = 2,
            },
            _clock,
            sessionSalt: 1,
            _random);

        private async Task StepAsync()
        {
            try
            {
                _clock.Advance(await Shard.StepAsync(CancellationToken.None) ?? TimeSpan.Zero);
            }
            catch (IOException)
            {
                _clock.Advance(Shard.WaitAfterFailure());
            }
        }

        // News may come late, twice and in any order, but none is lost.
        private async Task DeliverAsync()
        {
            var batch = _network.Where(_ => _random.Next(2) == 0).ToArray();
            _random.Shuffle(batch);
            try
            {
                await Shard.StoreAsync(batch, CancellationToken.None);
                _network.RemoveAll(news => batch.Contains(news) && _random.Next(4) > 0);
            }
            catch (IOException)
            {
                // The sender keeps them.
            }
        }

        private void Move(SegmentId segment, ulong member)
        {
            if (_places.Remove((segment, member), out var left))
            {
                _network.Add(News(segment, member, left, joined: false, ++_version));
            }

            if (_random.Next(3) > 0)
            {
                Join(segment, member, Identifier(_random.Next(Identifiers)));
            }
        }

        private void Join(SegmentId segment, ulong member, IdentityKey identifier)
        {
            _places[(segment, member)] = identifier;
            _network.Add(News(segment, member, identifier, joined: true, ++_version));
        }

        private Qualification News(
            SegmentId segment, ulong member, IdentityKey identifier, bool joined, long version) =>
            new(
                new DestinationId(1),
                segment,
                member,
                identifier,
                joined,
                version,
                _clock.GetUtcNow().ToUnixTimeSeconds());

        private SegmentId AnySegment() => Segments[_random.Next(Segments.Length)];
    }
}

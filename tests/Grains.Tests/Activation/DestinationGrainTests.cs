using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;
using Krewe.Domain.Workspaces;
using Krewe.Grains.Activation.Platforms;

namespace Krewe.Grains.Tests.Activation;

/// <summary>Destinations and shards as grains, from the stream to the platform.</summary>
#pragma warning disable CA1001 // xunit calls DisposeAsync of IAsyncLifetime.
public sealed class DestinationGrainTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private static readonly SegmentId Shoes = new(7);
    private static readonly string Key = FakeDestination.KeyOf(Shoes);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakePlatform _platform = new(new Random(1));
    private readonly ActivationSilo _silo;

    public DestinationGrainTests() => _silo = new ActivationSilo(_platform);

    public Task InitializeAsync() => _silo.StartAsync();

    public Task DisposeAsync() => _silo.DisposeAsync().AsTask();

    [Fact]
    public async Task Destination_that_is_not_defined_says_so()
    {
        _silo.Definition = WorkspaceDefinition.Empty;

        var status = await _silo.Destination.GetStatusAsync(None);

        Assert.Equal("destination 1 is not defined", status.PausedBecause);
    }

    [Fact]
    public async Task Expired_token_pauses_until_the_token_changes()
    {
        _platform.IsTokenExpired = true;
        await _silo.PublishAsync(News(0, 20, joined: true, version: 1));
        await _platform.WhenAsync(() => _platform.Refusals > 0).WaitAsync(Limit);

        _platform.IsTokenExpired = false;
        _silo.Token = "second";

        // The reminders of the shards come after a minute.
        await HasAsync(20).WaitAsync(Limit / 3);

        var status = await _silo.Destination.GetStatusAsync(None);
        Assert.Null(status.PausedBecause);
        Assert.Equal(0, status.Totals.Rejected);
    }

    [Fact]
    public async Task Token_that_changes_while_it_is_refused_ends_the_pause()
    {
        await _silo.PublishAsync(News(0, 20, joined: true, version: 1));
        await HasAsync(20);

        // The shard had read another token before this one was there.
        await _silo.Destination.PauseAsync("refused", new AccessToken("old").Fingerprint, None);
        await _silo.PublishAsync(News(20, 1, joined: true, version: 2));

        await HasAsync(21);
    }

    [Fact]
    public async Task Members_come_and_go_and_are_counted()
    {
        await _silo.PublishAsync(News(0, 200, joined: true, version: 1));
        await HasAsync(200);
        await _silo.PublishAsync(News(0, 50, joined: false, version: 2));
        await HasAsync(150);

        var status = await _silo.Destination.GetStatusAsync(None);
        Assert.Equal("audience-1", Assert.Single(status.Audiences).Value.Value);
        Assert.InRange(status.Totals.Added, 200, 200);
        Assert.Equal(0, status.Totals.Rejected);
    }

    [Fact]
    public async Task Lost_audience_is_filled_by_every_shard()
    {
        await _silo.PublishAsync(News(0, 200, joined: true, version: 1));
        await HasAsync(200);
        _platform.LoseAudience(Key);

        // One shard learns of it; the others have nothing to send.
        await _silo.PublishAsync(News(0, 1, joined: false, version: 2));

        await HasAsync(199);
    }

    [Fact]
    public async Task Lost_audience_is_noticed_by_the_daily_check_without_any_news()
    {
        await _silo.PublishAsync(News(0, 200, joined: true, version: 1));
        await HasAsync(200);
        await _silo.Destination.CheckAudiencesAsync(None);
        _platform.LoseAudience(Key);

        await _silo.Destination.CheckAudiencesAsync(None);

        await HasAsync(200);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task Former_ad_account_is_emptied_before_another_is_filled(int faultPercent)
    {
        await _silo.PublishAsync(News(0, 200, joined: true, version: 1));
        await HasAsync(200);
        _platform.FaultPercent = faultPercent;
        MoveTo("43");

        await _silo.PublishAsync(News(0, 1, joined: false, version: 2));
        var filled = _platform.WhenAsync(() => _platform.MembersOf(Key, "43").Count > 0);
        await filled.WaitAsync(Limit);

        Assert.Empty(_platform.MembersOf(Key));
        await _platform.WhenAsync(() => _platform.MembersOf(Key, "43").Count == 199)
            .WaitAsync(Limit);
        Assert.Equal(0, (await _silo.Destination.GetStatusAsync(None)).LeftBehind);
    }

    [Fact]
    public async Task Other_ad_account_is_filled_without_any_news_and_without_anybody_looking()
    {
        await _silo.PublishAsync(News(0, 20, joined: true, version: 1));
        await HasAsync(20);
        MoveTo("43");

        await _silo.Destination.LearnAsync(2, None);

        await _platform.WhenAsync(() => _platform.MembersOf(Key, "43").Count == 20)
            .WaitAsync(Limit);
        Assert.Empty(_platform.MembersOf(Key));
    }

    [Fact]
    public async Task Former_ad_account_that_is_closed_does_not_hold_up_the_next()
    {
        await _silo.PublishAsync(News(0, 20, joined: true, version: 1));
        await HasAsync(20);
        _platform.ForbiddenAccount = "42";
        MoveTo("43");

        await _silo.PublishAsync(News(0, 1, joined: false, version: 2));
        await _platform.WhenAsync(() => _platform.MembersOf(Key, "43").Count == 19)
            .WaitAsync(Limit);
        Assert.Equal(1, (await _silo.Destination.GetStatusAsync(None)).LeftBehind);

        _platform.ForbiddenAccount = null;
        await _silo.Destination.CheckAudiencesAsync(None);
        await HasAsync(0);
    }

    [Fact]
    public async Task Return_to_the_former_ad_account_does_not_bring_back_who_has_left()
    {
        await _silo.PublishAsync(News(0, 20, joined: true, version: 1));
        await HasAsync(20);
        _platform.ForbiddenAccount = "42";
        MoveTo("43");
        await _silo.PublishAsync(News(0, 5, joined: false, version: 2));
        await _platform.WhenAsync(() => _platform.MembersOf(Key, "43").Count == 15)
            .WaitAsync(Limit);

        _platform.ForbiddenAccount = null;
        MoveTo("42");
        await _silo.PublishAsync(News(5, 1, joined: false, version: 3));

        await HasAsync(14);
        Assert.Empty(_platform.MembersOf(Key, "43"));
    }

    [Fact]
    public async Task What_waited_when_a_silo_ended_is_sent_when_one_starts_though_nobody_asks()
    {
        await using var silo = new ActivationSilo(_platform) { Resumes = true };
        await silo.StartAsync();
        _platform.FaultPercent = 100;
        await silo.PublishAsync(News(0, 20, joined: true, version: 1));
        using var limit = new CancellationTokenSource(Limit);
        while ((await silo.Destination.GetStatusAsync(None)).Totals.Waiting < 20)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }

        await silo.DisposeAsync();
        _platform.FaultPercent = 0;

        // Its reminders are gone with the old silo.
        await silo.StartAsync();

        await HasAsync(20).WaitAsync(Limit);
    }

    [Fact]
    public async Task Definition_that_was_removed_can_still_be_emptied()
    {
        await _silo.PublishAsync(News(0, 20, joined: true, version: 1));
        await HasAsync(20);
        _silo.Definition = WorkspaceDefinition.Empty;
        await _silo.RestartAsync();

        await _silo.PublishAsync(News(0, 20, joined: false, version: 2));

        await HasAsync(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Audiences_end_right_over_faults_and_restarts(int seed)
    {
        var random = new Random(seed);
        var sent = new List<Qualification>();
        var wanted = new HashSet<int>();
        _platform.FaultPercent = 30;
        _silo.Storage.FaultEvery = 41;
        for (var version = 1; version <= 40; version++)
        {
            var index = random.Next(12);
            var joined = wanted.Add(index) || !wanted.Remove(index);
            sent.AddRange(News(index, 1, joined, version));
            await PublishAsync(sent[^1]);
            if (random.Next(10) == 0)
            {
                await _silo.RestartAsync();
            }

            if (random.Next(20) == 0)
            {
                _platform.LoseAudience(Key);
            }
        }

        // Streams in memory forget at a restart; profiles send what was not confirmed again.
        (_platform.FaultPercent, _silo.Storage.FaultEvery) = (0, 0);
        await _silo.RestartAsync();
        await _silo.PublishAsync([.. sent, .. News(99, 1, joined: true, version: 99)]);
        var expected = wanted.Append(99).Select(Hash).ToHashSet();

        await _platform.WhenAsync(() => _platform.MembersOf(Key).SetEquals(expected))
            .WaitAsync(Limit);

        async Task PublishAsync(Qualification news)
        {
            try
            {
                await _silo.PublishAsync([news]);
            }
            catch (IOException)
            {
                // Sent again at the end.
            }
        }
    }

    private void MoveTo(string adAccount) => _silo.Definition = _silo.Definition with
    {
        Accounts = [_silo.Definition.Accounts[0] with { AdAccountId = adAccount }],
    };

    private Task HasAsync(int count) =>
        _platform.WhenAsync(() => _platform.MembersOf(Key).Count == count).WaitAsync(Limit);

    private static IEnumerable<Qualification> News(
        int first, int count, bool joined, long version) => Enumerable
        .Range(first, count)
        .Select(index => new Qualification(
            new DestinationId(1),
            Shoes,
            1,
            Identifier(index),
            joined,
            version,
            TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()));

    private static IdentityKey Identifier(int index) => new(
        new DataSourceId(2), IdentityValue.Parse($"{index:x64}"));

    private static Sha256Digest Hash(int index) => Identifier(index).Value.Digest;
}

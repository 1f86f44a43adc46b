using Krewe.Contracts.Activation;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Traits;
using Krewe.Grains.Catalogs;
using Krewe.Grains.Onboarding;
using Krewe.Grains.Profiles;
using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Storage;

namespace Krewe.Grains.Tests.Profiles;

/// <summary>A silo with real profiles and jobs whose storage remembers everything, and the
/// feeds.</summary>
internal sealed class FeedSilo : ICatalogs, IAsyncDisposable
{
    private readonly IHost _host;
    private readonly Random _random;
    private int _line;
    private volatile Catalog _catalog;

    private FeedSilo(FeedOptions options, int seed, IFeedSilos? silos)
    {
        _random = new Random(seed);
        _catalog = NextCatalog(1);
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddFeeds(builder.Configuration);
        builder.Services.AddSingleton(Microsoft.Extensions.Options.Options.Create(options));
        if (silos is null)
        {
            builder.Services.AddFeedLinks();
        }
        else
        {
            builder.Services.AddSingleton(silos);
        }

        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton(provider =>
        {
            var jobs = ActivatorUtilities.CreateInstance<JobFeed>(provider, JobTime);
            provider.GetRequiredService<FeedLinks>().Attach(jobs);
            return jobs;
        });
        builder.Services.AddSingleton<ICatalogs>(this);
        builder.Services.AddKeyedSingleton<IGrainStorage>("Default", Storage);
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering()
            .AddMemoryStreams(DestinationShards.Stream));
        _host = builder.Build();
    }

    public ManualTimeProvider Time { get; } = new();

    /// <summary>The clock of the job feed alone.</summary>
    public ManualTimeProvider JobTime { get; } = new();

    public HistoryStorage Storage { get; } = new();

    public IServiceProvider Services => _host.Services;

    public MembershipFeed Feed => _host.Services.GetRequiredService<MembershipFeed>();

    public JobFeed Jobs => _host.Services.GetRequiredService<JobFeed>();

    public FeedMetrics Metrics => _host.Services.GetRequiredService<FeedMetrics>();

    public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    /// <param name="options">Of the feeds.</param>
    /// <param name="seed">Decides the definitions.</param>
    /// <param name="silos">What the roster takes for the silos that are up, if not this one; then
    /// its own feeds are not linked.</param>
    public static async Task<FeedSilo> StartAsync(
        FeedOptions? options = null, int seed = 1, IFeedSilos? silos = null)
    {
        var silo = new FeedSilo(options ?? new FeedOptions(), seed, silos);
        await silo._host.StartAsync();
        if (silos is null)
        {
            await silo.Services.GetRequiredService<FeedLinks>()
                .UntilJoinedAsync(CancellationToken.None)
                .WaitAsync(TimeSpan.FromSeconds(60));
        }

        return silo;
    }

    /// <summary>Gives or takes a trait.</summary>
    public Task GrantAsync(IdentityKey identity, int trait, bool adds = true)
    {
        var line = Interlocked.Increment(ref _line);
        return CallAsync(identity, (calls, effects) => calls.CallAsync(
            identity,
            new OnboardingBatch
            {
                Identity = identity,
                Stamp = new ImportStamp((ulong)line, 1, line, line),
                At = Time.GetUtcNow().ToUnixTimeSeconds(),
                Overwrites = false,
                Operations = [new TraitOperation(new TraitId(trait), adds)],
                LineEnds = [1],
                CatalogVersion = _catalog.Version,
            },
            static (grain, batch, token) => grain.OnboardAsync(batch, token),
            effects,
            CancellationToken.None));
    }

    public Task LinkAsync(IdentityKey identity, IdentityKey other)
    {
        var line = Interlocked.Increment(ref _line);
        return CallAsync(identity, (calls, effects) => calls.CallAsync(
            identity,
            new LinkBatch
            {
                Identity = identity,
                Stamp = new ImportStamp((ulong)line, 1, line, line),
                Others = [other],
                CatalogVersion = _catalog.Version,
                At = Time.GetUtcNow().ToUnixTimeSeconds(),
            },
            static (grain, batch, token) => grain.LinkAsync(batch, token),
            effects,
            CancellationToken.None));
    }

    /// <summary>Puts other definitions in force.</summary>
    public void ChangeDefinitions()
    {
        lock (_random)
        {
            _catalog = NextCatalog(_catalog.Version + 1);
        }
    }

    /// <summary>Decides a profile anew by the definitions in force.</summary>
    public Task ReevaluateAsync(IdentityKey identity)
    {
        var version = _catalog.Version;
        return CallAsync(identity, (calls, effects) => calls.CallAsync(
            identity,
            version,
            static (grain, known, token) => grain.ReevaluateAsync(known, token),
            effects,
            CancellationToken.None));
    }

    public ValueTask<Catalog> GetAsync(
        WorkspaceId workspace, long versionMin, CancellationToken cancellationToken) =>
        new(_catalog);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private Catalog NextCatalog(long version) =>
        SimulatedCatalog.Next(_random, version, new DateOnly(2028, 2, 29));

    // A caller repeats what has failed until it is answered.
    private async Task CallAsync(
        IdentityKey identity, Func<ProfileCalls, ProfileEffects, ValueTask<ProfileReply>> call)
    {
        for (var attempt = 0; attempt < 500; attempt++)
        {
            try
            {
                await call(
                    new ProfileCalls(Client, WorkspaceId.Main, _catalog.Version),
                    new ProfileEffects(Client, WorkspaceId.Main));
                return;
            }
            catch (IOException)
            {
                continue;
            }
        }

        Assert.Fail($"{identity} never answered");
    }
}

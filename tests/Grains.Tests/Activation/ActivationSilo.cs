using Krewe.Contracts.Activation;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Accounts;
using Krewe.Domain.Activation;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Workspaces;
using Krewe.Grains.Accounts;
using Krewe.Grains.Activation;
using Krewe.Grains.Activation.Platforms;
using Krewe.Grains.Catalogs;
using Krewe.Grains.Storage;
using Krewe.Grains.Workspaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace Krewe.Grains.Tests.Activation;

/// <summary>A silo with destination 1 of the main workspace, which sends to a fake
/// platform.</summary>
internal sealed class ActivationSilo : ICatalogs, ISecrets, IAsyncDisposable
{
    private static readonly DestinationId Id = new(1);

    private readonly FakePlatform _platform;
    private readonly DeliveryOptions _options;
    private IHost? _host;

    public ActivationSilo(FakePlatform platform, DeliveryOptions? options = null)
    {
        _platform = platform;
        _options = options ?? new DeliveryOptions
        {
            Linger = TimeSpan.Zero,
            RetryWaitMin = TimeSpan.FromMilliseconds(10),
            RetryWaitMax = TimeSpan.FromMilliseconds(20),
            TokenCheckPeriod = TimeSpan.FromSeconds(1),
        };
        var services = new ServiceCollection();
        services.AddActivation(new Microsoft.Extensions.Configuration.ConfigurationManager());
        Storage = new FakeGrainStorage(new StateSerializer(
            services.BuildServiceProvider().GetServices<StateForm>()));
    }

    public FakeGrainStorage Storage { get; }

    /// <summary>What the token source holds.</summary>
    public string Token { get; set; } = "first";

    /// <summary>Whether a silo that starts looks for work that was cut short.</summary>
    public bool Resumes { get; init; }

    /// <summary>What the workspace defines.</summary>
    public WorkspaceDefinition Definition { get; set; } = new()
    {
        Accounts =
        [
            new AccountDefinition
            {
                Name = "acme",
                Platform = "fake",
                AdAccountId = "42",
                Token = "env:TOKEN",
            },
        ],
        Destinations =
        [
            new DestinationDefinition
            {
                Id = Id,
                Name = "Fake",
                Account = "acme",
                DataSource = new DataSourceId(2),
            },
        ],
    };

    public IDestinationGrain Destination => Host.Services.GetRequiredService<IGrainFactory>()
        .GetGrain<IDestinationGrain>(WorkspaceId.Main.DestinationKey(Id));

    public IDestinationShardGrain Shard(int shard) =>
        Host.Services.GetRequiredService<IGrainFactory>()
            .GetGrain<IDestinationShardGrain>(WorkspaceId.Main.ShardKey(Id, shard));

    private IHost Host => _host ?? throw new InvalidOperationException("Start the silo first.");

    public async Task StartAsync()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(
            settings: null);
        builder.Services.AddActivation(builder.Configuration);
        builder.Services.AddSingleton(Microsoft.Extensions.Options.Options.Create(_options));
        builder.Services.AddSingleton<IAudiencePlatform>(_platform);
        builder.Services.AddSingleton<ISecrets>(this);
        builder.Services.AddSingleton<ICatalogs>(this);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddKeyedSingleton<IGrainStorage>("Default", Storage);
        if (Resumes)
        {
            builder.Services.AddHostedService<ResumeService>();
        }

        builder.UseOrleans(silo => silo
            .UseLocalhostClustering()
            .UseInMemoryReminderService()
            .AddMemoryStreams(DestinationShards.Stream));
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async Task RestartAsync()
    {
        await DisposeAsync();
        await StartAsync();
    }

    /// <summary>Publishes news as a profile does.</summary>
    public Task PublishAsync(IEnumerable<Qualification> news)
    {
        var streams = Host.Services.GetRequiredService<IClusterClient>()
            .GetStreamProvider(DestinationShards.Stream);
        return Task.WhenAll(news
            .GroupBy(one => DestinationShards.Of(one.Identifier))
            .Select(group => streams
                .GetStream<Qualification>(StreamId.Create(
                    DestinationShards.Stream, WorkspaceId.Main.ShardKey(Id, group.Key)))
                .OnNextBatchAsync(group)));
    }

    public ValueTask<Catalog> GetAsync(
        WorkspaceId workspace, long versionMin, CancellationToken cancellationToken) =>
        new(Catalog.Compile(Definition, version: 1, new DateOnly(2026, 11, 22)));

    public Task<PlatformResult<AccessToken>> ReadAsync(
        string source, CancellationToken cancellationToken) =>
        Task.FromResult<PlatformResult<AccessToken>>(new AccessToken(Token));

    public async ValueTask DisposeAsync()
    {
        if (_host is { } host)
        {
            await host.StopAsync();
            host.Dispose();
        }
    }
}

using Krewe.Contracts.Activation;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Profiles;
using Krewe.Grains.Catalogs;
using Krewe.Grains.Onboarding;
using Krewe.Grains.Profiles;
using Krewe.Grains.Storage;
using Krewe.Grains.Tests.Activation;
using Krewe.Grains.Tests.Profiles;
using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Storage;

namespace Krewe.Grains.Tests.Onboarding;

/// <summary>A silo with real profiles, into which files can be imported.</summary>
internal sealed class ImportSilo : ICatalogs, IAsyncDisposable
{
    private readonly Catalog _catalog = SimulatedCatalog.Next(
        new Random(7), version: 1, new DateOnly(2028, 2, 29));

    private readonly IHost _host;

    private ImportSilo()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddFeeds(builder.Configuration);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<ICatalogs>(this);
        builder.Services.AddKeyedSingleton<IGrainStorage>(
            "Default",
            new FakeGrainStorage(new StateSerializer(
            [
                StateForm.Of<ProfileState>(ProfileCodec.Write, ProfileCodec.Read),
                StateForm.Of<DuePages>(DueCodec.Write, DueCodec.ReadPages),
                StateForm.Of<DuePage>(DueCodec.Write, DueCodec.ReadPage),
            ])));
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering()
            .UseInMemoryReminderService()
            .AddMemoryStreams(DestinationShards.Stream));
        _host = builder.Build();
    }

    public ManualTimeProvider Time { get; } = new();

    public long Now => Time.GetUtcNow().ToUnixTimeSeconds();

    public ProfileCalls Calls => new(Client, WorkspaceId.Main, _catalog.Version);

    private IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    public static async Task<ImportSilo> StartAsync()
    {
        var silo = new ImportSilo();
        await silo._host.StartAsync();
        return silo;
    }

    public ProfileEffects NewEffects() => new(Client, WorkspaceId.Main);

    public ImportPlan Plan(TestFile file, int chunkLines)
    {
        var (plan, error) = ImportPlan.Of(file.Job, _catalog, chunkLines);
        return plan ?? throw new InvalidOperationException(error);
    }

    public ValueTask<Catalog> GetAsync(
        WorkspaceId workspace, long versionMin, CancellationToken cancellationToken) =>
        new(_catalog);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}

/// <summary>A file as it was received, for as long as a test runs.</summary>
internal sealed class TestFile : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public TestFile(string name, byte[] content)
    {
        File.WriteAllBytes(_path, content);
        Job = new ImportJob
        {
            Id = 1,
            File = name,
            SizeBytes = content.Length,
            Upload = 7,
            Received = DateTimeOffset.UnixEpoch,
        };
    }

    public ImportJob Job { get; }

    public FileStream Open() => File.OpenRead(_path);

    public void Dispose() => File.Delete(_path);
}

using System.Runtime.CompilerServices;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Retention;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;
using Krewe.Grains.Catalogs;
using Krewe.Grains.Onboarding;
using Krewe.Grains.Profiles;
using Krewe.Grains.Retention;
using Krewe.Grains.Storage;
using Krewe.Grains.Tests.Activation;
using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;

namespace Krewe.Grains.Tests.Retention;

/// <summary>A silo with real profiles and jobs; customers are kept for 30 days, e-mails for
/// 60.</summary>
internal sealed class RetentionSilo : ICatalogs, IProfileScan, IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly IHost _host;
    private int _files;

    private RetentionSilo() => _host = GrainHost.Build(
        Time,
        catalogs: this,
        Storage,
        builder => builder.Services.AddSingleton<IProfileScan>(this));

    /// <summary>Noon of 2028-02-29.</summary>
    public ManualTimeProvider Time { get; } = new();

    public FakeGrainStorage Storage { get; } = new(new StateSerializer(
    [
        StateForm.Of(ProfileCodec.Write, ProfileCodec.Read),
        StateForm.Of<DuePages>(DueCodec.Write, DueCodec.ReadPages),
        StateForm.Of<DuePage>(DueCodec.Write, DueCodec.ReadPage),
        StateForm.Of(RetentionCodec.Write, RetentionCodec.Read),
        StateForm.Json(OnboardingJson.Default.InboundState),
        StateForm.Json(OnboardingJson.Default.ImportJobState),
    ]));

    /// <summary>Whose profiles are stored, in their order.</summary>
    public string Kept => string.Join(' ', Storage.KeysOf("profile")
        .Select(key => key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..])
        .Order(StringComparer.Ordinal));

    public static async Task<RetentionSilo> StartAsync()
    {
        var silo = new RetentionSilo();
        await silo._host.StartAsync();
        await silo.Grain.StartAsync(None);
        return silo;
    }

    /// <summary>Reads a file that links customers to e-mails, or grants them a trait.</summary>
    public async Task ReadAsync(params (string Customer, string? Email)[] rows)
    {
        var grains = _host.Services.GetRequiredService<IClusterClient>();
        var job = await grains.GetGrain<IInboundGrain>(WorkspaceId.Main.Name)
            .EnqueueAsync($"ftp_dpm_10_{1_560_431_657 + ++_files}.sync", 1, None);
        await grains.GetGrain<IImportJobGrain>(WorkspaceId.Main.JobKey(job.Id)).StartAsync(None);
        var calls = new ProfileCalls(grains, WorkspaceId.Main, 1);
        var effects = new ProfileEffects(grains, WorkspaceId.Main);
        for (var row = 0; row < rows.Length; row++)
        {
            var stamp = new ImportStamp(job.Upload, 0, row + 1, row + 1);
            await ReadAsync(
                calls,
                effects,
                stamp,
                Identity(rows[row].Customer),
                rows[row].Email,
                Time.GetUtcNow().ToUnixTimeSeconds());
        }

        await effects.FlushAsync(None);
    }

    /// <summary>Lets days pass; the walk has its turns as often as is said.</summary>
    public async Task<RetentionProgress> PassAsync(int days, int turns = 70)
    {
        Time.Sleep(TimeSpan.FromDays(days));
        await Grain.StartAsync(None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var turn = 0; turn < turns; turn++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(1));
            await Grain.GetAsync(None);
        }

        return await Grain.GetAsync(None);
    }

    public ValueTask<Catalog> GetAsync(
        WorkspaceId workspace, long versionMin, CancellationToken cancellationToken) =>
        new(Catalog.Compile(
            new WorkspaceDefinition
            {
                DataSources = [Source(10, 30), Source(20, 60)],
                Traits =
                [
                    new TraitDefinition
                    {
                        Id = new TraitId(1),
                        Name = "bought",
                        DataSource = new DataSourceId(10),
                        TtlDays = 0,
                    },
                ],
            },
            version: 1,
            new DateOnly(2028, 2, 29)));

    public IAsyncEnumerable<Profile> ProfilesAsync(
        WorkspaceId workspace, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A walk asks for keys.");

    public async IAsyncEnumerable<IdSpan> KeysAsync(
        int partition,
        int partitions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var key in Storage.KeysOf("profile").Order(StringComparer.Ordinal))
        {
            if (StableHash.Bucket(StableHash.Of(key), partitions) == partition)
            {
                yield return IdSpan.Create(key);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private IRetentionGrain Grain => _host.Services.GetRequiredService<IGrainFactory>()
        .GetGrain<IRetentionGrain>(WorkspaceId.Main.Name);

    private static async Task ReadAsync(
        ProfileCalls calls,
        ProfileEffects effects,
        ImportStamp stamp,
        IdentityKey customer,
        string? email,
        long at)
    {
        if (email is not null)
        {
            var links = new LinkBatch
            {
                Identity = customer,
                Stamp = stamp,
                Others = [Identity(email)],
                CatalogVersion = 1,
                At = at,
            };
            await calls.CallAsync(
                customer, links, (grain, it, token) => grain.LinkAsync(it, token), effects, None);
            return;
        }

        var traits = new OnboardingBatch
        {
            Identity = customer,
            Stamp = stamp,
            At = 1,
            Overwrites = false,
            Operations = [new TraitOperation(new TraitId(1), Adds: true)],
            LineEnds = [1],
            CatalogVersion = 1,
        };
        await calls.CallAsync(
            customer, traits, (grain, it, token) => grain.OnboardAsync(it, token), effects, None);
    }

    private static IdentityKey Identity(string text) =>
        IdentityKey.TryParse(text, out var key) ? key : throw new FormatException(text);

    private static DataSource Source(int id, int retentionDays) => new()
    {
        Id = new DataSourceId(id),
        Name = $"source {id}",
        IdType = IdType.CrossDevice,
        RetentionDays = retentionDays,
    };
}

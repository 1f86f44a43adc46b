using System.Collections.Concurrent;
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
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Hosting;
using Orleans.Storage;

namespace Krewe.Grains.Tests.Onboarding;

/// <summary>A silo that takes up the files of a folder, four lines at a time, in a workspace that
/// defines data source 10 and a few more.</summary>
internal sealed class InboundSilo : ICatalogs, IAsyncDisposable
{
    /// <summary>Lines between two checkpoints.</summary>
    public const int ChunkLines = 4;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly IHost _host;
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _closed = [];
    private readonly TaskCompletionSource _broken = NewSource();
    private readonly TaskCompletionSource _tidy = NewSource();
    private readonly int _brokenJob;

    private InboundSilo(string folder, FakeGrainStorage storage, int brokenJob)
    {
        _brokenJob = brokenJob;
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddFeeds(builder.Configuration);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ICatalogs>(this);
        builder.Services.AddSingleton(Options.Create(new InboundOptions
        {
            Directory = folder,
            PollInterval = TimeSpan.FromMilliseconds(10),
            QuietTime = TimeSpan.Zero,
            ChunkLines = ChunkLines,
        }));
        builder.Services.AddSingleton<InboundFolder>();
        builder.Services.AddKeyedSingleton<IGrainStorage>("Default", storage);
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering()
            .UseInMemoryReminderService()
            .AddMemoryStreams(DestinationShards.Stream)
            .AddIncomingGrainCallFilter(WatchAsync));
        builder.Services.AddHostedService<InboundService>();
        _host = builder.Build();
    }

    public static FakeGrainStorage NewStorage() => new(new StateSerializer(
    [
        StateForm.Of<ProfileState>(ProfileCodec.Write, ProfileCodec.Read),
        StateForm.Of<DuePages>(DueCodec.Write, DueCodec.ReadPages),
        StateForm.Of<DuePage>(DueCodec.Write, DueCodec.ReadPage),
        StateForm.Json(OnboardingJson.Default.InboundState),
        StateForm.Json(OnboardingJson.Default.ImportJobState),
    ]));

    /// <param name="folder">Where its files are.</param>
    /// <param name="storage">What its grains keep.</param>
    /// <param name="brokenJob">The job that cannot be ended.</param>
    public static async Task<InboundSilo> StartAsync(
        string folder, FakeGrainStorage storage, int brokenJob = 0)
    {
        var silo = new InboundSilo(folder, storage, brokenJob);
        await silo._host.StartAsync();
        return silo;
    }

    /// <summary>The job to cancel as soon as it keeps a checkpoint.</summary>
    public int CanceledJob { get; set; }

    /// <summary>Called before a checkpoint is kept.</summary>
    public Action? Keeping { get; set; }

    public IInboundGrain Inbound => Grains.GetGrain<IInboundGrain>(WorkspaceId.Main.Name);

    public IImportJobGrain Job(int job) =>
        Grains.GetGrain<IImportJobGrain>(WorkspaceId.Main.JobKey(job));

    /// <summary>Ends when the service has looked, as it starts, for jobs whose files are
    /// gone.</summary>
    public Task UntilTidyAsync() => _tidy.Task.WaitAsync(Limit);

    /// <summary>Ends when the end of the broken job has failed.</summary>
    public Task UntilBrokenAsync() => _broken.Task.WaitAsync(Limit);

    /// <summary>Ends when a job is over and forgotten.</summary>
    public async Task<ImportJob> UntilClosedAsync(int job)
    {
        await Closed(job).Task.WaitAsync(Limit);
        return await Job(job).GetAsync(CancellationToken.None)
            ?? throw new InvalidOperationException($"There is no job {job}.");
    }

    public ValueTask<Catalog> GetAsync(
        WorkspaceId workspace, long versionMin, CancellationToken cancellationToken) =>
        new(SimulatedCatalog.Next(new Random(7), version: 1, new DateOnly(2026, 11, 22)));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    private static TaskCompletionSource NewSource() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TaskCompletionSource Closed(int job) => _closed.GetOrAdd(job, _ => NewSource());

    private async Task WatchAsync(IIncomingGrainCallContext context)
    {
        if (context.MethodName == nameof(IImportJobGrain.ArchiveAsync)
            && context.TargetId.Key.ToString() == WorkspaceId.Main.JobKey(_brokenJob))
        {
            _broken.TrySetResult();
            throw new IOException("The process ends here.");
        }

        if (context.MethodName == nameof(IImportJobGrain.KeepAsync))
        {
            Keeping?.Invoke();
        }

        // The call waits behind this one, and before the next.
        if (context.MethodName == nameof(IImportJobGrain.KeepAsync)
            && context.TargetId.Key.ToString() == WorkspaceId.Main.JobKey(CanceledJob))
        {
            _ = Job(CanceledJob).CancelAsync(CancellationToken.None);
        }

        await context.Invoke();
        if (context.MethodName == nameof(IInboundGrain.ListOpenAsync))
        {
            _tidy.TrySetResult();
        }

        if (context.MethodName == nameof(IInboundGrain.CloseAsync))
        {
            Closed((int)context.Request.GetArgument(0)!).TrySetResult();
        }
    }
}

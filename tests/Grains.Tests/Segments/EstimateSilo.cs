using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Workspaces;
using Krewe.Grains.Catalogs;
using Krewe.Grains.Segments;
using Krewe.Grains.Storage;
using Krewe.Grains.Tests.Activation;
using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;

namespace Krewe.Grains.Tests.Segments;

/// <summary>A silo whose profiles are stored and read for real; or as many as are asked for, which
/// are all the same.</summary>
internal sealed class EstimateSilo : ICatalogs, IProfileScan, IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly IHost _host;
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);
    private readonly List<IdSpan>[] _keys =
        [.. Enumerable.Range(0, SegmentEstimate.Partitions).Select(_ => new List<IdSpan>())];
    private TaskCompletionSource? _gate;
    private int _walking;

    private EstimateSilo() => _host = GrainHost.Build(
        Time,
        catalogs: this,
        new FakeGrainStorage(new StateSerializer(
            [StateForm.Of(ProfileCodec.Write, ProfileCodec.Read)])),
        builder =>
        {
            builder.Services.AddSingleton<IProfileScan>(this);
            builder.Services.AddSingleton<ISegmentEstimates, SegmentEstimates>();
        },
        AnswerAsync);

    /// <summary>Noon of 2028-02-29.</summary>
    public ManualTimeProvider Time { get; } = new();

    public WorkspaceDefinition Definition { get; set; } = RandomStates.Definition;

    /// <summary>The version that was asked for last.</summary>
    public long VersionMin { get; private set; }

    /// <summary>What a profile of many is; null: what is stored.</summary>
    public ProfileState? Many { get; set; }

    /// <summary>Of many: profiles in each partition.</summary>
    public int PartitionProfiles { get; set; }

    /// <summary>Partitions in the order in which they were walked.</summary>
    public List<int> Walked { get; } = [];

    /// <summary>Walks that went on at the same time, at most.</summary>
    public int WalkingMax { get; private set; }

    public Exception? Fault { get; set; }

    /// <summary>What profiles were asked, each once.</summary>
    public string Calls => string.Join(' ', _calls.Keys.Order(StringComparer.Ordinal));

    private ISegmentEstimates Estimates => _host.Services.GetRequiredService<ISegmentEstimates>();

    public static async Task<EstimateSilo> StartAsync()
    {
        var silo = new EstimateSilo();
        await silo._host.StartAsync();
        return silo;
    }

    /// <summary>Stores what is kept under a key.</summary>
    public async Task StoreAsync(WorkspaceId workspace, IdentityKey key, ProfileState state)
    {
        var grains = _host.Services.GetRequiredService<IGrainFactory>();
        var grain = grains.GetGrain<IProfileGrain>(workspace.ProfileKey(key));
        await _host.Services.GetRequiredKeyedService<Orleans.Storage.IGrainStorage>("Default")
            .WriteStateAsync(
                "profile", grain.GetGrainId(), new GrainState<ProfileState> { State = state });
        var hash = StableHash.Of(workspace.ProfileKey(key).AsSpan());
        _keys[StableHash.Bucket(hash, SegmentEstimate.Partitions)].Add(workspace.ProfileKey(key));
    }

    public Task<SegmentEstimateReply> AskAsync(
        string rule,
        string? mergeRule = null,
        WorkspaceId? workspace = null,
        long version = 0,
        CancellationToken cancellationToken = default) => Estimates.EstimateAsync(
        workspace ?? WorkspaceId.Main,
        new SegmentQuestion(rule, mergeRule, version),
        cancellationToken);

    public async Task<SegmentEstimate> EstimateAsync(
        string rule, string? mergeRule = null, WorkspaceId? workspace = null) =>
        Assert.IsType<SegmentEstimateReply.Answered>(
            await AskAsync(rule, mergeRule, workspace)).Estimate;

    /// <summary>The next walks wait until they are released.</summary>
    public void Hold() =>
        _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release()
    {
        var gate = _gate;
        _gate = null;
        gate?.SetResult();
    }

    public ValueTask<Catalog> GetAsync(
        WorkspaceId workspace, long versionMin, CancellationToken cancellationToken)
    {
        VersionMin = versionMin;
        return new(RandomStates.Compile(Definition, version: 1));
    }

    public IAsyncEnumerable<Profile> ProfilesAsync(
        WorkspaceId workspace, CancellationToken cancellationToken) =>
        throw new NotSupportedException("An estimate asks for keys.");

    public async IAsyncEnumerable<IdSpan> KeysAsync(
        int partition,
        int partitions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Walked.Add(partition);
        WalkingMax = Math.Max(WalkingMax, Interlocked.Increment(ref _walking));
        try
        {
            await (_gate?.Task ?? Task.CompletedTask).WaitAsync(cancellationToken);
            Assert.Equal(SegmentEstimate.Partitions, partitions);
            foreach (var key in Many is null ? _keys[partition] : New(partition))
            {
                yield return Fault is { } fault ? throw fault : key;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _walking);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(None);
        _host.Dispose();
    }

    private IEnumerable<IdSpan> New(int partition) => Enumerable.Range(0, PartitionProfiles)
        .Select(number => WorkspaceId.Main.ProfileKey(new IdentityKey(
            new DataSourceId(10),
            IdentityValue.Parse(string.Create(
                CultureInfo.InvariantCulture, $"p{partition}k{number}")))));

    private Task AnswerAsync(IIncomingGrainCallContext context)
    {
        if (context.Grain is not IProfileGrain)
        {
            return context.Invoke();
        }

        _calls.TryAdd(context.MethodName, 0);
        if (Many is not { } state)
        {
            return context.Invoke();
        }

        context.Result = state;
        return Task.CompletedTask;
    }
}

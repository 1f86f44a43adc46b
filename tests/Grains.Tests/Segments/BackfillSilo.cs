using System.Globalization;
using System.Runtime.CompilerServices;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Workspaces;
using Krewe.Grains.Segments;
using Krewe.Grains.Storage;
using Krewe.Grains.Tests.Activation;
using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;

namespace Krewe.Grains.Tests.Segments;

/// <summary>A silo whose walk is real, over profiles of which each third is only a
/// pointer.</summary>
internal sealed class BackfillSilo : IProfileScan, IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly IHost _host;

    private BackfillSilo(FakeGrainStorage storage) => _host = GrainHost.Build(
        Time,
        new FakeScan(
            Catalog.Compile(WorkspaceDefinition.Empty, version: 1, new DateOnly(2028, 2, 29))),
        storage,
        builder => builder.Services.AddSingleton<IProfileScan>(this),
        AnswerAsync);

    public ManualTimeProvider Time { get; } = new();

    /// <summary>Keys in each partition: more in the later ones, none in the first.</summary>
    public static int Keys(int partition) => partition % 7;

    /// <summary>Of these, profiles.</summary>
    public static int Profiles(int partition) =>
        Enumerable.Range(0, Keys(partition)).Count(key => key % 3 != 2);

    public static FakeGrainStorage NewStorage() => new(new StateSerializer(
        [StateForm.Of(BackfillCodec.Write, BackfillCodec.Read)]));

    public static async Task<BackfillSilo> StartAsync(FakeGrainStorage? storage = null)
    {
        var silo = new BackfillSilo(storage ?? NewStorage());
        await silo._host.StartAsync();
        return silo;
    }

    public Task AskAsync(long catalogVersion) => Grain.StartAsync(catalogVersion, None);

    public async Task<BackfillProgress> ProgressAsync() => await Grain.GetAsync(None);

    /// <summary>Lets the walk have one turn at least.</summary>
    public async Task<BackfillProgress> TurnAsync()
    {
        Time.Advance(TimeSpan.FromMilliseconds(1));
        return await ProgressAsync();
    }

    public async IAsyncEnumerable<IdSpan> KeysAsync(
        int partition,
        int partitions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        for (var key = 0; key < Keys(partition); key++)
        {
            yield return WorkspaceId.Main.ProfileKey(new IdentityKey(
                new DataSourceId(10),
                IdentityValue.Parse(string.Create(
                    CultureInfo.InvariantCulture, $"p{partition}k{key}"))));
        }
    }

    public IAsyncEnumerable<Profile> ProfilesAsync(
        WorkspaceId workspace, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A walk asks for keys.");

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private IBackfillGrain Grain => _host.Services.GetRequiredService<IGrainFactory>()
        .GetGrain<IBackfillGrain>(WorkspaceId.Main.Name);

    private static Task AnswerAsync(IIncomingGrainCallContext context)
    {
        if (context.Grain is not IProfileGrain)
        {
            return context.Invoke();
        }

        var name = WorkspaceId.IdentityOfKey(context.TargetId.Key).Value.ToString();
        context.Result = (name[^1] - '0') % 3 == 2
            ? new ProfileReply { Status = ReplyStatus.Elsewhere }
            : ProfileReply.Nothing;
        return Task.CompletedTask;
    }
}

using System.Reflection;
using Krewe.Contracts.Activation;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Retention;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace Krewe.Grains.Tests.Profiles;

/// <summary>A cluster whose grains live in a <see cref="SimulatedWorld"/>.</summary>
internal class SimulatedClient : DispatchProxy
{
    private SimulatedWorld _world = null!;
    private ServiceProvider _services = null!;

    public static IClusterClient Of(SimulatedWorld world)
    {
        var client = Create<IClusterClient, SimulatedClient>();
        var self = (SimulatedClient)(object)client;
        self._world = world;
        self._services = new ServiceCollection()
            .AddKeyedSingleton(DestinationShards.Stream, SimulatedStreams.Of(world))
            .BuildServiceProvider();
        return client;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod switch
        {
            { Name: "get_ServiceProvider" } => _services,
            { Name: "GetGrain" } when args is [Type { Name: nameof(IProfileGrain) }, IdSpan key] =>
                new SimulatedProfile(_world, WorkspaceId.IdentityOfKey(key)),
            { IsGenericMethod: true } when targetMethod.ReturnType == typeof(IDueGrain) =>
                new SimulatedDue(_world),
            _ => throw new NotSupportedException(targetMethod?.Name),
        };
}

/// <summary>The streams of a <see cref="SimulatedWorld"/>: what is put in is stored.</summary>
internal class SimulatedStreams : DispatchProxy
{
    private SimulatedWorld _world = null!;

    public static IStreamProvider Of(SimulatedWorld world)
    {
        var streams = Create<IStreamProvider, SimulatedStreams>();
        ((SimulatedStreams)(object)streams)._world = world;
        return streams;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var stream = DispatchProxy.Create<IAsyncStream<Qualification>, SimulatedStream>();
        ((SimulatedStream)(object)stream).World = _world;
        return stream;
    }
}

/// <summary>One stream.</summary>
internal class SimulatedStream : DispatchProxy
{
    public SimulatedWorld World { get; set; } = null!;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod?.Name == "OnNextBatchAsync"
            ? World.StoreAsync((IEnumerable<Qualification>)args![0]!)
            : throw new NotSupportedException(targetMethod?.Name);
}

/// <summary>Forgets what is due: the simulation looks at every profile in the end.</summary>
internal sealed class SimulatedDue(SimulatedWorld world) : IDueGrain
{
    public Task AddAsync(
        System.Collections.Immutable.ImmutableArray<DueProfile> profiles,
        CancellationToken cancellationToken) => world.TurnAsync();
}

/// <summary>One key: as the grain does, without a silo.</summary>
internal sealed class SimulatedProfile(SimulatedWorld world, IdentityKey key) : IProfileGrain
{
    public ValueTask<ProfileReply> OnboardAsync(
        OnboardingBatch batch, CancellationToken cancellationToken) =>
        StepAsync(batch.CatalogVersion, (state, context) =>
            ProfileChanges.Onboard(state, batch, context));

    public ValueTask<ProfileReply> LinkAsync(
        LinkBatch batch, CancellationToken cancellationToken) =>
        StepAsync(batch.CatalogVersion, (state, context) =>
            ProfileChanges.Link(state, batch, context));

    public ValueTask<ProfileReply> ObserveAsync(
        EventBatch batch, CancellationToken cancellationToken) =>
        StepAsync(batch.CatalogVersion, (state, context) =>
            ProfileEvents.Observe(state, batch, context));

    public ValueTask<ProfileReply> ReevaluateAsync(
        long catalogVersion, CancellationToken cancellationToken) =>
        StepAsync(catalogVersion, (state, context) => ProfileChanges.Reevaluate(state, context));

    public ValueTask ConfirmAsync(long version, CancellationToken cancellationToken) =>
        KeepAsync(state => ProfileChanges.Confirm(state, version));

    public ValueTask<ProfileReply> ClaimAsync(
        IdentityKey owner,
        long version,
        IdentityKey? before,
        CancellationToken cancellationToken) =>
        StepAsync(0, (state, _) => ProfileMoves.Claim(state, key, owner, version, before));

    public ValueTask ReleaseAsync(
        IdentityKey owner, long since, CancellationToken cancellationToken) =>
        KeepAsync(state => ProfileMoves.Release(state, owner, since));

    public ValueTask<ProfileReply> BeginMoveAsync(
        IdentityKey target, CancellationToken cancellationToken) =>
        StepAsync(0, (state, _) => ProfileMoves.BeginMove(state, key, target));

    public ValueTask<ProfileReply> AbsorbAsync(
        ProfileParcel parcel, long catalogVersion, CancellationToken cancellationToken) =>
        StepAsync(catalogVersion, (state, context) =>
            ProfileMoves.Absorb(state, parcel, context));

    public ValueTask EndMoveAsync(
        ulong journey,
        IdentityKey owner,
        long version,
        CancellationToken cancellationToken) =>
        KeepAsync(state => ProfileMoves.EndMove(state, journey, owner, version));

    public ValueTask EndJourneyAsync(ulong journey, CancellationToken cancellationToken) =>
        KeepAsync(state => ProfileMoves.EndJourney(state, journey));

    public ValueTask<ProfileReply> ForgetAsync(
        ForgetRequest request, CancellationToken cancellationToken) =>
        StepAsync(0, (state, context) => ProfileForgetting.Forget(state, request, context));

    public ValueTask<ProfileState> GetAsync(CancellationToken cancellationToken) =>
        new(world.CallAsync(key, 0, (state, _) => (state, state)));

    private ValueTask<ProfileReply> StepAsync(
        long catalogVersion, Func<ProfileState, ProfileContext, ProfileStep> act) =>
        new(world.CallAsync(key, catalogVersion, (state, context) =>
        {
            var step = act(state, context);
            return (step.Next, step.Reply);
        }));

    private async ValueTask KeepAsync(Func<ProfileState, ProfileState> act) =>
        await world.CallAsync(key, 0, (state, _) => (act(state), true));
}

using System.Collections.Immutable;

namespace Krewe.Grains.Profiles;

/// <summary>The silos of the cluster.</summary>
internal interface IFeedSilos
{
    /// <summary>This one.</summary>
    string Self { get; }

    /// <summary>Those that are up.</summary>
    ValueTask<ImmutableArray<string>> ActiveAsync(CancellationToken cancellationToken);
}

/// <summary>The silos as the engine knows them.</summary>
internal sealed class FeedSilos(IGrainFactory grains, ILocalSiloDetails details) : IFeedSilos
{
    public string Self => details.SiloAddress.ToParsableString();

    public async ValueTask<ImmutableArray<string>> ActiveAsync(
        CancellationToken cancellationToken)
    {
        var hosts = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        return [.. hosts.Keys.Select(silo => silo.ToParsableString())];
    }
}

using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Grains.Catalogs;
using Krewe.Grains.Profiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;

namespace Krewe.Grains.Tests.Profiles;

/// <summary>
/// Goal: nobody is told that something is done which is not stored.
/// Method: many callers link identities to one profile while half of the writes fail, before or
/// after
/// they have landed; each repeats until it is answered, and looks at the storage at that instant.
/// </summary>
public sealed class ProfileGrainTests
{
    private const int Callers = 40;
    private const int AttemptsMax = 200;

    private static readonly IdentityKey Customer = new(
        SimulatedCatalog.Customers, IdentityValue.Parse("c"));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Queued_calls_are_never_answered_from_forgotten_state(int seed)
    {
        var storage = new FailingProfileStorage(seed);
        using var host = await StartAsync(storage, seed);
        var grain = host.Services.GetRequiredService<IGrainFactory>()
            .GetGrain<IProfileGrain>(WorkspaceId.Main.ProfileKey(Customer));

        await Task.WhenAll(Enumerable.Range(1, Callers)
            .Select(caller => LinkAsync(grain, storage, caller, seed)));

        var stored = storage.Stored(WorkspaceId.Main.ProfileKey(Customer).ToString())!;
        Assert.True(storage.Faults > 0, $"seed {seed}: nothing failed");
        Assert.Equal((seed, Callers + 1), (seed, stored.Profile.Fragments.Length));
        Assert.Equal((seed, Callers), (seed, stored.Profile.Links.Length));
        await host.StopAsync();
    }

    private static async Task LinkAsync(
        IProfileGrain grain, FailingProfileStorage storage, int caller, int seed)
    {
        var other = new IdentityKey(
            SimulatedCatalog.Devices, IdentityValue.Parse($"d{caller}"));
        var batch = new LinkBatch
        {
            Identity = Customer,
            Stamp = new ImportStamp((ulong)caller, 1, 1, 1),
            Others = [other],
            CatalogVersion = 1,
            At = 1,
        };
        for (var attempt = 0; ; attempt++)
        {
            Assert.True(attempt < AttemptsMax, $"seed {seed}, caller {caller}: never answered");
            try
            {
                var reply = await grain.LinkAsync(batch, CancellationToken.None);
                var stored = storage.Stored(WorkspaceId.Main.ProfileKey(Customer).ToString());
                Assert.Equal(ReplyStatus.Done, reply.Status);
                Assert.True(
                    stored?.Profile.IndexOf(other) > 0,
                    $"seed {seed}, caller {caller}: answered and not stored");
                return;
            }
            catch (IOException)
            {
                continue;
            }
        }
    }

    private static async Task<IHost> StartAsync(FailingProfileStorage storage, int seed)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddFeeds(builder.Configuration);
        builder.Services.AddSingleton<ICatalogs>(new FixedCatalogs(SimulatedCatalog.Next(
            new Random(seed), 1, new DateOnly(2026, 1, 1))));
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering();
            silo.Services.AddGrainStorage("Default", (_, _) => storage);
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private sealed class FixedCatalogs(Catalog catalog) : ICatalogs
    {
        public ValueTask<Catalog> GetAsync(
            WorkspaceId workspace, long versionMin, CancellationToken cancellationToken) =>
            new(catalog);
    }
}

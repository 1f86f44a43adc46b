using Krewe.Contracts.Activation;
using Krewe.Grains.Catalogs;
using Krewe.Grains.Profiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Storage;

namespace Krewe.Grains.Tests;

/// <summary>Makes a silo of the grains alone; what is under test, and what stands in for the rest,
/// is given.</summary>
internal static class GrainHost
{
    /// <param name="time">The clock.</param>
    /// <param name="catalogs">The definitions.</param>
    /// <param name="storage">Where states go.</param>
    /// <param name="more">What else is needed.</param>
    /// <param name="filter">Sees every call to a grain; null: nobody does.</param>
    public static IHost Build(
        TimeProvider time,
        ICatalogs catalogs,
        IGrainStorage storage,
        Action<HostApplicationBuilder>? more = null,
        IncomingGrainCallFilterDelegate? filter = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddFeeds(builder.Configuration);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(catalogs);
        builder.Services.AddKeyedSingleton("Default", storage);
        more?.Invoke(builder);
        builder.UseOrleans(silo =>
        {
            silo
                .UseLocalhostClustering()
                .UseInMemoryReminderService()
                .AddMemoryStreams(DestinationShards.Stream);
            if (filter is not null)
            {
                silo.AddIncomingGrainCallFilter(filter);
            }
        });
        return builder.Build();
    }
}

using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Profiles;
using Krewe.Grains.Onboarding;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Profiles;

/// <summary>Registers the live feeds.</summary>
internal static class FeedServiceCollectionExtensions
{
    /// <summary>Adds the feeds of memberships and jobs, set up by the section
    /// <c>Feed</c>.</summary>
    public static IServiceCollection AddFeeds(
        this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<FeedOptions>()
            .Bind(configuration.GetSection("Feed"))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<FeedOptions>, FeedOptionsValidator>();
        services.AddSingleton<FeedMetrics>();
        services.AddSingleton<IFeedSilos, FeedSilos>();
        services.AddSingleton<FeedLinks>();
        services.AddSingleton(provider => Attached(
            provider, ActivatorUtilities.CreateInstance<MembershipFeed>(provider)));
        services.AddSingleton<IMembershipFeed>(provider =>
            provider.GetRequiredService<MembershipFeed>());
        services.AddSingleton(provider => Attached(
            provider, ActivatorUtilities.CreateInstance<JobFeed>(provider)));
        services.AddSingleton<IJobFeed>(provider => provider.GetRequiredService<JobFeed>());
        return services;
    }

    /// <summary>Links the feeds of this silo with those of the others.</summary>
    public static IServiceCollection AddFeedLinks(this IServiceCollection services) =>
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider =>
        {
            // Nothing of the feeds' may be made later than the silo.
            provider.GetRequiredService<MembershipFeed>();
            provider.GetRequiredService<JobFeed>();
            return ActivatorUtilities.CreateInstance<FeedService>(provider);
        });

    private static TFeed Attached<TFeed>(IServiceProvider provider, TFeed feed)
        where TFeed : IFeedReceiver
    {
        provider.GetRequiredService<FeedLinks>().Attach(feed);
        return feed;
    }
}

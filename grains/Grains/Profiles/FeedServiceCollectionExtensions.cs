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
        services.AddSingleton<MembershipFeed>();
        services.AddSingleton<IMembershipFeed>(provider =>
            provider.GetRequiredService<MembershipFeed>());
        services.AddSingleton<JobFeed>();
        services.AddSingleton<IJobFeed>(provider => provider.GetRequiredService<JobFeed>());
        return services;
    }
}

using HotChocolate.Execution.Configuration;
using Krewe.Api.Access;
using Krewe.Api.Accounts;
using Krewe.Api.Activation;
using Krewe.Api.Datasets;
using Krewe.Api.Governance;
using Krewe.Api.Identity;
using Krewe.Api.MergeRules;
using Krewe.Api.Onboarding;
using Krewe.Api.Profiles;
using Krewe.Api.Segments;
using Krewe.Api.Traits;
using Krewe.Api.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Api.Graph;

/// <summary>The graph: everything that is defined and known, for app developers.</summary>
internal static class GraphExtensions
{
    // A card of fifty profiles with all that they show costs about half of that.
    private const double CostMax = 20_000;
    private const int DepthMax = 16;

    /// <summary>Adds the schema and what its fields need.</summary>
    /// <remarks>The engine's own defaults would hide the schema outside of Development; here a
    /// caller has a key or does not get in.</remarks>
    public static IServiceCollection AddGraph(this IServiceCollection services)
    {
        services.AddMemoryCache();
        services.AddDesks();
        services.AddSingleton<DefinitionsReader>();
        services.AddSingleton<ProfileReader>();
        services.AddScoped<ProfileKeys>();
        services.AddScoped<ProfileDesk>();
        services.AddScoped<SegmentMembers>();
        services.AddDataLoader<ProfileByKeyDataLoader>();
        services.AddDataLoader<DestinationStatusDataLoader>();
        services.AddDataLoader<StandingsDataLoader>();
        services.AddGraphQLServer(disableDefaultSecurity: true)
            .AddQueries()
            .AddMutations()
            .AddSubscriptionType()
            .AddTypeExtension<MembershipSubscriptions>()
            .AddTypeExtension<JobSubscriptions>()
            .AddTypeExtension<AccountSubscriptions>()
            .AddInMemorySubscriptions()
            .AddGlobalObjectIdentification()
            .AddAuthorization()
            .AddSocketSessionInterceptor<GraphSockets>()
            .AddCostAnalyzer()
            .ModifyCostOptions(options =>
            {
                options.MaxFieldCost = CostMax;
                options.MaxTypeCost = CostMax;
            })
            .AddMaxExecutionDepthRule(DepthMax, skipIntrospectionFields: true)
            .ModifyOptions(options => options.UseXmlDocumentation = false)
            .UseAutomaticPersistedOperationPipeline()
            .AddInMemoryOperationDocumentStorage()
            .AddSha256DocumentHashProvider(HotChocolate.Language.HashFormat.Hex);
        return services;
    }

    /// <summary>Opens the door.</summary>
    public static void MapGraph(this WebApplication app) => app.MapGraphQL()
        .RequiresKey()
        .IsNotAudited("Each mutation writes down what it does.");

    private static IRequestExecutorBuilder AddQueries(this IRequestExecutorBuilder graph) => graph
        .AddQueryType()
        .AddTypeExtension<DataSourceQueries>()
        .AddTypeExtension<TraitQueries>()
        .AddTypeExtension<MergeRuleQueries>()
        .AddTypeExtension<SegmentQueries>()
        .AddTypeExtension<AccountQueries>()
        .AddTypeExtension<DestinationQueries>()
        .AddTypeExtension<GovernanceQueries>()
        .AddTypeExtension<DatasetQueries>()
        .AddTypeExtension<JobQueries>()
        .AddTypeExtension<SampleQueries>()
        .AddTypeExtension<ReportQueries>()
        .AddTypeExtension<WorkspaceProgress>()
        .AddTypeExtension<ProfileQueries>()
        .AddTypeExtension<ProfileActivations>();
}

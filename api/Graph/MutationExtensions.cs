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
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Api.Graph;

/// <summary>What of the graph changes things, and shows what only changes are made for.</summary>
internal static class MutationExtensions
{
    /// <summary>Adds what mutations need.</summary>
    public static IServiceCollection AddDesks(this IServiceCollection services) => services
        .AddSingleton<DefinitionDesk>()
        .AddSingleton<NotAvailable>();

    /// <summary>Adds the mutations, each with one input and a payload that tells
    /// mistakes.</summary>
    public static IRequestExecutorBuilder AddMutations(this IRequestExecutorBuilder graph) => graph
        .AddMutationType()
        .AddMutationConventions()
        .AddErrorInterfaceType<IUserError>()
        .AddErrorFilter<MistakeFilter>()
        .AddTypeExtension<DataSourceMutations>()
        .AddTypeExtension<TraitMutations>()
        .AddTypeExtension<MergeRuleMutations>()
        .AddTypeExtension<SegmentMutations>()
        .AddTypeExtension<AccountMutations>()
        .AddTypeExtension<DestinationMutations>()
        .AddTypeExtension<DestinationResumption>()
        .AddTypeExtension<FileMutations>()
        .AddTypeExtension<DataSourceDetails>()
        .AddTypeExtension<SegmentDetails>()
        .AddTypeExtension<AccountDetails>()
        .AddTypeExtension<DestinationDetails>()
        .AddTypeExtension<WorkspaceQueries>()
        .AddTypeExtension<WorkspaceMutations>()
        .AddTypeExtension<AccessQueries>()
        .AddTypeExtension<ApiKeyMutations>()
        .AddTypeExtension<JobMutations>()
        .AddTypeExtension<DatasetMutations>()
        .AddTypeExtension<PolicyMutations>()
        .AddTypeExtension<ProfileMutations>();
}

using HotChocolate.Execution.Configuration;
using Krewe.Api.Accounts;
using Krewe.Api.Activation;
using Krewe.Api.Identity;
using Krewe.Api.MergeRules;
using Krewe.Api.Segments;
using Krewe.Api.Traits;
using Krewe.Api.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Api.Graph;

/// <summary>What of the graph changes things.</summary>
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
        .AddTypeExtension<DestinationMutations>();
}

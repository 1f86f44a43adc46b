using System.Security.Claims;
using HotChocolate;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Api.Identity;
using Krewe.Api.Segments;
using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Krewe.Domain.Traits;

namespace Krewe.Api.Traits;

/// <summary>A trait as the graph shows it.</summary>
[Node]
[GraphQLName("Trait")]
public sealed class TraitView(TraitDefinition trait, Revision revision, Definitions definitions)
{
    /// <summary>Its key in the graph.</summary>
    public string Id => GraphKeys.Of(trait.Id.Value);

    /// <summary>Its number.</summary>
    [GraphQLDescription("The number that d_sid= and segment rules carry (12345T).")]
    public long Sid => trait.Id.Value;

    /// <summary>What people call it.</summary>
    public string Name => trait.Name;

    /// <summary>What it says about people.</summary>
    public string? Description => trait.Description;

    /// <summary>How profiles qualify.</summary>
    public TraitKind Kind => TraitKinds.Of(trait.Type);

    /// <summary>Who owns it.</summary>
    public DataSourceView DataSource => definitions.DataSource(trait.DataSource);

    /// <summary>Where it is filed.</summary>
    public string Folder => trait.Folder;

    /// <summary>Days that a qualification lasts; 0: for ever.</summary>
    public int TtlDays => trait.TtlDays;

    /// <summary>The signals that grant it.</summary>
    public string? Rule => trait.Rule;

    /// <summary>The customer's own id of it.</summary>
    public string? IntegrationCode => trait.IntegrationCode;

    /// <summary>The version of the definitions that changed it last.</summary>
    public long Version => revision.Version;

    internal TraitId Key => trait.Id;

    internal TraitDefinition Definition => trait;

    /// <summary>How many hold it, and how many of these were given it in the last 30
    /// days.</summary>
    public async Task<PopulationView?> GetPopulationAsync(
        ISegmentPopulations populations, CancellationToken cancellationToken)
    {
        var counted = await populations.GetAsync(WorkspaceId.Main, cancellationToken);
        var of = counted.Of(trait.Id);
        return new PopulationView(of.RealTime, of.Total, counted.AsOf);
    }

    /// <summary>Fetches a trait by its key.</summary>
    [NodeResolver]
    public static async Task<TraitView?> GetNodeAsync(
        string id,
        DefinitionsReader definitions,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        user.Demand(Permission.ReadDefinitions);
        return await GetAsync(id, definitions, cancellationToken);
    }

    internal static async Task<TraitView?> GetAsync(
        string id, DefinitionsReader definitions, CancellationToken cancellationToken) =>
        (await definitions.GetAsync(cancellationToken)).FindTrait(id);
}

/// <summary>How profiles qualify for a trait.</summary>
public enum TraitKind
{
    /// <summary>When a live event meets its rule.</summary>
    RuleBased,

    /// <summary>When a file grants it.</summary>
    Onboarded,

    /// <summary>When any trait in the folder is held.</summary>
    Folder,

    /// <summary>When a model says so.</summary>
    Algorithmic,
}

/// <summary>Kinds of traits, there and back.</summary>
internal static class TraitKinds
{
    public static TraitKind Of(TraitType type) => type switch
    {
        TraitType.RuleBased => TraitKind.RuleBased,
        TraitType.Folder => TraitKind.Folder,
        TraitType.Algorithmic => TraitKind.Algorithmic,
        _ => TraitKind.Onboarded,
    };

    public static TraitType TypeOf(TraitKind kind) => kind switch
    {
        TraitKind.RuleBased => TraitType.RuleBased,
        TraitKind.Folder => TraitType.Folder,
        TraitKind.Algorithmic => TraitType.Algorithmic,
        _ => TraitType.Onboarded,
    };
}

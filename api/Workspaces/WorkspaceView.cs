using HotChocolate;
using Krewe.Api.Graph;
using Krewe.Domain.Workspaces;

namespace Krewe.Api.Workspaces;

/// <summary>What the workspace says of itself, as the graph shows it.</summary>
[GraphQLName("Workspace")]
public sealed class WorkspaceView(Definitions definitions)
{
    /// <summary>The company's own number.</summary>
    [GraphQLDescription("The company's own number, which files may give for \"my traits\".")]
    public int? PartnerId => definitions.Definition.PartnerId;

    /// <summary>What the company has beyond the basic product.</summary>
    [GraphQLDescription("What the company has beyond the basic product.")]
    public IReadOnlyList<AddOn> AddOns => [.. Enum.GetValues<AddOn>()
        .Where(one => definitions.Definition.AddOns.HasFlag((AddOns)one))];

    /// <summary>The version of the definitions that changed any of this last.</summary>
    public long Version => definitions.WorkspaceVersion;
}

/// <summary>What a company can have beyond the basic product, one by one.</summary>
public enum AddOn
{
    /// <summary>People-based destinations.</summary>
    PeopleBasedDestinations = AddOns.PeopleBasedDestinations,
}

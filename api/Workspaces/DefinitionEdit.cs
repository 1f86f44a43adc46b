using Krewe.Api.Graph;
using Krewe.Domain.Workspaces;

namespace Krewe.Api.Workspaces;

/// <summary>What a call makes of the definitions in force: a value, made anew whenever they have
/// changed meanwhile.</summary>
/// <param name="Key">The key of the thing at hand.</param>
/// <param name="Next">The definitions as they are to be.</param>
/// <param name="Faults">How the validator's faults are told.</param>
internal sealed record DefinitionEdit<TKey>(
    TKey Key, WorkspaceDefinition Next, FaultReader Faults)
{
    /// <summary>What is wrong already; the validator is asked all the same, so that everything is
    /// told at once.</summary>
    public Mistakes Mistakes { get; init; } = new();
}

/// <summary>What a call asks for, as the audit log knows it.</summary>
/// <param name="Action">One of <see cref="Domain.Access.AuditActions"/>.</param>
/// <param name="Kind">The kind of thing.</param>
/// <param name="Id">The thing; empty where it is new.</param>
internal sealed record Asked(string Action, string Kind, string Id = "");

/// <summary>A change that is in force.</summary>
/// <param name="Key">The key of the thing at hand.</param>
/// <param name="Before">The definitions that it was made from.</param>
/// <param name="After">Those in force now: this change, and maybe later ones.</param>
internal sealed record Changed<TKey>(TKey Key, Definitions Before, Definitions After);

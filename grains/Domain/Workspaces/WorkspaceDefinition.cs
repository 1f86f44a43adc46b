using System.Collections.Immutable;
using Krewe.Domain.Accounts;
using Krewe.Domain.Activation;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Workspaces;

/// <summary>Everything that a workspace defines, as one value: validated and swapped
/// whole.</summary>
/// <remarks>
/// <para>Shape: each list is ordered by its key (number or name) and holds each key once; the
/// validator has seen to every reference.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("workspace-definition")]
public sealed record WorkspaceDefinition
{
    /// <summary>A workspace that defines nothing.</summary>
    public static WorkspaceDefinition Empty { get; } = new();

    /// <summary>The company's own number, which files may give for "my traits"; may be
    /// missing.</summary>
    [Id(0)]
    public int? PartnerId { get; init; }

    /// <summary>By number.</summary>
    [Id(1)]
    public ImmutableArray<DataSource> DataSources { get; init; } = [];

    /// <summary>By number.</summary>
    [Id(2)]
    public ImmutableArray<TraitDefinition> Traits { get; init; } = [];

    /// <summary>By name.</summary>
    [Id(3)]
    public ImmutableArray<MergeRule> MergeRules { get; init; } = [];

    /// <summary>By number.</summary>
    [Id(4)]
    public ImmutableArray<SegmentDefinition> Segments { get; init; } = [];

    /// <summary>By name.</summary>
    [Id(5)]
    public ImmutableArray<AccountDefinition> Accounts { get; init; } = [];

    /// <summary>By number.</summary>
    [Id(6)]
    public ImmutableArray<DestinationDefinition> Destinations { get; init; } = [];

    /// <summary>What the company has beyond the basic product.</summary>
    [Id(7)]
    public AddOns AddOns { get; init; }

    /// <summary>By name.</summary>
    [Id(8)]
    public ImmutableArray<EventSource> EventSources { get; init; } = [];

    /// <summary>Whether both define the same, item by item.</summary>
    /// <remarks><para>Unlike equality, which compares the lists by reference.</para></remarks>
    public bool SameAs(WorkspaceDefinition other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(this, other)
            || WorkspaceFile.Write(this).AsSpan().SequenceEqual(WorkspaceFile.Write(other));
    }
}

/// <summary>What a company can have beyond the basic product.</summary>
[Flags]
[GenerateSerializer, Alias("add-ons")]
public enum AddOns
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>People-based destinations, and with them the merge rule that reads all cross-device
    /// profiles.</summary>
    PeopleBasedDestinations = 1,
}

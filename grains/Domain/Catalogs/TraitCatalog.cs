using System.Collections.Immutable;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Catalogs;

/// <summary>The traits of a workspace, found by number, by folder and by signal.</summary>
internal sealed class TraitCatalog
{
    private readonly ImmutableArray<TraitDefinition> _traits;
    private readonly Dictionary<TraitId, TraitDefinition> _byId;

    // Shared by all catalogs whose rules are the same; any thread may be the first to ask.
    private readonly Lazy<SignalIndex> _events;

    private TraitCatalog(ImmutableArray<TraitDefinition> traits, TraitCatalog? before)
    {
        _traits = traits;
        _byId = traits.ToDictionary(trait => trait.Id);
        Folders = FolderTraits.Of(traits, before?.Folders ?? FolderTraits.None);
        _events = before is not null && Rules(before._traits).SequenceEqual(Rules(traits))
            ? before._events
            : new Lazy<SignalIndex>(() => SignalIndex.Build(traits.Where(IsRuleBased)));
    }

    /// <summary>What folder traits stand for.</summary>
    public FolderTraits Folders { get; }

    /// <summary>Which rule-based traits signals grant.</summary>
    public SignalIndex Events => _events.Value;

    /// <summary>Whether <see cref="Events"/> is there without waiting.</summary>
    public bool HasEvents => _events.IsValueCreated;

    /// <summary>The traits; what is known before if they are the same.</summary>
    public static TraitCatalog Of(ImmutableArray<TraitDefinition> traits, TraitCatalog? before) =>
        before is not null && before._traits.AsSpan().SequenceEqual(traits.AsSpan())
            ? before
            : new TraitCatalog(traits, before);

    public TraitDefinition? Find(TraitId id) => _byId.GetValueOrDefault(id);

    private static bool IsRuleBased(TraitDefinition trait) => trait.Type == TraitType.RuleBased;

    private static IEnumerable<(TraitId Id, string? Rule)> Rules(
        ImmutableArray<TraitDefinition> traits) =>
        traits.Where(IsRuleBased).Select(trait => (trait.Id, trait.Rule));
}

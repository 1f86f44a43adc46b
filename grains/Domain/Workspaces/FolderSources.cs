using System.Collections.Immutable;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Workspaces;

/// <summary>Whose data a segment reads through folder traits, so that what is asked of the data
/// sources of its traits is asked of these too.</summary>
internal sealed class FolderSources(WorkspaceCheck check)
{
    private readonly FolderTraits _folders =
        FolderTraits.Of(check.Definition.Traits, FolderTraits.None);

    private readonly Dictionary<TraitId, ImmutableArray<TraitDefinition>> _read = [];

    /// <summary>The traits that a rule names and, of each folder that one of them stands for, one
    /// trait of each data source; each once.</summary>
    public ImmutableArray<TraitDefinition> Added(ImmutableArray<TraitDefinition> named) =>
        named.All(trait => _folders.Find(trait.Id) is null)
            ? named
            : [.. named.Concat(named.SelectMany(trait => Of(trait))).DistinctBy(trait => trait.Id)];

    private ImmutableArray<TraitDefinition> Of(TraitDefinition trait)
    {
        if (_folders.Find(trait.Id) is not { } members)
        {
            return [];
        }

        if (!_read.TryGetValue(trait.Id, out var read))
        {
            read = [.. members.All.Select(check.Trait).OfType<TraitDefinition>()
                .DistinctBy(member => member.DataSource)];
            _read.Add(trait.Id, read);
        }

        return read;
    }
}

using System.Collections.Immutable;

namespace Krewe.Domain.Traits;

/// <summary>What the folder traits of a workspace stand for.</summary>
/// <remarks>
/// <para>Shape: a folder trait stands for every trait that is filed in its folder or below it,
/// itself and other folder traits left out. What stayed the same is the same object as in the
/// one before.</para>
/// <para>Source: Audience Manager, "About folder traits", read 2026-11.</para>
/// </remarks>
internal sealed class FolderTraits
{
    private readonly Dictionary<TraitId, FolderMembers> _members = [];

    // By folder of a trait: the folder traits that stand for it.
    private readonly Dictionary<string, ImmutableArray<TraitId>> _standing =
        new(StringComparer.Ordinal);

    private FolderTraits()
    {
    }

    /// <summary>No folder traits.</summary>
    public static FolderTraits None { get; } = new();

    /// <summary>Finds the members of every folder that a trait stands for.</summary>
    /// <param name="traits">All traits, by number.</param>
    /// <param name="before">What the folders held before.</param>
    public static FolderTraits Of(ImmutableArray<TraitDefinition> traits, FolderTraits before)
    {
        var standing = traits.Where(IsFolder)
            .ToLookup(trait => trait.Folder, trait => trait.Id, StringComparer.Ordinal);
        if (standing.Count == 0)
        {
            return None;
        }

        var next = new FolderTraits();
        foreach (var folder in traits.Select(trait => trait.Folder)
            .Distinct(StringComparer.Ordinal))
        {
            next._standing.Add(
                folder, [.. Upwards(folder).SelectMany(path => standing[path]).Order()]);
        }

        next.Gather(traits, before);
        return next;
    }

    /// <summary>What a trait stands for; null if it is no folder trait.</summary>
    public FolderMembers? Find(TraitId trait) => _members.GetValueOrDefault(trait);

    /// <summary>The folder traits that stand for a trait, ascending.</summary>
    public ImmutableArray<TraitId> StandingFor(TraitDefinition trait) =>
        trait.Type == TraitType.Folder ? [] : _standing.GetValueOrDefault(trait.Folder, []);

    /// <summary>The traits that stood for other members before, or for none.</summary>
    public HashSet<TraitId> ChangedSince(FolderTraits before) =>
    [
        .. _members.Keys.Union(before._members.Keys)
            .Where(trait => !ReferenceEquals(Find(trait), before.Find(trait))),
    ];

    private void Gather(ImmutableArray<TraitDefinition> traits, FolderTraits before)
    {
        var gathered = traits.Where(IsFolder)
            .DistinctBy(trait => trait.Id)
            .ToDictionary(trait => trait.Id, _ => new Gathered());
        foreach (var trait in traits)
        {
            foreach (var folder in StandingFor(trait))
            {
                gathered[folder].Add(trait);
            }
        }

        foreach (var (folder, members) in gathered)
        {
            _members.Add(folder, members.Finish(before._members.GetValueOrDefault(folder)));
        }
    }

    private static bool IsFolder(TraitDefinition trait) => trait.Type == TraitType.Folder;

    /// <summary>A folder and those that it lies in.</summary>
    private static IEnumerable<string> Upwards(string folder)
    {
        for (var path = folder; path.Length > 1; path = path[..Math.Max(path.LastIndexOf('/'), 0)])
        {
            yield return path;
        }

        yield return "/";
    }

    private sealed class Gathered
    {
        private readonly ImmutableArray<TraitId>.Builder _counted =
            ImmutableArray.CreateBuilder<TraitId>();

        private readonly ImmutableArray<TraitId>.Builder _once =
            ImmutableArray.CreateBuilder<TraitId>();

        public void Add(TraitDefinition trait) =>
            (trait.Type == TraitType.RuleBased ? _counted : _once).Add(trait.Id);

        public FolderMembers Finish(FolderMembers? before)
        {
            _counted.Sort();
            _once.Sort();
            return before is not null
                && before.Counted.AsSpan().SequenceEqual(_counted.ToArray())
                && before.Once.AsSpan().SequenceEqual(_once.ToArray())
                    ? before
                    : new FolderMembers(_counted.ToImmutable(), _once.ToImmutable());
        }
    }
}

/// <summary>The traits that a folder trait stands for.</summary>
/// <remarks><para>Shape: both ascend and have nothing in common. Those of
/// <paramref name="Counted"/> add every realization to a frequency, those of
/// <paramref name="Once"/> one at most.</para></remarks>
internal sealed record FolderMembers(
    ImmutableArray<TraitId> Counted, ImmutableArray<TraitId> Once)
{
    /// <summary>All of them, ascending.</summary>
    public ImmutableArray<TraitId> All { get; } =
        Once.IsEmpty ? Counted : Counted.IsEmpty ? Once : [.. Counted.Concat(Once).Order()];
}

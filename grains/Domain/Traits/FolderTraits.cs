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
        var folders = new Dictionary<string, Gathered>(StringComparer.Ordinal);
        foreach (var trait in traits.Where(trait => trait.Type == TraitType.Folder))
        {
            folders.TryAdd(trait.Folder, new Gathered());
        }

        if (folders.Count == 0)
        {
            return None;
        }

        var byPath = folders.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var trait in traits.Where(trait => trait.Type != TraitType.Folder))
        {
            AddUpwards(trait, byPath);
        }

        var next = new FolderTraits();
        foreach (var trait in traits.Where(trait => trait.Type == TraitType.Folder))
        {
            next._members[trait.Id] =
                folders[trait.Folder].Finish(before._members.GetValueOrDefault(trait.Id));
        }

        return next;
    }

    /// <summary>What a trait stands for; null if it is no folder trait.</summary>
    public FolderMembers? Find(TraitId trait) => _members.GetValueOrDefault(trait);

    /// <summary>The traits that stood for other members before, or for none.</summary>
    public HashSet<TraitId> ChangedSince(FolderTraits before) =>
    [
        .. _members.Keys.Union(before._members.Keys)
            .Where(trait => !ReferenceEquals(Find(trait), before.Find(trait))),
    ];

    private static void AddUpwards(
        TraitDefinition trait,
        Dictionary<string, Gathered>.AlternateLookup<ReadOnlySpan<char>> folders)
    {
        var path = trait.Folder.AsSpan();
        while (path.Length > 1)
        {
            Add(path);
            path = path[..Math.Max(path.LastIndexOf('/'), 0)];
        }

        Add("/");

        void Add(ReadOnlySpan<char> folder)
        {
            if (folders.TryGetValue(folder, out var gathered))
            {
                gathered.Add(trait);
            }
        }
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
/// <remarks><para>Shape: both ascend and have nothing in common. Those of <paramref name="Counted"/>
/// add every realization to a frequency, those of <paramref name="Once"/> one at
/// most.</para></remarks>
internal sealed record FolderMembers(
    ImmutableArray<TraitId> Counted, ImmutableArray<TraitId> Once)
{
    /// <summary>All of them, ascending.</summary>
    public ImmutableArray<TraitId> All { get; } =
        Once.IsEmpty ? Counted : Counted.IsEmpty ? Once : [.. Counted.Concat(Once).Order()];
}

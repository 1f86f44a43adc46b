using System.Collections.Immutable;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Segments;

/// <summary>Puts the traits of a folder in the place of the trait that stands for it.</summary>
/// <remarks>
/// <para>Shape: so profiles need not know of folders. An empty folder is held by nobody and was
/// realized no times, whatever is asked of it.</para>
/// </remarks>
internal static class FolderExpansion
{
    /// <summary>The part without folder traits.</summary>
    public static SegmentNode Expand(SegmentNode node, FolderTraits folders) => node switch
    {
        HasTrait has => folders.Find(has.Trait) is { } members
            ? new HasOneOf(members.All, has.Offset)
            : has,
        FrequencyOf frequency => Expand(frequency, folders),
        NotNode not => not with { Inner = Expand(not.Inner, folders) },
        AllOf all => all with { Members = Expand(all.Members, folders) },
        AnyOf any => any with { Members = Expand(any.Members, folders) },
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, "a new kind of part"),
    };

    private static ImmutableArray<SegmentNode> Expand(
        ImmutableArray<SegmentNode> parts, FolderTraits folders) =>
        [.. parts.Select(part => Expand(part, folders))];

    // A trait may be named and lie in two of the folders as well: it is counted once.
    private static FrequencyOf Expand(FrequencyOf frequency, FolderTraits folders)
    {
        if (frequency.Traits.All(trait => folders.Find(trait) is null))
        {
            return frequency;
        }

        var counted = new SortedSet<TraitId>();
        var once = new SortedSet<TraitId>();
        foreach (var trait in frequency.Traits)
        {
            var members = folders.Find(trait) ?? new FolderMembers([trait], []);
            counted.UnionWith(members.Counted);
            once.UnionWith(members.Once);
        }

        once.ExceptWith(counted);
        return frequency with { Traits = [.. counted], Once = [.. once] };
    }
}

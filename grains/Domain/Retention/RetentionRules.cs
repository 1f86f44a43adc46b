using System.Collections.Immutable;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;

namespace Krewe.Domain.Retention;

/// <summary>Which customer IDs have not been seen for as long as their data source keeps
/// them.</summary>
/// <remarks>
/// <para>Shape: an ID is seen when a file names it. Of an ID that a file names beside another one
/// no time is kept, so an ID counts as seen whenever one that it is linked to was: nobody goes too
/// early. IDs of devices and browsers stay.</para>
/// <para>Units: instants in Unix seconds; <see cref="DataSource.RetentionDays"/> of 24
/// hours.</para>
/// <para>Source: Audience Manager, "Data source settings" (data retention for inactive customer
/// IDs), read 2026-11.</para>
/// </remarks>
public static class RetentionRules
{
    private const long DaySeconds = 86_400;

    /// <summary>The longest that any data source keeps IDs; null if none lets them go.</summary>
    public static int? DaysMax(Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.Definition.DataSources
            .Where(source => source.IdType is IdType.CrossDevice)
            .Max(source => (int?)source.RetentionDays);
    }

    /// <summary>The identities of a profile that are to be forgotten.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="catalog">How long each data source keeps its IDs.</param>
    /// <param name="readAt">When an upload was read.</param>
    /// <param name="now">The instant to decide for.</param>
    public static ImmutableArray<IdentityKey> Unseen(
        Profile profile, Catalog catalog, Func<ulong, long> readAt, long now)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(catalog);
        var seen = Seen(profile, readAt);
        var unseen = ImmutableArray.CreateBuilder<IdentityKey>();
        for (var place = 0; place < seen.Length; place++)
        {
            var identity = profile.Fragments[place].Identity;
            if (catalog.FindDataSource(identity.Source)
                    is { IdType: IdType.CrossDevice, RetentionDays: var days }
                && now - seen[place] > days * DaySeconds
                && !IsForgotten(profile, place))
            {
                unseen.Add(identity);
            }
        }

        return unseen.DrainToImmutable();
    }

    /// <summary>Whether nothing but its name is left of an identity.</summary>
    public static bool IsForgotten(Profile profile, int place)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile.Fragments[place] is { IsBare: true, Import: null }
            && !profile.Links.Any(link => link.From == place || link.To == place);
    }

    private static long[] Seen(Profile profile, Func<ulong, long> readAt)
    {
        var own = profile.Fragments.Select(fragment => Seen(fragment, readAt)).ToArray();
        var seen = own.ToArray();
        foreach (var link in profile.Links)
        {
            seen[link.From] = Math.Max(seen[link.From], own[link.To]);
            seen[link.To] = Math.Max(seen[link.To], own[link.From]);
        }

        return seen;
    }

    private static long Seen(Fragment fragment, Func<ulong, long> readAt)
    {
        var seen = fragment.Import is { } marker ? readAt(marker.Stamp.Upload) : 0;
        foreach (var trait in fragment.Traits)
        {
            seen = Math.Max(seen, trait.Last);
        }

        return seen;
    }
}

using System.Collections.Immutable;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;

namespace Krewe.Domain.Retention;

/// <summary>Which customer IDs have not been seen for as long as their data source keeps
/// them.</summary>
/// <remarks>
/// <para>Shape: an ID is seen when a file or event names it. One that was last named before that
/// was kept stays until it is named again. IDs of devices and browsers stay.</para>
/// <para>Units: instants in Unix seconds; <see cref="DataSource.RetentionDays"/> of 24
/// hours.</para>
/// <para>Source: Audience Manager, "Data source settings" (data retention for inactive customer
/// IDs), read 2026-11.</para>
/// </remarks>
public static class RetentionRules
{
    private const long DaySeconds = 86_400;

    /// <summary>Whether any data source lets IDs go.</summary>
    public static bool Apply(Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.Definition.DataSources.Any(source => source.IdType is IdType.CrossDevice);
    }

    /// <summary>The identities of a profile that are to be forgotten.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="catalog">How long each data source keeps its IDs.</param>
    /// <param name="now">The instant to decide for.</param>
    public static ImmutableArray<IdentityKey> Unseen(Profile profile, Catalog catalog, long now)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(catalog);
        return
        [
            .. profile.Fragments
                .Where(fragment => fragment.Seen.Last > 0
                    && catalog.FindDataSource(fragment.Identity.Source)
                        is { IdType: IdType.CrossDevice, RetentionDays: var days }
                    && now - fragment.Seen.Last > days * DaySeconds)
                .Select(fragment => fragment.Identity),
        ];
    }

    /// <summary>Whether nothing but its name is left of an identity.</summary>
    public static bool IsForgotten(Profile profile, int place)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile.Fragments[place] is { IsBare: true, Import: null }
            && !profile.Links.Any(link => link.From == place || link.To == place);
    }
}

using System.Collections.Concurrent;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;

namespace Krewe.Grains.Profiles;

/// <summary>Notices news of a profile that come after later ones.</summary>
/// <remarks>A profile that goes from one silo to another may be heard from the second before the
/// last word of the first has come. That is over in moments, so only the latest profiles are
/// remembered.</remarks>
internal sealed class NewsOrder
{
    private const int ProfilesMax = 65_536;

    private ConcurrentDictionary<(WorkspaceId, IdentityKey), long> _young = [];
    private ConcurrentDictionary<(WorkspaceId, IdentityKey), long> _old = [];
    private int _count;

    /// <summary>Takes note of news.</summary>
    /// <returns>False if later ones were seen before.</returns>
    public bool IsNext(WorkspaceId workspace, ProfileNews news)
    {
        var key = (workspace, news.Profile);
        var isNext = news.Version >= _old.GetValueOrDefault(key);
        var isKnown = true;
        _young.AddOrUpdate(
            key,
            _ =>
            {
                isKnown = false;
                return news.Version;
            },
            (_, known) =>
            {
                isNext &= news.Version >= known;
                return Math.Max(known, news.Version);
            });
        if (!isKnown && Interlocked.Increment(ref _count) % ProfilesMax == 0)
        {
            (_old, _young) = (_young, []);
        }

        return isNext;
    }
}

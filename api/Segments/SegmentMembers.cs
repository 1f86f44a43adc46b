using HotChocolate.Types.Pagination;
using Krewe.Api.Graph;
using Krewe.Api.Profiles;
using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;

namespace Krewe.Api.Segments;

/// <summary>Pages of the profiles in a segment. A cursor is the handle of its profile.</summary>
public sealed class SegmentMembers(
    ISegmentCensus census, ProfileReader reader, ProfileByKeyDataLoader profiles)
{
    internal async Task<Connection<ProfileView>> CutAsync(
        string segment, int count, string? after, CancellationToken cancellationToken)
    {
        var handles = await reader.HandlesAsync(cancellationToken);
        var above = default(IdentityKey?);
        if (after is not null)
        {
            above = handles.TryOpen(after, out var key)
                ? key
                : throw GraphErrors.Of(
                    "INVALID_CURSOR",
                    $"The cursor `{after}` is none of this list: take one of its edges.");
        }

        if (GraphKeys.Number(segment) is not { } number || count == 0)
        {
            return Pages.Of<ProfileView>([], hasNext: false, hasPrevious: false);
        }

        var page = await census.MembersAsync(
            WorkspaceId.Main, new SegmentId(number), above, count, cancellationToken);
        var found = await profiles.LoadAsync(page.Profiles, cancellationToken);
        return Pages.Of(
            [.. page.Profiles.Zip(found)
                .Where(pair => pair.Second is not null)
                .Select(pair => new Edge<ProfileView>(pair.Second!, handles.Seal(pair.First)))],
            page.HasMore,
            hasPrevious: after is not null);
    }
}

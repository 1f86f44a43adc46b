using System.Collections.Immutable;
using System.Security.Claims;
using Krewe.Api.Access;
using Krewe.Domain.Access;
using Krewe.Domain.Onboarding;

namespace Krewe.Api.Onboarding;

/// <summary>What callers see of the lines of files.</summary>
internal static class Excerpts
{
    /// <summary>Samples as a caller may see them: the lines that they show name people, if only by
    /// their ids.</summary>
    public static ImmutableArray<ImportSample> For(
        this ImmutableArray<ImportSample> samples, ClaimsPrincipal user) =>
        user.May(Permission.ReadIdentifiers)
            ? samples
            : [.. samples.Select(sample => sample with { Excerpt = "" })];
}

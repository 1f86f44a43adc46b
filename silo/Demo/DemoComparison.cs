using System.Collections.Immutable;
using Krewe.Api.Activation;

namespace Krewe.Silo.Demo;

/// <summary>Compares what the platform holds with what follows from the files.</summary>
internal static class DemoComparison
{
    /// <summary>Who belongs to each segment once the files are in.</summary>
    public static ImmutableSortedDictionary<int, ImmutableSortedSet<string>> Joined { get; } =
        Expect((1, [0, 1, 2]), (2, [0]), (3, [1]), (4, [2]), (5, [2]), (6, []));

    /// <summary>And once the third customer has looked at bags twice and logged in.</summary>
    public static ImmutableSortedDictionary<int, ImmutableSortedSet<string>> Visited { get; } =
        Expect((1, [0, 1, 2]), (2, [0]), (3, [1]), (4, [2]), (5, [2]), (6, [2]));

    /// <summary>Who is left after the first and the second customer went, and somebody else logged
    /// in on the third one's browser.</summary>
    public static ImmutableSortedDictionary<int, ImmutableSortedSet<string>> Left { get; } =
        Expect((1, [2]), (2, []), (3, []), (4, [2]), (5, [2]), (6, []));

    /// <summary>The hashed e-mails of each segment, from the places of people in the
    /// files.</summary>
    public static ImmutableSortedDictionary<int, ImmutableSortedSet<string>> Expect(
        params (int Segment, int[] People)[] segments) => segments.ToImmutableSortedDictionary(
            pair => pair.Segment,
            pair => pair.People
                .Select(person => DemoFiles.People[person].Email)
                .ToImmutableSortedSet(StringComparer.Ordinal));

    /// <summary>Says what differs.</summary>
    /// <param name="expected">The hashed e-mails of each segment.</param>
    /// <param name="audiences">The audience of each segment that has one.</param>
    /// <param name="held">Everything on the platform.</param>
    /// <returns>A sentence for each difference; empty if all is equal.</returns>
    public static ImmutableArray<string> Differences(
        ImmutableSortedDictionary<int, ImmutableSortedSet<string>> expected,
        IReadOnlyList<AudienceAnswer> audiences,
        ImmutableSortedDictionary<string, HeldAudience> held)
    {
        var bySegment = audiences.ToDictionary(one => one.Segment, one => one.Audience);
        var differences = ImmutableArray.CreateBuilder<string>();
        foreach (var (segment, emails) in expected)
        {
            var audience = bySegment.GetValueOrDefault(segment) is { } id
                ? held.GetValueOrDefault(id)
                : null;
            var members = audience?.Members ?? [];
            differences.AddRange(emails.Except(members).Select(email =>
                $"Segment {segment}: {email} is missing on the platform."));
            differences.AddRange(members.Except(emails).Select(email =>
                $"Segment {segment}: {email} is on the platform and should not be."));
        }

        var known = audiences.Select(one => one.Audience).ToHashSet(StringComparer.Ordinal);
        differences.AddRange(held.Keys.Where(id => !known.Contains(id)).Select(id =>
            $"Audience {id} on the platform belongs to no segment."));
        return differences.ToImmutable();
    }
}

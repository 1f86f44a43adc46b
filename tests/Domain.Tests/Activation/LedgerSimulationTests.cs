using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;

namespace Krewe.Domain.Tests.Activation;

/// <summary>
/// Goal: an audience ends with exactly the identifiers that some member wants in it.
/// Method: members join, leave and move from one identifier to another; their news are repeated
/// and delayed; after each batch the differences are carried out on a set that stands for the
/// platform. At the end the sets are compared with the members.
/// </summary>
public sealed class LedgerSimulationTests
{
    private const int Identifiers = 5;
    private const int Members = 6;
    private const int Steps = 60;
    private static readonly SegmentId[] Segments = [new(1), new(2)];

    private static readonly Dictionary<SegmentId, string> Audiences =
        Segments.ToDictionary(segment => segment, segment => $"audience of {segment}");

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Audiences_end_as_the_members_say(int seed)
    {
        var random = new Random(seed);
        var places = new Dictionary<(SegmentId, ulong), IdentityKey>();
        var ledger = new Dictionary<IdentityKey, LedgerEntry>();
        var platform = new HashSet<(SegmentId, IdentityKey)>();
        var network = new List<Qualification>();

        for (var version = 1; version <= Steps; version++)
        {
            network.AddRange(Move(random, places, version));
            Deliver(random, network, ledger, platform);
        }

        while (network.Count > 0)
        {
            Deliver(random, network, ledger, platform);
        }

        var expected = places.Select(pair => (pair.Key.Item1, pair.Value)).ToHashSet();
        Assert.True(platform.SetEquals(expected), $"seed {seed}: the audiences are wrong");
    }

    private static IEnumerable<Qualification> Move(
        Random random, Dictionary<(SegmentId, ulong), IdentityKey> places, long version)
    {
        var segment = Segments[random.Next(Segments.Length)];
        var member = (ulong)random.Next(Members);
        if (places.Remove((segment, member), out var left))
        {
            yield return News(segment, member, left, joined: false, version);
        }

        if (random.Next(3) > 0)
        {
            var joined = Identifier(random.Next(Identifiers));
            places[(segment, member)] = joined;
            yield return News(segment, member, joined, joined: true, version);
        }
    }

    // Nothing is lost for good, but anything may come late, twice or in another order.
    private static void Deliver(
        Random random,
        List<Qualification> network,
        Dictionary<IdentityKey, LedgerEntry> ledger,
        HashSet<(SegmentId, IdentityKey)> platform)
    {
        for (var count = random.Next(4); count > 0 && network.Count > 0; count--)
        {
            var index = random.Next(network.Count);
            var news = network[index];
            if (random.Next(3) > 0)
            {
                network.RemoveAt(index);
            }

            var entry = ledger.GetValueOrDefault(news.Identifier, LedgerEntry.Empty).Apply(news);
            ledger[news.Identifier] = CarryOut(news.Identifier, entry, platform);
        }
    }

    private static LedgerEntry CarryOut(
        IdentityKey identifier, LedgerEntry entry, HashSet<(SegmentId, IdentityKey)> platform)
    {
        var changes = new List<LedgerChange>();
        entry.AddDifferences(Audiences, changes);
        foreach (var (segment, action) in changes)
        {
            if (action == LedgerAction.Add)
            {
                platform.Add((segment, identifier));
                entry = entry.Hold(segment, Audiences[segment]);
            }
            else
            {
                platform.Remove((segment, identifier));
                entry = entry.Release(segment);
            }
        }

        return entry;
    }

    // A member that moves back to an identifier at the same version would be ambiguous: the
    // version grows with each step, and a step moves a member once.
    private static Qualification News(
        SegmentId segment, ulong member, IdentityKey identifier, bool joined, long version) =>
        new(
            new DestinationId(1),
            segment,
            member,
            identifier,
            joined,
            (2 * version) + (joined ? 1 : 0),
            At: version);

    private static IdentityKey Identifier(int index) => new(
        new DataSourceId(2), IdentityValue.Parse(new string((char)('0' + index), 64)));
}

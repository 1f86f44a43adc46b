using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Tests.State;

/// <summary>
/// Goal: the member set is a set of tuples, however it is stored.
/// Method: random additions and removals of few values, so that they meet; compared at every
/// step with a plain list of tuples that is searched from end to end.
/// </summary>
public sealed class MemberSetTests
{
    private const int Steps = 400;

    private static readonly IdentifierKind[] Kinds =
        [IdentifierKind.Email, IdentifierKind.Phone, IdentifierKind.FirstName];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 50)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Holds_what_a_plain_list_would(int seed)
    {
        var random = new Random(seed);
        var members = new MemberSet();
        var plain = new List<Identifier[]>();
        for (var step = 0; step < Steps; step++)
        {
            var row = RandomRow(random);
            var parts = row.Select(id => new MemberPart(id, Text: null)).ToArray();
            if (random.Next(3) > 0)
            {
                members.Add(parts);
                plain.RemoveAll(known => known.ToHashSet().SetEquals(row));
                plain.Add(row);
            }
            else
            {
                var removed = members.Remove(parts);
                Assert.Equal(
                    (seed, step, plain.RemoveAll(known => Matches(known, row))),
                    (seed, step, removed));
            }

            Assert.Equal((seed, step, Shown(plain)), (seed, step, Shown(ReadAll(members))));
        }
    }

    [Fact]
    public void Table_keeps_what_grows_past_its_blocks()
    {
        var table = new IdentifierTable();
        var keys = Enumerable.Range(0, 10_000).Select(i => Id(IdentifierKind.Email, i)).ToArray();
        Assert.All(keys, key => Assert.True(table.Add(key)));
        Assert.All(keys, key => Assert.False(table.Add(key)));
        Assert.All(keys[..5_000], key => Assert.True(table.Remove(key)));
        Assert.All(keys[..2_500], key => Assert.True(table.Add(key)));

        Assert.Equal(7_500, table.Count);
        Assert.Equal(10_000, table.PlacesEnd);
        Assert.All(keys[2_500..5_000], key => Assert.False(table.Contains(key)));
        Assert.All(keys[5_000..], key => Assert.True(table.Contains(key)));
    }

    private static Identifier[] RandomRow(Random random) =>
        [.. Kinds
            .Where(_ => random.Next(2) == 0)
            .DefaultIfEmpty(IdentifierKind.Email)
            .Select(kind => Id(kind, random.Next(6)))];

    private static bool Matches(Identifier[] known, Identifier[] row) =>
        row.Any(id => id.PointsOut)
            ? known.Any(id => id.PointsOut && row.Contains(id))
            : known.ToHashSet().SetEquals(row);

    private static List<Identifier[]> ReadAll(MemberSet members)
    {
        var read = new List<MemberPart[]>();
        int? place = 0;
        while (place is { } from)
        {
            var chunk = new List<MemberPart[]>();
            place = members.Read(from, 7, chunk);
            read.AddRange(chunk);
        }

        Assert.Equal(members.Count, read.Count);
        return [.. read.Select(parts => parts.Select(part => part.Identifier).ToArray())];
    }

    private static string Shown(IEnumerable<Identifier[]> members) => string.Join('\n', members
        .Select(member => string.Join(',', member.Select(id => $"{id}").Order()))
        .Order());

    private static Identifier Id(IdentifierKind kind, int value) =>
        new(Digest.Of(BitConverter.GetBytes(value)), kind);
}

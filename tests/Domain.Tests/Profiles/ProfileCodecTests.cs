using System.Collections.Immutable;
using System.Text;
using Krewe.Domain.Activation;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Tests.Profiles;

public sealed class ProfileCodecTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Fact]
    public void Format_of_a_later_version_is_refused()
    {
        var fault = Assert.Throws<FormatException>(() => ProfileCodec.Read([4, 0]));

        Assert.Contains("format 4", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_behind_the_state_are_refused() =>
        Assert.Throws<FormatException>(() => ProfileCodec.Read([1, 0, 0]));

    [Fact]
    public void Damage_throws_a_format_exception_and_nothing_else()
    {
        foreach (var seed in Enumerable.Range(1, 20))
        {
            var bytes = ProfileCodec.Write(State(new Random(seed))).ToArray();
            for (var at = 0; at < bytes.Length; at++)
            {
                Assert.Throws<FormatException>(() => ProfileCodec.Read(bytes.AsSpan(0, at)));
                for (var bit = 0; bit < 8; bit++)
                {
                    bytes[at] ^= (byte)(1 << bit);
                    ReadDamaged(bytes, seed, at);
                    bytes[at] ^= (byte)(1 << bit);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void States_come_back_as_they_were(int seed)
    {
        var state = State(new Random(seed));

        var read = ProfileCodec.Read(ProfileCodec.Write(state).Span);

        Assert.Equal(Describe(state), Describe(read));
    }

    [Theory]
    [InlineData(ProfileStanding.Unknown, "0300")]
    [InlineData(ProfileStanding.Pointer, "03020a0103632d31d804")]
    [InlineData(ProfileStanding.Profile,
        "0301d00f0efeffffffffffffffff01ce0f020a0103632d31b401f001020105c801c80103"
        + "01010201060eac0203090000000000000001020203010201050108e0c5089a03a003029c"
        + "03be011404ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015"
        + "ad000000000000010001e0af92d00b010306000101030638373635343332310a0103632d"
        + "3101d00fac020118171615141312110128272625242322210a0103632d311e0307000000"
        + "000000000000000000000000d00f00feffffffffffffffff0100011e0307000000000000"
        + "0000000000000000000000000000000000000000")]
    [InlineData(ProfileStanding.Moving,
        "03031404ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        + "0807060504030201d00f0efeffffffffffffffff01ce0f020a0103632d31b401f0010201"
        + "05c801c8010301010201060eac0203090000000000000001020203010201050108e0c508"
        + "9a03a003029c03be011404ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb4"
        + "10ff61f20015ad000000000000010001e0af92d00b010306000101030638373635343332"
        + "310a0103632d3101d00fac020118171615141312110128272625242322210a0103632d31"
        + "1e0307000000000000000000000000000000d00f00feffffffffffffffff0100011e0307"
        + "0000000000000000000000000000000000000000000000000000")]
    public void Stored_form_never_changes(ProfileStanding standing, string hex)
    {
        var stored = Convert.ToHexStringLower(ProfileCodec.Write(Golden(standing)).Span);

        Assert.True(hex == stored, $"{standing} is stored as {stored}");
    }

    [Theory]
    [InlineData(ProfileStanding.Unknown, "0200")]
    [InlineData(ProfileStanding.Pointer, "02020a0103632d31d804")]
    [InlineData(ProfileStanding.Profile,
        "0201d00f0efeffffffffffffffff01ce0f020a0103632d31b401f001020105c801c80103"
        + "01010201060eac02010900000000000000010202030102010501081404ba7816bf8f01cf"
        + "ea414140de5dae2223b00361a396177a9cb410ff61f20015ad0000000000000100010103"
        + "06000101030638373635343332310a0103632d3101d00fac020118171615141312110128"
        + "272625242322210a0103632d311e0307000000000000000000000000000000d00f00feff"
        + "ffffffffffffff0100011e03070000000000000000000000000000000000000000000000"
        + "000000")]
    [InlineData(ProfileStanding.Moving,
        "02031404ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        + "0807060504030201d00f0efeffffffffffffffff01ce0f020a0103632d31b401f0010201"
        + "05c801c8010301010201060eac02010900000000000000010202030102010501081404ba"
        + "7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0000000000"
        + "00010001010306000101030638373635343332310a0103632d3101d00fac020118171615"
        + "141312110128272625242322210a0103632d311e03070000000000000000000000000000"
        + "00d00f00feffffffffffffffff0100011e03070000000000000000000000000000000000"
        + "000000000000000000")]
    public void Form_of_before_events_is_read(ProfileStanding standing, string hex)
    {
        var read = ProfileCodec.Read(Convert.FromHexString(hex));

        Assert.Equal(Describe(BeforeEvents(Golden(standing))), Describe(read));
    }

    [Theory]
    [InlineData(ProfileStanding.Unknown, "0100")]
    [InlineData(ProfileStanding.Pointer, "01020a0103632d31d804")]
    [InlineData(ProfileStanding.Profile,
        "0101d00f0efeffffffffffffffff01ce0f020a0103632d310105c801c801030101020106"
        + "0eac02010900000000000000010202030102010501081404ba7816bf8f01cfea414140de"
        + "5dae2223b00361a396177a9cb410ff61f20015ad00000001000101030600010103063837"
        + "3635343332310a0103632d3101d00fac020118171615141312110128272625242322210a"
        + "0103632d311e0307000000000000000000000000000000d00f00feffffffffffffffff01"
        + "00011e03070000000000000000000000000000000000000000000000")]
    [InlineData(ProfileStanding.Moving,
        "01031404ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        + "0807060504030201d00f0efeffffffffffffffff01ce0f020a0103632d310105c801c801"
        + "0301010201060eac02010900000000000000010202030102010501081404ba7816bf8f01"
        + "cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad00000001000101030600"
        + "0101030638373635343332310a0103632d3101d00fac0201181716151413121101282726"
        + "25242322210a0103632d311e0307000000000000000000000000000000d00f00feffffff"
        + "ffffffffff0100011e03070000000000000000000000000000000000000000000000")]
    public void Form_of_before_sightings_is_read(ProfileStanding standing, string hex)
    {
        var read = ProfileCodec.Read(Convert.FromHexString(hex));

        var meant = BeforeEvents(Golden(standing));
        var fragments = meant.Profile.Fragments
            .Select(fragment => fragment with { Seen = default });
        Assert.Equal(
            Describe(meant with
            {
                Profile = meant.Profile with { Fragments = [.. fragments] },
            }),
            Describe(read));
    }

    private static ProfileState BeforeEvents(ProfileState state) => state with
    {
        Profile = state.Profile with
        {
            Fragments = [.. state.Profile.Fragments.Select(held => held with { Live = null })],
            Links = [.. state.Profile.Links.Select(link => link with { At = 0 })],
        },
    };

    private static void ReadDamaged(byte[] bytes, int seed, int at)
    {
        try
        {
            ProfileCodec.Read(bytes);
        }
        catch (Exception fault)
        {
            Assert.True(fault is FormatException, $"seed {seed}, byte {at}: {fault}");
        }
    }

    private static ProfileState Golden(ProfileStanding standing) => standing switch
    {
        ProfileStanding.Unknown => ProfileState.Unknown,
        ProfileStanding.Pointer => ProfileState.PointerTo(Key(1), since: 300),
        ProfileStanding.Profile => ProfileState.Of(Whole()),
        _ => ProfileState.Of(Whole()) with
        {
            Standing = standing,
            Owner = Key(2),
            Journey = 0x0102_0304_0506_0708,
        },
    };

    private static Profile Whole() => new()
    {
        Version = 1_000,
        Catalog = 7,
        RegisteredDue = Profile.NeverDue,
        NewsFrom = 999,
        Fragments =
        [
            Fragment.Of(Key(1)) with
            {
                Traits = [new TraitQualification(
                    new TraitId(5), 100, 200, 3, [new DayCount(1, 2)])],
                Memberships = [new SegmentMembership(new SegmentId(6), 7, 150)],
                Import = new ImportMarker
                {
                    Stamp = new ImportStamp(9, 1, 2, 4),
                    Outcome = new ImportOutcome(3, -1, 2, ImportMatch.Pending),
                    Lines = 5,
                    Cleared = [new TraitId(8)],
                },
                Seen = new Sighting(90, 210, LinkSource.IdSyncFile),
                Live = new LiveStanding
                {
                    Page = 70_000,
                    LoginAt = 205,
                    StateAt = 208,
                    State = AuthenticationState.LoggedOut,
                    OptedOut = 206,
                    Erased = 95,
                },
            },
            Fragment.Of(Key(2)),
        ],
        Links = [new IdentityLink(0, 1, 1_560_431_600)],
        Announced = [new Announcement(new DestinationId(3), new SegmentId(6), 0, 1)],
        Outbox = [News(1)],
        Merging = [0x1112_1314_1516_1718],
        Departing = [new ProfileParcel
        {
            Id = 0x2122_2324_2526_2728,
            From = Key(1),
            To = Key(3),
            Content = new Profile { Version = 1_000, Fragments = [Fragment.Of(Key(3))] },
        }],
    };

    private static Qualification News(int id) => new(
        new DestinationId(3), new SegmentId(6), 0x3132_3334_3536_3738, Key(id), true, 1_000, 150);

    private static IdentityKey Key(int id) => new(
        new DataSourceId(10 * id),
        IdentityValue.Parse(id switch
        {
            1 => "c-1",
            2 => "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            3 => "00000000000000000000000000000000000007",
            _ => new string('x', 10 * id),
        }));

    private static LiveStanding Said(long opted) => long.IsEvenInteger(opted)
        ? new LiveStanding { OptedOut = opted }
        : new LiveStanding { OptedIn = opted };

    private static ProfileState State(Random random) => random.Next(5) switch
    {
        0 => ProfileState.PointerTo(Key(random.Next(1, 5)), random.NextInt64()),
        1 => ProfileState.Of(Any(random, depth: 1)) with
        {
            Standing = ProfileStanding.Moving,
            Owner = Key(random.Next(1, 5)),
            Journey = (ulong)random.NextInt64(),
        },
        _ => ProfileState.Of(Any(random, depth: 1)),
    };

    private static Profile Any(Random random, int depth) => new()
    {
        Version = random.NextInt64(),
        Catalog = random.NextInt64(),
        RegisteredDue = random.Next(2) == 0 ? Profile.NeverDue : random.NextInt64(),
        NewsFrom = random.NextInt64(),
        Fragments = Some(random, () => Fragment.Of(Key(random.Next(1, 6))) with
        {
            Traits = Some(random, () => new TraitQualification(
                new TraitId(random.Next()),
                random.NextInt64(1L << 40),
                random.NextInt64(1L << 40),
                random.Next(),
                Some(random, () => new DayCount(random.Next(), random.Next())))),
            Memberships = Some(random, () => new SegmentMembership(
                new SegmentId(random.Next()), random.NextInt64(), random.NextInt64())),
            Import = random.Next(2) == 0 ? null : Marker(random),
            Seen = new Sighting(
                random.NextInt64(1L << 40), random.NextInt64(1L << 40), (LinkSource)random.Next(6)),
            Live = random.Next(2) == 0 ? null : Said(random.NextInt64()) with
            {
                Page = random.NextInt64(),
                LoginAt = random.NextInt64(),
                StateAt = random.NextInt64(),
                State = (AuthenticationState)random.Next(3),
                Erased = random.NextInt64(),
            },
        }),
        Links = Some(random, () => new IdentityLink(
            random.Next(), random.Next(), random.NextInt64())),
        Announced = Some(random, () => new Announcement(
            new DestinationId(random.Next()),
            new SegmentId(random.Next()),
            random.Next(),
            random.Next())),
        Outbox = Some(random, () => News(random.Next(1, 5)) with
        {
            Joined = random.Next(2) == 0,
            Version = random.NextInt64(),
        }),
        Merging = Some(random, () => (ulong)random.NextInt64()),
        Departing = depth == 0 ? [] : Some(random, () => new ProfileParcel
        {
            Id = (ulong)random.NextInt64(),
            From = Key(random.Next(1, 5)),
            To = Key(random.Next(1, 5)),
            Content = Any(random, depth - 1),
        }),
    };

    private static ImportMarker Marker(Random random) => new()
    {
        Stamp = new ImportStamp((ulong)random.NextInt64(), 1, 7, 7 + random.Next(100)),
        Outcome = new ImportOutcome(1, -random.Next(9), 3, (ImportMatch)random.Next(3)),
        Lines = random.Next(),
        Cleared = Some(random, () => new TraitId(random.Next())),
    };

    private static ImmutableArray<T> Some<T>(Random random, Func<T> one) =>
        [.. Enumerable.Range(0, random.Next(3)).Select(_ => one())];

    // Records compare their collections by reference, so states are compared by what they say.
    private static string Describe(ProfileState state)
    {
        var text = new StringBuilder();
        text.Append($"{state.Standing} {state.Owner} {state.Since} {state.Journey} ");
        Describe(text, state.Profile);
        return text.ToString();
    }

    private static void Describe(StringBuilder text, Profile profile)
    {
        text.Append($"{profile.Version} {profile.Catalog} {profile.RegisteredDue} ");
        text.Append($"{profile.NewsFrom} ");
        foreach (var fragment in profile.Fragments)
        {
            text.Append($"[{fragment.Identity} {fragment.Seen} ");
            foreach (var trait in fragment.Traits)
            {
                text.Append($"{trait with { Days = [] }} {string.Join(' ', trait.Days)} ");
            }

            text.Append(string.Join(' ', fragment.Memberships));
            text.Append($" {fragment.Import?.Stamp} {fragment.Import?.Outcome} ");
            text.Append($"{fragment.Import?.Lines} ");
            text.AppendJoin(' ', fragment.Import?.Cleared ?? []).Append(']');
        }

        text.AppendJoin(' ', profile.Links).AppendJoin(' ', profile.Announced);
        text.AppendJoin(' ', profile.Outbox).AppendJoin(' ', profile.Merging);
        foreach (var parcel in profile.Departing)
        {
            text.Append($"({parcel.Id} {parcel.From} {parcel.To} ");
            Describe(text, parcel.Content);
            text.Append(')');
        }
    }
}

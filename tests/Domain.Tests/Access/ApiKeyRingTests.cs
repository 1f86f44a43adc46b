using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Krewe.Domain.Access;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Tests.Access;

public sealed class ApiKeyRingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", Role.Reader, "A name has 1 to 100 characters")]
    [InlineData("  ", Role.Reader, "A name has 1 to 100 characters")]
    [InlineData("two\nlines", Role.Reader, "none of them control characters")]
    [InlineData("for janedoe@email.com", Role.Reader, "no address of a person, and no key")]
    [InlineData("krewe_AAAA", Role.Reader, "no address of a person, and no key")]
    [InlineData("all", (Role)99, "Roles: reader, marketer, steward, ingest, operator.")]
    public void Key_is_refused_and_nothing_changes(string name, Role role, string fault)
    {
        var change = ApiKeyRing.Empty.Create(new ApiKeyRequest(name, role, Digest(1)), Noon);

        Assert.Same(ApiKeyRing.Empty, change.Ring);
        Assert.Null(change.Key);
        Assert.Contains(fault, change.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_that_is_too_long_is_refused() => Assert.NotNull(
        ApiKeyRing.Empty.Create(Request(1) with { Name = new string('x', 101) }, Noon).Fault);

    [Fact]
    public void Key_beyond_the_most_is_refused_until_one_is_revoked()
    {
        var full = Made(ApiKeyRing.KeysMax);
        var refused = full.Create(Request(5_000), Noon);
        Assert.Same(full, refused.Ring);
        Assert.Equal("There are 1,000 keys and all are in force. Revoke one first.", refused.Fault);

        var second = full.Revoke(new ApiKeyId(7), Noon).Ring
            .Revoke(new ApiKeyId(3), Noon.AddHours(1)).Ring;
        var added = second.Create(Request(5_000), Noon);

        Assert.Equal(ApiKeyRing.KeysMax, added.Ring.Keys.Length);
        Assert.Equal(new ApiKeyId(1_001), added.Key?.Id);
        Assert.DoesNotContain(added.Ring.Keys, key => key.Id.Value == 7);
        Assert.Contains(added.Ring.Keys, key => key.Id.Value == 3);
    }

    [Fact]
    public void Key_that_is_not_there_cannot_be_revoked()
    {
        var change = Made(1).Revoke(new ApiKeyId(2), Noon);
        Assert.Equal("There is no key 2.", change.Fault);
        Assert.Null(change.Key);
    }

    [Fact]
    public void Repetition_changes_nothing()
    {
        var ring = Made(2).Revoke(new ApiKeyId(1), Noon).Ring.Use(new ApiKeyId(2), Day(3));

        Assert.Same(ring, ring.Create(Request(2), Noon.AddDays(9)).Ring);
        Assert.Equal(new ApiKeyId(2), ring.Create(Request(2), Noon.AddDays(9)).Key?.Id);
        Assert.Same(ring, ring.Revoke(new ApiKeyId(1), Noon.AddDays(9)).Ring);
        Assert.Same(ring, ring.Use(new ApiKeyId(2), Day(3)));
        Assert.Same(ring, ring.Use(new ApiKeyId(2), Day(2)));
        Assert.Same(ring, ring.Use(new ApiKeyId(9), Day(2)));
    }

    [Fact]
    public void Version_counts_what_matters_to_who_is_let_in()
    {
        var ring = Made(1);
        Assert.Equal(1, ring.Version);
        Assert.Equal(1, ring.Use(new ApiKeyId(1), Day(3)).Version);
        Assert.Equal(2, ring.Revoke(new ApiKeyId(1), Noon).Ring.Version);
    }

    [Fact]
    public void Damage_throws_a_format_exception_and_nothing_else()
    {
        var bytes = ApiKeyCodec.Write(Golden()).ToArray();
        for (var at = 0; at < bytes.Length; at++)
        {
            Assert.Throws<FormatException>(() => ApiKeyCodec.Read(bytes.AsSpan(0, at)));
            for (var bit = 0; bit < 8; bit++)
            {
                bytes[at] ^= (byte)(1 << bit);
                ReadDamaged(bytes);
                bytes[at] ^= (byte)(1 << bit);
            }
        }
    }

    [Fact]
    public void Stored_form_never_changes()
    {
        const string Bytes =
            "0106020201017804" + "0100000000000000000000000000000000000000000000000000000000000000"
            + "80e596b00d" + "e5942d" + "00" + "02017900"
            + "0200000000000000000000000000000000000000000000000000000000000000" + "80e596b00d"
            + "00" + "a0fd96b00d";
        Assert.Equal(Bytes, Convert.ToHexStringLower(ApiKeyCodec.Write(Golden()).Span));
        var read = ApiKeyCodec.Read(Convert.FromHexString(Bytes));
        Assert.Equal(Golden().Keys.AsEnumerable(), read.Keys.AsEnumerable());
        Assert.Equal((3, 2), (read.Version, read.LastId));
    }

    [Fact]
    public void Ring_of_any_history_reads_back() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte Act, byte Id)[]>(),
        acts =>
        {
            var ring = acts.Aggregate(ApiKeyRing.Empty, Act);
            var read = ApiKeyCodec.Read(ApiKeyCodec.Write(ring).Span);
            return read.Keys.SequenceEqual(ring.Keys)
                && (read.Version, read.LastId) == (ring.Version, ring.LastId);
        }).QuickCheckThrowOnFailure();

    private static ApiKeyRing Act(ApiKeyRing ring, (byte Act, byte Id) what) =>
        (what.Act % 3) switch
        {
            0 => ring.Create(Request(what.Id), Noon.AddSeconds(what.Act)).Ring,
            1 => ring.Revoke(new ApiKeyId(what.Id % 8), Noon.AddSeconds(what.Act)).Ring,
            _ => ring.Use(new ApiKeyId(what.Id % 8), Day(what.Act)),
        };

    private static ApiKeyRing Golden() => ApiKeyRing.Empty
        .Create(new ApiKeyRequest("x", Role.Operator, Digest(1)), Noon).Ring
        .Create(new ApiKeyRequest("y", Role.Reader, Digest(2)), Noon).Ring
        .Use(new ApiKeyId(1), new DateOnly(2026, 11, 22))
        .Revoke(new ApiKeyId(2), Noon.AddSeconds(1_552)).Ring;

    private static void ReadDamaged(byte[] bytes)
    {
        try
        {
            ApiKeyCodec.Read(bytes);
        }
        catch (Exception fault)
        {
            Assert.IsType<FormatException>(fault);
        }
    }

    private static ApiKeyRing Made(int count) => Enumerable.Range(1, count).Aggregate(
        ApiKeyRing.Empty, (ring, number) => ring.Create(Request(number), Noon).Ring);

    private static ApiKeyRequest Request(int number) =>
        new($"Key {number}", Role.Reader, Digest(number));

    private static DateOnly Day(int day) => new DateOnly(2026, 11, 1).AddDays(day);

    private static Sha256Digest Digest(int number)
    {
        Span<byte> bytes = stackalloc byte[Sha256Digest.LengthBytes];
        bytes.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return Sha256Digest.FromBytes(bytes);
    }
}

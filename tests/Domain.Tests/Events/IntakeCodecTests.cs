using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Tests.Events;

public sealed class IntakeCodecTests
{
    private static readonly IntakePage Page = new()
    {
        At = 1_780_000_000,
        CatalogVersion = 7,
        Events =
        [
            new LiveEvent
            {
                Id = 9,
                At = 1_779_999_999,
                Kind = LiveEventKind.OptOut,
                By = LinkSource.Event,
                Identities =
                [
                    new DeclaredIdentity(
                        new IdentityKey(new DataSourceId(10), IdentityValue.Parse("c-1")),
                        AuthenticationState.Authenticated),
                    new DeclaredIdentity(
                        new IdentityKey(new DataSourceId(30), IdentityValue.Parse("d1")),
                        AuthenticationState.Unknown),
                ],
                Traits = [new TraitId(2), new TraitId(300)],
            },
        ],
    };

    private static readonly IntakeIds Ids =
        new() { From = 1, To = 2, Ids = [3, 0x0102_0304_0506_0708] };

    private static readonly IntakePages Pages = new()
    {
        Cleared = 1,
        Kept = 2,
        Start = 300,
        IdsCleared = 4,
        IdStart = 5,
        IdEnd = 6,
        Held = [new HeldPage { Number = 7, Page = Page }],
    };

    [Fact]
    public void Damage_throws_a_format_exception_and_nothing_else()
    {
        var bytes = IntakeCodec.Write(Page).ToArray();
        for (var at = 0; at < bytes.Length; at++)
        {
            Assert.Throws<FormatException>(() => IntakeCodec.ReadPage(bytes.AsSpan(0, at)));
            for (var bit = 0; bit < 8; bit++)
            {
                bytes[at] ^= (byte)(1 << bit);
                ReadDamaged(bytes);
                bytes[at] ^= (byte)(1 << bit);
            }
        }
    }

    [Fact]
    public void Register_from_before_events_were_set_aside_is_read()
    {
        var read = IntakeCodec.ReadPages(Convert.FromHexString("010204d804080a0c"));

        Assert.Equal(Pages with { Held = [] }, read);
    }

    [Fact]
    public void Stored_forms_never_change()
    {
        var page = Hex(IntakeCodec.Write(Page))[2..];
        Assert.Equal("020204d804080a0c" + "010e" + page, Hex(IntakeCodec.Write(Pages)));
        Assert.Equal("01020402" + "0300000000000000" + "0807060504030201",
            Hex(IntakeCodec.Write(Ids)));
        Assert.Equal(
            "018094c5a10d0e01" + "0900000000000000" + "010103"
            + "02" + "0a0103632d3101" + "1e0102643100" + "0204d404",
            Hex(IntakeCodec.Write(Page)));
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var ids = IntakeCodec.ReadIds(IntakeCodec.Write(Ids).Span);
        var page = IntakeCodec.ReadPage(IntakeCodec.Write(Page).Span);
        var (wanted, read) = (Assert.Single(Page.Events), Assert.Single(page.Events));

        var pages = IntakeCodec.ReadPages(IntakeCodec.Write(Pages).Span);
        var held = Assert.Single(pages.Held);
        Assert.Equal(Pages with { Held = pages.Held }, pages);
        Assert.Equal(7, held.Number);
        Assert.Equal(Hex(IntakeCodec.Write(Page)), Hex(IntakeCodec.Write(held.Page)));
        Assert.Equal((1, 2), (ids.From, ids.To));
        Assert.Equal(Ids.Ids.AsEnumerable(), ids.Ids.AsEnumerable());
        Assert.Equal((Page.At, Page.CatalogVersion), (page.At, page.CatalogVersion));
        Assert.Equal(wanted.Identities.AsEnumerable(), read.Identities.AsEnumerable());
        Assert.Equal(wanted.Traits.AsEnumerable(), read.Traits.AsEnumerable());
        Assert.Equal(
            (wanted.Id, wanted.At, wanted.Kind, wanted.By),
            (read.Id, read.At, read.Kind, read.By));
    }

    [Fact]
    public void A_part_that_is_new_begins_at_one()
    {
        Assert.Equal(
            new IntakePages
            {
                Cleared = 1,
                Kept = 1,
                Start = 1,
                IdsCleared = 1,
                IdStart = 1,
                IdEnd = 1,
            },
            new IntakePages());
    }

    private static void ReadDamaged(byte[] bytes)
    {
        try
        {
            IntakeCodec.ReadPage(bytes);
        }
        catch (FormatException)
        {
            // The one thing that damage may do, other than not show.
        }
    }

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);
}

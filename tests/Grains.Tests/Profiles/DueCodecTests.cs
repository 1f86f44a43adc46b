using Krewe.Contracts.Profiles;
using Krewe.Domain.Activation;
using Krewe.Domain.Codecs;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;
using Krewe.Grains.Profiles;

namespace Krewe.Grains.Tests.Profiles;

public sealed class DueCodecTests
{
    private static readonly IdentityKey Customer =
        new(new DataSourceId(10), IdentityValue.Parse("c-1"));

    [Fact]
    public void Damage_throws_a_format_exception_and_nothing_else()
    {
        var bytes = DueCodec.Write(Page()).ToArray();
        for (var at = 0; at < bytes.Length; at++)
        {
            Assert.Throws<FormatException>(() => DueCodec.ReadPage(bytes.AsSpan(0, at)));
            for (var bit = 0; bit < 8; bit++)
            {
                bytes[at] ^= (byte)(1 << bit);
                ReadDamaged(bytes);
                bytes[at] ^= (byte)(1 << bit);
            }
        }
    }

    [Fact]
    public void Stored_forms_never_change()
    {
        var pages = new DuePages { Start = 1, End = 300, Earliest = 1_780_000_000 };

        Assert.Equal("0102d8048094c5a10d", Hex(DueCodec.Write(pages)));
        Assert.Equal("01010a0103632d318094c5a10d", Hex(DueCodec.Write(Page())));
        Assert.Equal(pages, DueCodec.ReadPages(DueCodec.Write(pages).Span));
        Assert.Equal(
            Page().Profiles.AsEnumerable(),
            DueCodec.ReadPage(DueCodec.Write(Page()).Span).Profiles.AsEnumerable());
    }

    [Fact]
    public void Stored_form_of_a_qualification_never_changes()
    {
        var news = new Qualification(
            new DestinationId(1), new SegmentId(2), 3, Customer, true, 4, 5);
        var writer = new StateWriter(32);
        QualificationCodec.Write(writer, news);
        var stored = writer.Finish();
        var reader = new StateReader(stored);

        Assert.Equal("010203000000000000000a0103632d3101080a", Hex(stored));
        Assert.Equal(news, QualificationCodec.Read(ref reader));
    }

    private static void ReadDamaged(byte[] bytes)
    {
        try
        {
            DueCodec.ReadPage(bytes);
        }
        catch (Exception fault)
        {
            Assert.IsType<FormatException>(fault);
        }
    }

    private static DuePage Page() =>
        new() { Profiles = [new DueProfile(Customer, 1_780_000_000)] };

    private static string Hex(ReadOnlyMemory<byte> bytes) =>
        Convert.ToHexStringLower(bytes.Span);
}

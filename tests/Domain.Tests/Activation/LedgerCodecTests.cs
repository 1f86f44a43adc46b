using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;

namespace Krewe.Domain.Tests.Activation;

public sealed class LedgerCodecTests
{
    private static readonly string Identifier =
        "0204" + string.Concat(Enumerable.Repeat("AA", Sha256Digest.LengthBytes));

    private static readonly LedgerEntry Entry = LedgerEntry.Empty
        .Apply(LedgerEntryTests.News(new SegmentId(7), 0x0102030405060708, 300, joined: true))
        .Apply(LedgerEntryTests.News(new SegmentId(8), 5, 2, joined: false))
        .Hold(new SegmentId(7), "23850")
        .Refuse(new SegmentId(8))
        .Note(new LedgerTrial(new SegmentId(8), Attempts: 2, At: 1_000, "why"))
        .Note(new LedgerTrial(new SegmentId(7), Attempts: 1, At: 1_000, Reason: null));

    private const string BeforeTrials =
        "01020708070605040302"
        + "01D80401D00F"
        + "08050000000000000004"
        + "00D00F"
        + "0107053233383530"
        + "010804";

    [Fact]
    public void Entry_is_refused_when_a_later_version_wrote_it()
    {
        var fault = Assert.Throws<FormatException>(() => LedgerCodec.Read([3, 0, 0, 0]));

        Assert.StartsWith(
            "A stored ledger entry has format 3", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Entry_is_refused_at_every_cut()
    {
        var bytes = LedgerCodec.Write(Entry).ToArray();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<FormatException>(() => LedgerCodec.Read(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Entry_keeps_its_bytes()
    {
        var golden = "02" + BeforeTrials[2..] + "02" + "0701D00F00" + "0802D00F0103776879";

        Assert.Equal(golden, Convert.ToHexString(LedgerCodec.Write(Entry).Span));
        Assert.Equal(golden, Rewritten(golden));
    }

    [Fact]
    public void Entry_that_an_older_version_wrote_has_no_trials()
    {
        Assert.Equal("02" + BeforeTrials[2..] + "00", Rewritten(BeforeTrials));
    }

    [Fact]
    public void Page_keeps_its_bytes()
    {
        var page = new DeliveryPage
        {
            News = [LedgerEntryTests.News(new SegmentId(7), 5, 2, joined: true)],
        };
        var golden = $"010101070500000000000000{Identifier}0104D00F";

        Assert.Equal(golden, Convert.ToHexString(DeliveryPageCodec.Write(page).Span));
        Assert.Equal(
            page.News.AsEnumerable(),
            DeliveryPageCodec.Read(Convert.FromHexString(golden)).News);
    }

    [Fact]
    public void Roster_keeps_its_bytes()
    {
        var page = new RosterPage
        {
            Identifiers = [new IdentityKey(new DataSourceId(2), IdentityValue.Parse("ab"))],
        };

        Assert.Equal("01010201026162", Convert.ToHexString(RosterPageCodec.Write(page).Span));
        Assert.Equal(
            page.Identifiers.AsEnumerable(),
            RosterPageCodec.Read(Convert.FromHexString("01010201026162")).Identifiers);
    }

    private static string Rewritten(string golden) => Convert.ToHexString(
        LedgerCodec.Write(LedgerCodec.Read(Convert.FromHexString(golden))).Span);
}

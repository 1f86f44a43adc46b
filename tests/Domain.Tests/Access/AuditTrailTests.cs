using Krewe.Domain.Access;

namespace Krewe.Domain.Tests.Access;

public sealed class AuditTrailTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, 7, TimeSpan.Zero);

    [Fact]
    public void Full_tail_takes_no_entry()
    {
        var full = Filled(AuditTrail.PageEntries);
        Assert.True(full.IsTailFull);
        Assert.Throws<InvalidOperationException>(() => full.Append(Record(), Noon));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Took a backup")]
    [InlineData("janedoe@email.com")]
    public void Action_that_is_no_code_is_a_mistake(string action) =>
        Assert.Throws<ArgumentException>(
            () => AuditTrail.Empty.Append(Record() with { Action = action }, Noon));

    [Theory]
    [InlineData("janedoe@email.com")]
    [InlineData("ftp_dpm_5_jane@example.com.sync")]
    [InlineData("b4c9a289323b21a01c3e940f150eb9b8c542587f1abfd8f0e1cc1ffc5e475514")]
    [InlineData("/home/jane doe")]
    public void Id_that_could_stand_for_a_person_is_withheld(string id) => Assert.Equal(
        AuditTrail.Withheld,
        AuditTrail.Empty.Append(Record() with { Id = id }, Noon).Tail[0].Record.Id);

    [Fact]
    public void Entries_are_numbered_from_1_without_gaps_over_pages()
    {
        var trail = Filled(AuditTrail.PageEntries).Seal(firstPage: 0).Append(Record(), Noon);

        Assert.Equal(65, trail.Tail[0].Number);
        Assert.Equal((1, 65), (trail.FirstNumber, trail.LastNumber));
        Assert.Equal([0, 0, 1], new long[] { 1, 64, 65 }.Select(AuditTrail.PageOf));
        Assert.Equal(65, trail.Seal(firstPage: 1).FirstNumber);
    }

    [Fact]
    public void Clock_that_is_set_back_does_not_turn_the_order()
    {
        var trail = AuditTrail.Empty.Append(Record(), Noon).Append(Record(), Noon.AddHours(-1));
        Assert.Equal([Noon, Noon], trail.Tail.Select(entry => entry.At));
    }

    [Fact]
    public void Page_is_over_when_it_is_old_or_one_too_many()
    {
        var trail = AuditTrail.Empty with { TailPage = AuditTrail.PagesMax + 5 };
        var old = Noon - AuditTrail.KeptFor;

        Assert.True(trail.IsOver(5, Noon, Noon));
        Assert.False(trail.IsOver(6, old, Noon));
        Assert.True(trail.IsOver(6, old - TimeSpan.FromMilliseconds(1), Noon));
    }

    [Fact]
    public void Damage_throws_a_format_exception_and_nothing_else()
    {
        var bytes = AuditCodec.Write(Golden()).ToArray();
        for (var at = 0; at < bytes.Length; at++)
        {
            Assert.Throws<FormatException>(() => AuditCodec.ReadTrail(bytes.AsSpan(0, at)));
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
        const string Entries =
            "028203" + "8e8885b2c068" + "03" + "0158" + "0a6b65792e637265617465" + "036b6579"
            + "0134" + "00" + "8e8885b2c068" + "00" + "056c6f63616c" + "0a6b65792e637265617465"
            + "036b6579" + "00" + "02";
        const string Trail = "01040602" + Entries;

        Assert.Equal(Trail, Convert.ToHexStringLower(AuditCodec.Write(Golden()).Span));
        var read = AuditCodec.ReadTrail(Convert.FromHexString(Trail));
        Assert.Equal(Golden().Tail.AsEnumerable(), read.Tail.AsEnumerable());
        Assert.Equal(Golden() with { Tail = [] }, read with { Tail = [] });

        var page = new AuditPage { Entries = Golden().Tail };
        Assert.Equal("01" + Entries, Convert.ToHexStringLower(AuditCodec.Write(page).Span));
        Assert.Equal(
            page.Entries.AsEnumerable(),
            AuditCodec.ReadPage(AuditCodec.Write(page).Span).Entries.AsEnumerable());
    }

    private static AuditTrail Golden() => new AuditTrail
    {
        FirstPage = 2,
        TailPage = 3,
        ClearedPage = 1,
    }
        .Append(
            Record() with { Actor = new AuditActor(new ApiKeyId(3), "X"), Id = "4" },
            Noon)
        .Append(Record() with { Outcome = AuditOutcome.Failed }, Noon);

    private static void ReadDamaged(byte[] bytes)
    {
        try
        {
            AuditCodec.ReadTrail(bytes);
        }
        catch (Exception fault)
        {
            Assert.IsType<FormatException>(fault);
        }
    }

    private static AuditTrail Filled(int count) => Enumerable.Range(0, count).Aggregate(
        AuditTrail.Empty, (trail, _) => trail.Append(Record(), Noon));

    private static AuditRecord Record() => new()
    {
        Actor = AuditActor.Local,
        Action = AuditActions.KeyCreate,
        Kind = "key",
    };
}

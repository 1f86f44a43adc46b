using System.Text;
using Krewe.Domain.Onboarding;

namespace Krewe.Domain.Tests.Onboarding;

public sealed class TraitLineTests
{
    [Theory]
    [InlineData("user", LineFault.NoTab)]
    [InlineData("user d_sid=1", LineFault.NoTab)]
    [InlineData("\td_sid=1", LineFault.EmptyUserId)]
    [InlineData("  \td_sid=1", LineFault.EmptyUserId)]
    [InlineData("user\td_sid=1\t", LineFault.MoreThanOneTab)]
    [InlineData("user\t\td_sid=1", LineFault.MoreThanOneTab)]
    [InlineData("user\tk=“v”", LineFault.CurlyQuote)]
    [InlineData("user\tk=a\u0001", LineFault.ControlCharacter)]
    [InlineData("us\rer\tk=a", LineFault.ControlCharacter)]
    [InlineData("user\tk=it’s — €", LineFault.None)]
    public void Parse_names_the_fault(string text, LineFault fault)
    {
        var idType = OdcIdType.Absent;

        Assert.Equal(fault, TraitLine.Parse(Encoding.UTF8.GetBytes(text), ref idType, out _));
    }

    [Fact]
    public void Parse_refuses_what_is_not_utf8()
    {
        var idType = OdcIdType.Absent;

        Assert.Equal(
            LineFault.NotUtf8, TraitLine.Parse("user\tk=\xE9"u8[..^1], ref idType, out _));
    }

    [Fact]
    public void Parse_takes_one_id_type_in_a_partner_file()
    {
        var idType = OdcIdType.Any;
        var faults = new[] { "a\t1", "Cookie\tu\t1", "idfa\tu\t1", "Android\tu\t1", "IDFA\tu\t2" }
            .Select(text => TraitLine.Parse(Encoding.UTF8.GetBytes(text), ref idType, out _));

        Assert.Equal(
            [
                LineFault.BadIdType, LineFault.BadIdType, LineFault.None,
                LineFault.MixedIdTypes, LineFault.None,
            ],
            faults.ToArray());
        Assert.Equal(OdcIdType.Idfa, idType);
    }
}

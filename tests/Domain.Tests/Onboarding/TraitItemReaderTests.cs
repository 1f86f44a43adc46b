using System.Text;
using Krewe.Domain.Onboarding;

namespace Krewe.Domain.Tests.Onboarding;

public sealed class TraitItemReaderTests
{
    [Theory]
    [InlineData("", LineFault.NoItems)]
    [InlineData(" ,, ", LineFault.NoItems)]
    [InlineData("abc", LineFault.BadItem)]
    [InlineData("-123", LineFault.BadItem)]
    [InlineData("123:1", LineFault.BadItem)]
    [InlineData(":0", LineFault.BadItem)]
    [InlineData("\"123\"", LineFault.BadItem)]
    [InlineData("d_sid=", LineFault.BadTraitNumber)]
    [InlineData("d_sid=12a", LineFault.BadTraitNumber)]
    [InlineData("d_sid=-1", LineFault.BadTraitNumber)]
    [InlineData("d_sid=2147483648", LineFault.BadTraitNumber)]
    [InlineData("d_unsid=x", LineFault.BadTraitNumber)]
    [InlineData("2147483648:0", LineFault.BadTraitNumber)]
    [InlineData("123=x", LineFault.BadKey)]
    [InlineData("-123=x", LineFault.BadKey)]
    [InlineData("price!123=x", LineFault.BadKey)]
    [InlineData("=x", LineFault.BadKey)]
    [InlineData("\"\"=x", LineFault.BadKey)]
    [InlineData("key=", LineFault.EmptyValue)]
    [InlineData("key=\"\"", LineFault.EmptyValue)]
    [InlineData("key=\"a,b", LineFault.UnclosedQuote)]
    [InlineData("key=a\"b\"", LineFault.StrayQuote)]
    [InlineData("ke\"y\"=a", LineFault.StrayQuote)]
    [InlineData("key=\"a\"b", LineFault.StrayQuote)]
    [InlineData("\"key\"x=a", LineFault.StrayQuote)]
    [InlineData("key\"a\"", LineFault.StrayQuote)]
    public void Ends_at_the_first_bad_item(string items, LineFault fault)
    {
        Assert.Equal($"!{fault}", Read(items));
        Assert.Equal(
            items.Trim(' ', ',').Length == 0 ? "+1" : $"+1 !{fault}", Read($"d_sid=1,{items}"));
    }

    [Theory]
    [InlineData("d_sid=12345,d_sid=23456", "+12345 +23456")]
    [InlineData("d_sid = 1 , d_unsid=2", "+1 -2")]
    [InlineData("\"d_sid\"=\"1\",-d_sid=2,D_SID=3", "+1 +2 +3")]
    [InlineData("24:0,25:-1", "-24 -25")]
    [InlineData("123,ic=456", "ic~123 ic~456")]
    [InlineData("123price=1,price-1=2,c_price123=3", "123price~1 price-1~2 c_price123~3")]
    [InlineData("product = camera", "product~camera")]
    [InlineData("\"product\" = camera", "product~camera")]
    [InlineData("product = \"camera\"", "product~camera")]
    [InlineData("\"product\" = \"camera\"", "product~camera")]
    [InlineData("-product = camera,-\"product\"=x,\"-product\"=y",
        "product~camera product~x product~y")]
    [InlineData("k=\"a,b\",\"k,l\"=c", "k~a,b k,l~c")]
    [InlineData("a=1,,b=2,", "a~1 b~2")]
    [InlineData("k=v.1:2|3 4;5=6", "k~v.1:2|3 4;5=6")]
    [InlineData("clé=été", "clé~été")]
    public void Reads_every_form_of_item(string items, string expected) =>
        Assert.Equal(expected, Read(items));

    private static string Read(string items)
    {
        var idType = OdcIdType.Absent;
        var fault = TraitLine.Parse(
            Encoding.UTF8.GetBytes($"user\t{items}"), ref idType, out var line);
        Assert.Equal(LineFault.None, fault);

        List<string> read = [];
        var reader = line.Items;
        while (reader.MoveNext())
        {
            read.Add(Show(reader.Current));
        }

        Assert.Equal(read.Count, reader.Count);
        return string.Join(
            ' ', reader.Fault == LineFault.None ? read : read.Append($"!{reader.Fault}"));
    }

    private static string Show(TraitItem item) => item.Kind switch
    {
        TraitItemKind.AddTrait => $"+{item.Trait}",
        TraitItemKind.RemoveTrait => $"-{item.Trait}",
        _ => $"{Encoding.UTF8.GetString(item.Key)}~{Encoding.UTF8.GetString(item.Value)}",
    };
}

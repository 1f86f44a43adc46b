using System.Text;
using Krewe.Domain.Events;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Tests.Events;

/// <summary>JSON as signals: what becomes one, what is left out, and where it ends.</summary>
public sealed class JsonSignalTests
{
    [Theory]
    [InlineData("{}", "")]
    [InlineData(
        """{"a":"1","b":2.50,"c":true,"d":false,"e":null,"f":""}""", "a=1 b=2.50 c=true d=false")]
    [InlineData("""{"a":{"b":{"c":1}}}""", "a_b_c=1")]
    [InlineData("""{"a":[1,[2],{"b":3}]}""", "a=1 a=2 a_b=3")]
    [InlineData("""{"a b":1,"a!":1,"7":1,"é":1,"":1,"a.b":2,"7a":3,"_":4}""", "a.b=2 7a=3 _=4")]
    [InlineData("""{"7":{"8":1}}""", "7_8=1")]
    [InlineData("""{"\u0061":"\u0062\n"}""", "a=b\n")]
    [InlineData("""{"\ud800":1,"a":"\udc00","b":2}""", "b=2")]
    [InlineData("""{"email":"x","a":{"email":"y"}}""", "a_email=y")]
    public void Values_that_a_rule_can_read_become_signals(string json, string signals) =>
        Assert.Equal(signals, Read(json));

    [Fact]
    public void What_lies_deeper_than_eight_is_left_out()
    {
        Assert.Equal("a_a_a_a_a_a_a_a=1 z=1", Read(Nested(8)));
        Assert.Equal("z=1", Read(Nested(9)));
        Assert.Equal("z=1", Read(Nested(400)));

        static string Nested(int depth) =>
            string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1"
            + string.Concat(Enumerable.Repeat("}", depth - 1)) + ",\"z\":1}";
    }

    [Fact]
    public void Signals_end_at_five_hundred()
    {
        Assert.Equal(500, Count(500));
        Assert.Equal(500, Count(501));

        static int Count(int items) => Fill(
            $"{{\"a\":[{string.Join(',', Enumerable.Repeat("1", items))}]}}").Count;
    }

    [Fact]
    public void Key_of_255_bytes_is_taken_and_a_longer_one_is_not()
    {
        Assert.Equal(1, Fill($"{{\"{new string('a', 255)}\":1}}").Count);
        Assert.Equal(0, Fill($"{{\"{new string('a', 256)}\":1}}").Count);
        Assert.Equal(0, Fill($"{{\"a\":{{\"{new string('a', 254)}\":1}}}}").Count);
    }

    private static string Read(string json)
    {
        var signals = Fill(json);
        var said = new List<string>();
        foreach (var one in signals.Signals)
        {
            said.Add(Encoding.UTF8.GetString(signals.Text.Slice(one.KeyStart, one.KeyLength))
                + "=" + Encoding.UTF8.GetString(
                    signals.Text.Slice(one.ValueStart, one.ValueLength)));
        }

        return string.Join(' ', said);
    }

    private static SignalBuffer Fill(string json)
    {
        var signals = new SignalBuffer();
        JsonSignals.Add(Encoding.UTF8.GetBytes(json), [], signals, except: "email"u8);
        return signals;
    }
}

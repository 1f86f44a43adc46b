using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Tests.Identity;

public sealed class IdentityValueTests
{
    private const string Nines = "99999999999999999999999999999999999999";
    private const string Digest =
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    // Alphabets so small, and lengths so near the bounds of the forms, that the forms meet.
    private static readonly Arbitrary<string> Texts = (
        from alphabet in Gen.Elements("0", "01", "0a", "09af", "aF", "é0", "\U0001F600x")
        from length in Gen.Elements(1, 2, 30, 31, 32, 37, 38, 39, 63, 64, 65, 200)
        from seed in Gen.Choose(0, 3)
        select RandomText(alphabet, length, new System.Random(seed))).ToArbitrary();

    [Theory]
    [InlineData(0)]
    [InlineData(1_025)]
    public void TryParse_refuses_what_is_empty_or_too_long(int length) =>
        Assert.False(IdentityValue.TryParse(new string('x', length), out _));

    [Fact]
    public void TryParse_refuses_bytes_that_are_no_text() =>
        Assert.False(IdentityValue.TryParse([0x61, 0xC3], out _));

    [Fact]
    public void TryParse_refuses_half_a_character() =>
        Assert.False(IdentityValue.TryParse("a\uD83D", out _));

    [Fact]
    public void Limit_counts_bytes_and_not_characters()
    {
        Assert.True(IdentityValue.TryParse(new string('é', 512), out _));
        Assert.False(IdentityValue.TryParse(new string('é', 513), out _));
    }

    [Theory]
    [InlineData("00000000000000000000000000000000000007", IdentityForm.Number)]
    [InlineData(Nines, IdentityForm.Number)]
    [InlineData("9" + Nines, IdentityForm.LongText)]
    [InlineData("9999999999999999999999999999999999999", IdentityForm.LongText)]
    [InlineData(Digest, IdentityForm.Digest)]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
        IdentityForm.LongText)]
    [InlineData("0123456789012345678901234567890", IdentityForm.ShortText)]
    [InlineData("01234567890123456789012345678901", IdentityForm.LongText)]
    [InlineData("ééééééééééééééé0", IdentityForm.ShortText)]
    [InlineData("ééééééééééééééé01", IdentityForm.LongText)]
    public void Text_has_one_form_and_comes_back(string text, IdentityForm form)
    {
        var value = IdentityValue.Parse(text);

        Assert.Equal((form, text), (value.Form, value.ToString()));
    }

    [Fact]
    public void Longest_text_comes_back()
    {
        var text = new string('x', IdentityValue.LengthMax);

        Assert.Equal(text, IdentityValue.Parse(text).ToString());
    }

    [Fact]
    public void Values_are_equal_just_if_their_texts_are() => Prop.ForAll(
        Texts, Texts, (one, other) =>
        {
            var (left, right) = (IdentityValue.Parse(one), IdentityValue.Parse(other));
            var same = string.Equals(one, other, StringComparison.Ordinal);
            return (left == right) == same
                && (left.CompareTo(right) == 0) == same
                && (left.StableHashCode() == right.StableHashCode()) == same;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Kept_form_reads_back_as_the_same_value() => Prop.ForAll(Texts, text =>
    {
        var value = IdentityValue.Parse(text);
        var bytes = new byte[IdentityValue.LengthMax];
        var length = value.Write(bytes);
        return IdentityValue.Read(value.Form, bytes.AsSpan(0, length)) == value
            && IdentityValue.TryParse(Encoding.UTF8.GetBytes(text), out var parsed)
            && parsed == value;
    }).QuickCheckThrowOnFailure();

    /// <summary>Shards and members are told apart by these numbers: they never change.</summary>
    [Theory]
    [InlineData("10/c-1", 7_149_687_729_828_845_493UL)]
    [InlineData("0/00000000000000000000000000000000000007", 16_811_312_215_808_306_716UL)]
    [InlineData("20/" + Digest, 7_953_087_360_369_045_806UL)]
    [InlineData("10/a text that is longer than 31 bytes", 13_234_314_844_051_290_098UL)]
    public void Stable_hash_never_changes(string text, ulong hash)
    {
        Assert.True(IdentityKey.TryParse(text, out var key));
        Assert.Equal(hash, key.StableHashCode());
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("/c")]
    [InlineData("10/")]
    [InlineData("-1/c")]
    [InlineData("+1/c")]
    [InlineData(" 1/c")]
    [InlineData("2147483648/c")]
    public void Key_is_not_parsed_from(string text) =>
        Assert.False(IdentityKey.TryParse(text, out _));

    [Fact]
    public void Key_is_not_parsed_from_half_a_character() =>
        Assert.False(IdentityKey.TryParse("10/a\uD83D", out _));

    [Fact]
    public void Keys_go_by_number_of_the_data_source_and_then_by_text()
    {
        var texts = new[] { "2/z", "10/a", "10/a/b", "10/b" };
        var keys = texts.Select(text =>
            IdentityKey.TryParse(text, out var key) ? key : default).ToArray();

        Assert.Equal(string.Join(' ', texts), string.Join(' ', keys.Order()));
    }

    private static string RandomText(string alphabet, int length, System.Random random)
    {
        var runes = alphabet.EnumerateRunes().ToArray();
        return string.Concat(Enumerable.Range(0, length)
            .Select(_ => runes[random.Next(runes.Length)].ToString()));
    }
}

using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Krewe.Grains.Activation.Platforms;

namespace Krewe.Grains.Tests.Activation.Platforms;

public sealed class Sha256HashTests
{
    [Theory]
    [InlineData("")]
    [InlineData("f1904cf1")]
    [InlineData("z1904cf1a9d73a55fa5de0ac823c4403ded71afd4c3248d00bdcd0866552bb79")]
    [InlineData("f1904cf1a9d73a55fa5de0ac823c4403ded71afd4c3248d00bdcd0866552bb7")]
    [InlineData("f1904cf1a9d73a55fa5de0ac823c4403ded71afd4c3248d00bdcd0866552bb799")]
    public void Parse_refuses_what_is_not_64_hex_digits(string text) =>
        Assert.False(Sha256Hash.TryParseHex(text, out _));

    [Fact]
    public void Bytes_of_another_length_are_a_bug()
    {
        Assert.Throws<ArgumentException>(() => Sha256Hash.FromBytes(new byte[31]));
        Assert.Throws<ArgumentException>(() => default(Sha256Hash).WriteHex(new byte[63]));
    }

    [Fact]
    public void Parse_takes_either_case() =>
        Assert.True(
            Sha256Hash.TryParseHex(new string('A', 64), out var upper)
            && Sha256Hash.TryParseHex(new string('a', 64), out var lower)
            && upper == lower);

    [Fact]
    public void Hex_is_that_of_the_bytes_however_it_is_written()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text ?? ""));
            var hash = Sha256Hash.FromBytes(bytes);
            var expected = Convert.ToHexStringLower(bytes);
            var written = new byte[Sha256Hash.HexLength];
            hash.WriteHex(written);
            return string.Equals(hash.ToHex(), expected, StringComparison.Ordinal)
                && Encoding.ASCII.GetBytes(expected).AsSpan().SequenceEqual(written)
                && Sha256Hash.TryParseHex(expected, out var read)
                && read == hash;
        }).QuickCheckThrowOnFailure();
    }
}

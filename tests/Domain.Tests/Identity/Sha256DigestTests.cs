using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Tests.Identity;

public sealed class Sha256DigestTests
{
    [Theory]
    [InlineData("")]
    [InlineData("f1904cf1")]
    [InlineData("z1904cf1a9d73a55fa5de0ac823c4403ded71afd4c3248d00bdcd0866552bb79")]
    [InlineData("F1904CF1A9D73A55FA5DE0AC823C4403DED71AFD4C3248D00BDCD0866552BB79")]
    [InlineData("f1904cf1a9d73a55fa5de0ac823c4403ded71afd4c3248d00bdcd0866552bb7")]
    [InlineData("f1904cf1a9d73a55fa5de0ac823c4403ded71afd4c3248d00bdcd0866552bb799")]
    public void Parse_refuses_what_is_not_64_hex_digits_in_lower_case(string text) =>
        Assert.False(Sha256Digest.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Bytes_of_another_length_are_a_bug()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Sha256Digest.FromBytes(new byte[31]));
        Assert.Throws<ArgumentException>(() => default(Sha256Digest).WriteHex(new byte[63]));
    }

    [Fact]
    public void Hex_is_that_of_the_bytes_however_it_is_written()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text ?? ""));
            var digest = Sha256Digest.FromBytes(bytes);
            var expected = Convert.ToHexStringLower(bytes);
            var written = new byte[Sha256Digest.HexLength];
            digest.WriteHex(written);
            return string.Equals(digest.ToHex(), expected, StringComparison.Ordinal)
                && Encoding.ASCII.GetBytes(expected).AsSpan().SequenceEqual(written)
                && Sha256Digest.TryParse(written, out var read)
                && read == digest;
        }).QuickCheckThrowOnFailure();
    }
}

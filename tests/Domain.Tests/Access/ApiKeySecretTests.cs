using System.Security.Cryptography;
using System.Text;
using Krewe.Domain.Access;

namespace Krewe.Domain.Tests.Access;

public sealed class ApiKeySecretTests
{
    private static readonly byte[] Random = [.. Enumerable.Range(200, 32).Select(one => (byte)one)];

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Key_of_too_little_or_too_much_chance_is_not_made(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ApiKeySecret.FromRandom(new byte[length]));

    [Fact]
    public void Text_that_is_not_quite_a_key_is_refused()
    {
        var text = ApiKeySecret.FromRandom(Random).Text;
        string[] wrong =
        [
            "", "krewe_", text[1..], text[..^1], text + "A", text.ToUpperInvariant(),
            "KREWE_" + text[6..], text[..^1] + " ", text[..^1] + "=", text[..^1] + "é",
            " " + text[1..],
        ];

        Assert.All(wrong, one => Assert.False(ApiKeySecret.TryHash(one, out _), one));
    }

    [Fact]
    public void Key_is_its_prefix_and_256_bits_and_is_known_by_its_hash()
    {
        var secret = ApiKeySecret.FromRandom(Random);

        Assert.Equal("krewe_yMnKy8zNzs_Q0dLT1NXW19jZ2tvc3d7f4OHi4-Tl5uc", secret.Text);
        Assert.Equal(ApiKeySecret.Length, secret.Text.Length);
        Assert.True(ApiKeySecret.TryHash(secret.Text, out var digest));
        Assert.Equal(secret.Digest, digest);
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret.Text))),
            digest.ToHex());
    }

    [Fact]
    public void Key_does_not_get_into_texts() =>
        Assert.Equal("***", $"{ApiKeySecret.FromRandom(Random)}");
}

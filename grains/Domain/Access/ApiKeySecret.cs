using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Access;

/// <summary>The text of an API key, which only its holder has.</summary>
/// <remarks>
/// <para>Shape: <c>krewe_</c>, then 32 random bytes in base64url without padding: 43
/// characters. The beginning lets scanners find a key that was committed by mistake.</para>
/// <para>What is kept is the SHA-256 of the text. A slow, salted hash protects passwords because
/// they can be guessed; 256 random bits cannot, so a fast hash gives nothing away and may be
/// looked up with every request. A look-up by hash also takes as long for a key that begins right
/// as for one that does not.</para>
/// <para>Source: NIST SP 800-63B section 5.1.2.2 (look-up secrets of 112 bits and more are hashed
/// with an approved function and need no salt), read 2026-11.</para>
/// </remarks>
public sealed class ApiKeySecret
{
    /// <summary>What every key begins with.</summary>
    public const string Prefix = "krewe_";

    /// <summary>Random bytes of a key.</summary>
    public const int RandomLengthBytes = 32;

    /// <summary>Characters of a key.</summary>
    public const int Length = 6 + 43;

    private static readonly SearchValues<char> Letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private ApiKeySecret(string text) => Text = text;

    /// <summary>The text, to be shown once.</summary>
    public string Text { get; }

    /// <summary>What is kept of it.</summary>
    public Sha256Digest Digest => HashOf(Text);

    /// <summary>Makes a key of bytes that nobody can guess.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not
    /// <see cref="RandomLengthBytes"/>.</exception>
    public static ApiKeySecret FromRandom(ReadOnlySpan<byte> random)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(
            random.Length, RandomLengthBytes, nameof(random));
        return new ApiKeySecret(Prefix + Base64Url.EncodeToString(random));
    }

    /// <summary>Whether a text claims to be a key of ours.</summary>
    public static bool HasForm(ReadOnlySpan<char> presented) =>
        presented.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Hashes what a caller presents.</summary>
    /// <returns>False if it cannot be a key.</returns>
    public static bool TryHash(ReadOnlySpan<char> presented, out Sha256Digest digest)
    {
        digest = default;
        if (presented.Length != Length
            || !HasForm(presented)
            || presented[Prefix.Length..].ContainsAnyExcept(Letters))
        {
            return false;
        }

        digest = HashOf(presented);
        return true;
    }

    /// <summary>Nothing that could be read.</summary>
    public override string ToString() => "***";

    private static Sha256Digest HashOf(ReadOnlySpan<char> text)
    {
        Span<byte> ascii = stackalloc byte[Length];
        Span<byte> hash = stackalloc byte[Sha256Digest.LengthBytes];
        Encoding.ASCII.GetBytes(text, ascii);
        SHA256.HashData(ascii, hash);
        return Sha256Digest.FromBytes(hash);
    }
}

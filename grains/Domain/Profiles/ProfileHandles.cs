using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Krewe.Domain.Codecs;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Profiles;

/// <summary>Names profiles to whoever may not see their identities: the key of a profile,
/// sealed.</summary>
/// <remarks>
/// <para>Shape: base64url of 16 bytes that authenticate the key, and the key encrypted. The same
/// profile has the same handle as long as the secret is the same, so that handles can be kept and
/// compared; without the secret nothing can be read out of one, and none can be made.</para>
/// <para>Errors: a text that was not sealed with the secret opens to nothing.</para>
/// <para>Source: RFC 5297 (a synthetic initialization vector makes encryption of the same text
/// give the same result, and tells nothing more than that).</para>
/// </remarks>
public sealed class ProfileHandles : IDisposable
{
    private const int TagLength = 16;

    // The longest key, and what padding adds.
    private const int TextLengthMax = 16 + IdentityValue.LengthMax + 16;

    private readonly byte[] _authentication;
    private readonly ThreadLocal<Aes> _ciphers;

    /// <summary>Seals and opens with a secret.</summary>
    public ProfileHandles(ProfileHandleSecret secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var bytes = ImmutableCollectionsMarshal.AsArray(secret.Bytes)!;
        _authentication = HKDF.Expand(
            HashAlgorithmName.SHA256, bytes, SHA256.HashSizeInBytes, "authentication"u8.ToArray());
        var encryption = HKDF.Expand(
            HashAlgorithmName.SHA256, bytes, SHA256.HashSizeInBytes, "encryption"u8.ToArray());
        _ciphers = new ThreadLocal<Aes>(() => Cipher(encryption), trackAllValues: true);
    }

    /// <summary>The handle of the profile that is kept under a key.</summary>
    public string Seal(IdentityKey profile)
    {
        var text = profile.ToUtf8([]);
        Span<byte> tag = stackalloc byte[TagLength];
        Authenticate(text, tag);
        var cipher = _ciphers.Value!;
        var handle = new byte[TagLength + cipher.GetCiphertextLengthCbc(text.Length)];
        tag.CopyTo(handle);
        cipher.EncryptCbc(text, tag, handle.AsSpan(TagLength));
        return Base64Url.EncodeToString(handle);
    }

    /// <summary>The key that a handle stands for.</summary>
    public bool TryOpen(ReadOnlySpan<char> handle, out IdentityKey profile)
    {
        profile = default;
        Span<byte> bytes = stackalloc byte[TagLength + TextLengthMax];
        return handle.Length <= Base64Url.GetEncodedLength(bytes.Length)
            && Base64Url.DecodeFromChars(handle, bytes, out _, out var length)
                == OperationStatus.Done
            && TryOpen(bytes[..length], out profile);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var cipher in _ciphers.Values)
        {
            cipher.Dispose();
        }

        _ciphers.Dispose();
    }

    private bool TryOpen(ReadOnlySpan<byte> handle, out IdentityKey profile)
    {
        profile = default;
        Span<byte> text = stackalloc byte[TextLengthMax];
        if (handle.Length <= TagLength
            || !TryDecrypt(handle[TagLength..], handle[..TagLength], text, out var length))
        {
            return false;
        }

        Span<byte> tag = stackalloc byte[TagLength];
        Authenticate(text[..length], tag);
        return CryptographicOperations.FixedTimeEquals(tag, handle[..TagLength])
            && IdentityKey.TryParse(text[..length], out profile);
    }

    private bool TryDecrypt(
        ReadOnlySpan<byte> content, ReadOnlySpan<byte> tag, Span<byte> text, out int length)
    {
        try
        {
            return _ciphers.Value!.TryDecryptCbc(content, tag, text, out length);
        }
        catch (CryptographicException)
        {
            length = 0;
            return false;
        }
    }

    private void Authenticate(ReadOnlySpan<byte> text, Span<byte> tag)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_authentication, text, hash);
        hash[..TagLength].CopyTo(tag);
    }

    private static Aes Cipher(byte[] key)
    {
        var cipher = Aes.Create();
        cipher.Key = key;
        return cipher;
    }
}

/// <summary>What the handles of a workspace's profiles are sealed with: made once, never
/// shown.</summary>
[GenerateSerializer, Immutable, Alias("profile-handle-secret")]
public sealed record ProfileHandleSecret
{
    /// <summary>How long it is.</summary>
    public const int LengthBytes = 32;

    private const byte FormatVersion = 1;

    /// <summary>None yet.</summary>
    public static ProfileHandleSecret None { get; } = new();

    /// <summary>The secret; empty before it is made.</summary>
    [Id(0)]
    public ImmutableArray<byte> Bytes { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => nameof(ProfileHandleSecret);

    /// <summary>The form that it is kept in.</summary>
    public static ReadOnlyMemory<byte> Write(ProfileHandleSecret secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var writer = new StateWriter(LengthBytes + 1);
        writer.Byte(FormatVersion);
        foreach (var part in secret.Bytes)
        {
            writer.Byte(part);
        }

        return writer.Finish();
    }

    /// <summary>Reads what was written.</summary>
    public static ProfileHandleSecret Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        reader.Version("secret of handles", FormatVersion);
        var secret = ImmutableArray.CreateBuilder<byte>(LengthBytes);
        while (secret.Count < LengthBytes)
        {
            secret.Add(reader.Byte());
        }

        return new ProfileHandleSecret { Bytes = secret.MoveToImmutable() };
    }
}

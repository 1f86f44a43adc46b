using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Krewe.Grains.Activation.Platforms;

/// <summary>A credential that no log, message or serializer shows.</summary>
[DebuggerDisplay("***")]
internal sealed class AccessToken : IEquatable<AccessToken>
{
    private const int FingerprintBytes = 8;

    private readonly string _value;

    /// <exception cref="ArgumentException">Empty, or holds what no header may.</exception>
    public AccessToken(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        if (value.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException(
                "An access token is printable ASCII without spaces.", nameof(value));
        }

        _value = value;
    }

    /// <summary>The credential itself, for the Authorization header and nothing else.</summary>
    public string Reveal() => _value;

    /// <summary>Tells this credential from another without showing it.</summary>
    public string Fingerprint
    {
        get
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(Encoding.ASCII.GetBytes(_value), hash);
            return Convert.ToHexStringLower(hash[..FingerprintBytes]);
        }
    }

    public bool Equals(AccessToken? other) =>
        other is not null && string.Equals(_value, other._value, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as AccessToken);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_value);

    public override string ToString() => "***";
}

namespace Krewe.Domain.Identity;

/// <summary>How the value of an identity is kept.</summary>
/// <remarks>
/// <para>Shape: stored in states; numbers are never reused.</para>
/// </remarks>
[GenerateSerializer, Alias("identity-form")]
public enum IdentityForm : byte
{
    /// <summary>No value.</summary>
    None = 0,

    /// <summary>Text of at most 31 bytes of UTF-8, kept in place.</summary>
    ShortText = 1,

    /// <summary>Longer text.</summary>
    LongText = 2,

    /// <summary>Exactly 38 decimal digits.</summary>
    Number = 3,

    /// <summary>Exactly 64 lower-case hex digits: a SHA-256 digest.</summary>
    Digest = 4,
}

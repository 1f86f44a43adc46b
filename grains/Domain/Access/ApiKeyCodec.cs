using System.Collections.Immutable;
using Krewe.Domain.Activation;
using Krewe.Domain.Codecs;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Access;

/// <summary>The form that <see cref="ApiKeyRing"/> is kept in.</summary>
/// <remarks>
/// <para>Shape: a format version, then the members in their order; digests as their bytes.</para>
/// <para>Errors: <see cref="FormatException"/> on damage and on a later format.</para>
/// </remarks>
public static class ApiKeyCodec
{
    private const byte FormatVersion = 1;
    private const int TypicalLength = 96;

    /// <summary>Writes the keys.</summary>
    public static ReadOnlyMemory<byte> Write(ApiKeyRing ring)
    {
        ArgumentNullException.ThrowIfNull(ring);
        var writer = new StateWriter(TypicalLength * (ring.Keys.Length + 1));
        writer.Byte(FormatVersion);
        writer.Signed(ring.Version);
        writer.Count(ring.LastId);
        writer.Count(ring.Keys.Length);
        foreach (var key in ring.Keys)
        {
            Write(writer, key);
        }

        return writer.Finish();
    }

    /// <summary>Reads what was written.</summary>
    public static ApiKeyRing Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        reader.Version("ring of keys", FormatVersion);
        var ring = new ApiKeyRing { Version = reader.Signed(), LastId = reader.Int() };
        var keys = ImmutableArray.CreateBuilder<ApiKey>();
        for (var left = reader.Count(); left > 0; left--)
        {
            keys.Add(ReadKey(ref reader));
        }

        return ring with { Keys = keys.ToImmutable() };
    }

    private static void Write(StateWriter writer, ApiKey key)
    {
        Span<byte> digest = stackalloc byte[Sha256Digest.LengthBytes];
        key.Digest.CopyTo(digest);
        writer.Count(key.Id.Value);
        StateText.Write(writer, key.Name);
        writer.Byte((byte)key.Role);
        foreach (var part in digest)
        {
            writer.Byte(part);
        }

        writer.Signed(key.Created.ToUnixTimeSeconds());
        writer.Count(key.LastUsed?.DayNumber ?? 0);
        writer.Signed(key.Revoked?.ToUnixTimeSeconds() ?? 0);
    }

    private static ApiKey ReadKey(ref StateReader reader) => new()
    {
        Id = new ApiKeyId(reader.Int()),
        Name = StateText.Read(ref reader),
        Role = ReadRole(ref reader),
        Digest = ReadDigest(ref reader),
        Created = StoredTime.Read(ref reader) ?? DateTimeOffset.UnixEpoch,
        LastUsed = ReadDay(ref reader),
        Revoked = StoredTime.Read(ref reader),
    };

    // A role that this version does not know must not become one that it knows.
    private static Role ReadRole(ref StateReader reader)
    {
        var role = (Role)reader.Byte();
        return Enum.IsDefined(role)
            ? role
            : throw new FormatException("A stored key has a role that is not known here.");
    }

    private static Sha256Digest ReadDigest(ref StateReader reader)
    {
        Span<byte> digest = stackalloc byte[Sha256Digest.LengthBytes];
        for (var index = 0; index < digest.Length; index++)
        {
            digest[index] = reader.Byte();
        }

        return Sha256Digest.FromBytes(digest);
    }

    private static DateOnly? ReadDay(ref StateReader reader) => reader.Int() switch
    {
        0 => null,
        var day when day <= DateOnly.MaxValue.DayNumber => DateOnly.FromDayNumber(day),
        _ => throw new FormatException("A stored day is out of range."),
    };
}

/// <summary>Instants in stored states.</summary>
internal static class StoredTime
{
    private static readonly long SecondsMax = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Reads Unix seconds; 0 is none.</summary>
    public static DateTimeOffset? Read(ref StateReader reader) => reader.Signed() switch
    {
        0 => null,
        var seconds when seconds > 0 && seconds <= SecondsMax =>
            DateTimeOffset.FromUnixTimeSeconds(seconds),
        _ => throw new FormatException("A stored instant is out of range."),
    };
}

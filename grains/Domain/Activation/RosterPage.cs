using System.Collections.Immutable;
using Krewe.Domain.Codecs;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Activation;

/// <summary>Some of the identifiers that a shard has a ledger entry for.</summary>
/// <remarks>
/// <para>Shape: the pages of a shard list every identifier that any audience may have, so that a
/// lost audience can be filled again. One may be listed twice.</para>
/// </remarks>
public sealed record RosterPage
{
    /// <summary>Identifiers in a page: the page that is open is written whole for each batch of new
    /// ones, and a thousand are 34 kB.</summary>
    public const int IdentifiersMax = 1_024;

    /// <summary>In the order in which they were first seen.</summary>
    public ImmutableArray<IdentityKey> Identifiers { get; init; } = [];
}

/// <summary>The binary form that a <see cref="RosterPage"/> is kept in.</summary>
/// <remarks>
/// <para>Shape: a version byte, the count, the identifiers.</para>
/// <para>Errors: <see cref="FormatException"/> on damage and on a version from the future.</para>
/// </remarks>
public static class RosterPageCodec
{
    private const byte FormatVersion = 1;
    private const int TypicalLength = 36;

    /// <summary>Writes a page.</summary>
    public static ReadOnlyMemory<byte> Write(RosterPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var writer = new StateWriter(TypicalLength * (page.Identifiers.Length + 1));
        writer.Byte(FormatVersion);
        writer.Count(page.Identifiers.Length);
        foreach (var identifier in page.Identifiers)
        {
            writer.Identity(identifier);
        }

        return writer.Finish();
    }

    /// <summary>Reads a page.</summary>
    /// <exception cref="FormatException">The bytes are damaged or too new.</exception>
    public static RosterPage Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        reader.Version("page of identifiers", FormatVersion);
        var identifiers = ImmutableArray.CreateBuilder<IdentityKey>(reader.Count());
        while (identifiers.Count < identifiers.Capacity)
        {
            identifiers.Add(reader.Identity());
        }

        return new RosterPage { Identifiers = identifiers.MoveToImmutable() };
    }
}

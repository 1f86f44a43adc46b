using System.Collections.Immutable;
using Krewe.Domain.Codecs;
using Krewe.Domain.Profiles;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Events;

/// <summary>The binary form that a part of the journal is kept in.</summary>
/// <remarks>
/// <para>Shape: a version byte each; ids in eight bytes; the time of an event as the distance from
/// that of its page; traits as distances from one to the next.</para>
/// <para>Errors: <see cref="FormatException"/> on damage and on a version from the future.</para>
/// </remarks>
public static class IntakeCodec
{
    private const byte FormatVersion = 1;

    // The second format brought what is set aside.
    private const byte RegisterVersion = 2;
    private const byte RegisterBeforeHeld = 1;
    private const int TypicalEventLength = 96;
    private const int TypicalPagesLength = 32;

    /// <summary>Writes how far a part has been worked off.</summary>
    public static ReadOnlyMemory<byte> Write(IntakePages pages)
    {
        ArgumentNullException.ThrowIfNull(pages);
        var writer = new StateWriter(TypicalPagesLength);
        writer.Byte(RegisterVersion);
        writer.Signed(pages.Cleared);
        writer.Signed(pages.Kept);
        writer.Signed(pages.Start);
        writer.Signed(pages.IdsCleared);
        writer.Signed(pages.IdStart);
        writer.Signed(pages.IdEnd);
        writer.Count(pages.Held.Length);
        foreach (var held in pages.Held)
        {
            writer.Signed(held.Number);
            Write(writer, held.Page);
        }

        return writer.Finish();
    }

    /// <summary>Reads how far a part has been worked off.</summary>
    /// <exception cref="FormatException">The bytes are damaged or too new.</exception>
    public static IntakePages ReadPages(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        reader.Version("register of event pages", RegisterVersion, RegisterBeforeHeld);
        return new IntakePages
        {
            Cleared = reader.Signed(),
            Kept = reader.Signed(),
            Start = reader.Signed(),
            IdsCleared = reader.Signed(),
            IdStart = reader.Signed(),
            IdEnd = reader.Signed(),
            Held = reader.Format > RegisterBeforeHeld ? ReadHeld(ref reader) : [],
        };
    }

    /// <summary>Writes a page of ids.</summary>
    public static ReadOnlyMemory<byte> Write(IntakeIds ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var writer = new StateWriter(sizeof(ulong) * (ids.Ids.Length + 4));
        writer.Byte(FormatVersion);
        writer.Signed(ids.From);
        writer.Signed(ids.To);
        writer.Count(ids.Ids.Length);
        foreach (var id in ids.Ids)
        {
            writer.Fixed(id);
        }

        return writer.Finish();
    }

    /// <summary>Reads a page of ids.</summary>
    /// <exception cref="FormatException">The bytes are damaged or too new.</exception>
    public static IntakeIds ReadIds(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        reader.Version("page of event ids", FormatVersion);
        var (from, to) = (reader.Signed(), reader.Signed());
        var ids = ImmutableArray.CreateBuilder<ulong>(reader.Count());
        while (ids.Count < ids.Capacity)
        {
            ids.Add(reader.Fixed());
        }

        return new IntakeIds { From = from, To = to, Ids = ids.MoveToImmutable() };
    }

    /// <summary>Writes a page of events.</summary>
    public static ReadOnlyMemory<byte> Write(IntakePage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var writer = new StateWriter(TypicalEventLength * (page.Events.Length + 1));
        writer.Byte(FormatVersion);
        Write(writer, page);
        return writer.Finish();
    }

    /// <summary>Reads a page of events.</summary>
    /// <exception cref="FormatException">The bytes are damaged or too new.</exception>
    public static IntakePage ReadPage(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        reader.Version("page of events", FormatVersion);
        return ReadPage(ref reader);
    }

    private static void Write(StateWriter writer, IntakePage page)
    {
        writer.Signed(page.At);
        writer.Signed(page.CatalogVersion);
        writer.Count(page.Events.Length);
        foreach (var happened in page.Events)
        {
            Write(writer, happened, page.At);
        }
    }

    private static ImmutableArray<HeldPage> ReadHeld(ref StateReader reader)
    {
        var held = ImmutableArray.CreateBuilder<HeldPage>(reader.Count());
        while (held.Count < held.Capacity)
        {
            held.Add(new HeldPage { Number = reader.Signed(), Page = ReadPage(ref reader) });
        }

        return held.MoveToImmutable();
    }

    private static IntakePage ReadPage(ref StateReader reader)
    {
        var (at, version) = (reader.Signed(), reader.Signed());
        var events = ImmutableArray.CreateBuilder<LiveEvent>(reader.Count());
        while (events.Count < events.Capacity)
        {
            events.Add(ReadEvent(ref reader, at));
        }

        return new IntakePage
        {
            At = at,
            CatalogVersion = version,
            Events = events.MoveToImmutable(),
        };
    }

    private static void Write(StateWriter writer, LiveEvent happened, long pageAt)
    {
        writer.Fixed(happened.Id);
        writer.Signed(happened.At - pageAt);
        writer.Byte((byte)happened.Kind);
        writer.Byte((byte)happened.By);
        writer.Count(happened.Identities.Length);
        foreach (var declared in happened.Identities)
        {
            writer.Identity(declared.Identity);
            writer.Byte((byte)declared.State);
        }

        writer.Count(happened.Traits.Length);
        var before = 0;
        foreach (var trait in happened.Traits)
        {
            writer.Signed((long)trait.Value - before);
            before = trait.Value;
        }
    }

    private static LiveEvent ReadEvent(ref StateReader reader, long pageAt) => new()
    {
        Id = reader.Fixed(),
        At = reader.Signed() + pageAt,
        Kind = (LiveEventKind)reader.Byte(),
        By = (LinkSource)reader.Byte(),
        Identities = ReadIdentities(ref reader),
        Traits = ReadTraits(ref reader),
    };

    private static ImmutableArray<DeclaredIdentity> ReadIdentities(ref StateReader reader)
    {
        var identities = ImmutableArray.CreateBuilder<DeclaredIdentity>(reader.Count());
        while (identities.Count < identities.Capacity)
        {
            identities.Add(
                new DeclaredIdentity(reader.Identity(), (AuthenticationState)reader.Byte()));
        }

        return identities.MoveToImmutable();
    }

    private static ImmutableArray<TraitId> ReadTraits(ref StateReader reader)
    {
        var traits = ImmutableArray.CreateBuilder<TraitId>(reader.Count());
        var before = 0L;
        while (traits.Count < traits.Capacity)
        {
            before += reader.Signed();
            traits.Add(new TraitId((int)before));
        }

        return traits.MoveToImmutable();
    }
}

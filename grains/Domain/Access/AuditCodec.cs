using System.Collections.Immutable;
using Krewe.Domain.Activation;
using Krewe.Domain.Codecs;

namespace Krewe.Domain.Access;

/// <summary>The form that the audit log is kept in.</summary>
/// <remarks>
/// <para>Shape: a format version, then the members in their order. Entries follow each other
/// without gaps, so that the number of the first says all of them.</para>
/// <para>Errors: <see cref="FormatException"/> on damage and on a later format.</para>
/// </remarks>
public static class AuditCodec
{
    private const byte FormatVersion = 1;
    private const int TypicalLength = 64;
    private static readonly long MillisecondsMax =
        DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Writes the tail of the log.</summary>
    public static ReadOnlyMemory<byte> Write(AuditTrail trail)
    {
        ArgumentNullException.ThrowIfNull(trail);
        var writer = new StateWriter(TypicalLength * (trail.Tail.Length + 1));
        writer.Byte(FormatVersion);
        writer.Signed(trail.FirstPage);
        writer.Signed(trail.TailPage);
        writer.Signed(trail.ClearedPage);
        Write(writer, trail.Tail);
        return writer.Finish();
    }

    /// <summary>Reads the tail of the log.</summary>
    public static AuditTrail ReadTrail(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        reader.Version("audit log", FormatVersion);
        return new AuditTrail
        {
            FirstPage = reader.Signed(),
            TailPage = reader.Signed(),
            ClearedPage = reader.Signed(),
            Tail = ReadEntries(ref reader),
        };
    }

    /// <summary>Writes a page.</summary>
    public static ReadOnlyMemory<byte> Write(AuditPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var writer = new StateWriter(TypicalLength * (page.Entries.Length + 1));
        writer.Byte(FormatVersion);
        Write(writer, page.Entries);
        return writer.Finish();
    }

    /// <summary>Reads a page.</summary>
    public static AuditPage ReadPage(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        reader.Version("page of the audit log", FormatVersion);
        return new AuditPage { Entries = ReadEntries(ref reader) };
    }

    private static void Write(StateWriter writer, ImmutableArray<AuditEntry> entries)
    {
        writer.Count(entries.Length);
        writer.Signed(entries.IsEmpty ? 0 : entries[0].Number);
        foreach (var entry in entries)
        {
            writer.Signed(entry.At.ToUnixTimeMilliseconds());
            writer.Count(entry.Record.Actor.Key?.Value ?? 0);
            StateText.Write(writer, entry.Record.Actor.Name);
            StateText.Write(writer, entry.Record.Action);
            StateText.Write(writer, entry.Record.Kind);
            StateText.Write(writer, entry.Record.Id);
            writer.Byte((byte)entry.Record.Outcome);
        }
    }

    private static ImmutableArray<AuditEntry> ReadEntries(ref StateReader reader)
    {
        var count = reader.Count();
        var first = reader.Signed();
        var entries = ImmutableArray.CreateBuilder<AuditEntry>();
        for (var index = 0; index < count; index++)
        {
            entries.Add(new AuditEntry(first + index, ReadInstant(ref reader), Read(ref reader)));
        }

        return entries.ToImmutable();
    }

    private static DateTimeOffset ReadInstant(ref StateReader reader)
    {
        var milliseconds = reader.Signed();
        return milliseconds >= 0 && milliseconds <= MillisecondsMax
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw new FormatException("A stored instant is out of range.");
    }

    private static AuditRecord Read(ref StateReader reader)
    {
        var key = reader.Int();
        return new AuditRecord
        {
            Actor = new AuditActor(
                key == 0 ? null : new ApiKeyId(key), StateText.Read(ref reader)),
            Action = StateText.Read(ref reader),
            Kind = StateText.Read(ref reader),
            Id = StateText.Read(ref reader),
            Outcome = (AuditOutcome)reader.Byte(),
        };
    }
}

using System.Text;

namespace Krewe.Domain.Onboarding;

/// <summary>The column of partner files that says what kind of advertising ids follow.</summary>
/// <remarks><para>Shape: carried from line to line of one file: it begins as <see cref="Any"/>
/// (or <see cref="Absent"/>) and the first line settles it.</para></remarks>
public enum OdcIdType : byte
{
    /// <summary>The file has no such column.</summary>
    Absent = 0,

    /// <summary>No line was read yet.</summary>
    Any = 1,

    /// <summary>Apple's: the ids are of data source 20915.</summary>
    Idfa = 2,

    /// <summary>Android's: the ids are of data source 20914.</summary>
    Android = 3,
}

/// <summary>One line of a trait file, split into user id and items.</summary>
/// <remarks>
/// <para>Shape: <c>USER TAB ITEM,ITEM,...</c>, in partner files with <c>IDFA TAB</c> or
/// <c>Android TAB</c> before it. Points into the line it was parsed from.</para>
/// <para>Source: Audience Manager, "Inbound data file contents" and "Custom partner integrations",
/// read 2026-11.</para>
/// </remarks>
public readonly ref struct TraitLine
{
    private readonly ReadOnlySpan<byte> _items;

    private TraitLine(ReadOnlySpan<byte> userId, ReadOnlySpan<byte> items)
    {
        UserId = userId;
        _items = items;
    }

    /// <summary>The id, as it stands in the line.</summary>
    public ReadOnlySpan<byte> UserId { get; }

    /// <summary>The items, parsed as they are walked.</summary>
    public TraitItemReader Items => new(_items);

    /// <summary>Splits a line. The items are not looked at yet: <see cref="Items"/> may still
    /// end in a fault.</summary>
    public static LineFault Parse(
        ReadOnlySpan<byte> utf8, ref OdcIdType idType, out TraitLine line)
    {
        line = default;
        var fault = LineText.Check(utf8);
        if (fault == LineFault.None && idType != OdcIdType.Absent)
        {
            fault = TakeIdType(ref utf8, ref idType);
        }

        return fault != LineFault.None ? fault : Split(utf8, out line);
    }

    private static LineFault Split(ReadOnlySpan<byte> utf8, out TraitLine line)
    {
        line = default;
        var tab = utf8.IndexOf((byte)'\t');
        if (tab < 0)
        {
            return LineFault.NoTab;
        }

        var userId = utf8[..tab];
        var items = utf8[(tab + 1)..];
        if (!userId.ContainsAnyExcept((byte)' '))
        {
            return LineFault.EmptyUserId;
        }

        if (items.Contains((byte)'\t'))
        {
            return LineFault.MoreThanOneTab;
        }

        line = new TraitLine(userId, items);
        return LineText.HasCurlyQuote(items) ? LineFault.CurlyQuote : LineFault.None;
    }

    private static LineFault TakeIdType(ref ReadOnlySpan<byte> utf8, ref OdcIdType idType)
    {
        var tab = utf8.IndexOf((byte)'\t');
        if (tab < 0)
        {
            return LineFault.NoTab;
        }

        var found = IdTypeOf(utf8[..tab].Trim((byte)' '));
        if (found == OdcIdType.Absent)
        {
            return LineFault.BadIdType;
        }

        if (idType != OdcIdType.Any && idType != found)
        {
            return LineFault.MixedIdTypes;
        }

        idType = found;
        utf8 = utf8[(tab + 1)..];
        return LineFault.None;
    }

    private static OdcIdType IdTypeOf(ReadOnlySpan<byte> name) =>
        Ascii.EqualsIgnoreCase(name, "IDFA"u8) ? OdcIdType.Idfa
        : Ascii.EqualsIgnoreCase(name, "Android"u8) ? OdcIdType.Android
        : OdcIdType.Absent;
}

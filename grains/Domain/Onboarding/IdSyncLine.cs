using System.Diagnostics;

namespace Krewe.Domain.Onboarding;

/// <summary>One row of an ID synchronisation file, split into ids.</summary>
/// <remarks>
/// <para>Shape: ids separated by TAB, in the order of the data sources in the file name. In files
/// that map customers to e-mails everything after the first column is hashes, separated by commas
/// (spaces around them allowed) or further TABs. Points into the row it was parsed from.</para>
/// <para>Units: at most <see cref="OnboardingLimits.EmailsPerCustomerMax"/> hashes: of more, the
/// last ones stay, in their order; a hash that is there twice counts once, at its last
/// place.</para>
/// <para>Errors: a row with a fault is refused whole. Nothing is allocated.</para>
/// <para>Source: Audience Manager, "Name and content requirements for ID synchronization files"
/// and "People-Based Destinations" workflows, which separate e-mails by comma or by TAB, read
/// 2026-11.</para>
/// </remarks>
public readonly ref struct IdSyncLine
{
    /// <summary>Ids that a row of a file with customers and e-mails has at most.</summary>
    public const int CustomerIdsMax = 1 + OnboardingLimits.EmailsPerCustomerMax;

    private readonly ReadOnlySpan<byte> _row;
    private readonly ReadOnlySpan<Range> _ids;

    private IdSyncLine(ReadOnlySpan<byte> row, ReadOnlySpan<Range> ids, int emailsDropped)
    {
        _row = row;
        _ids = ids;
        EmailsDropped = emailsDropped;
    }

    /// <summary>Ids of the row.</summary>
    public int Count => _ids.Length;

    /// <summary>Hashes left out because there were more than are kept.</summary>
    public int EmailsDropped { get; }

    /// <summary>The id of a column; of hashes, from 1.</summary>
    public ReadOnlySpan<byte> this[int index] => _row[_ids[index]];

    /// <summary>Splits a row of a file with <paramref name="columns"/> data sources in its
    /// name.</summary>
    /// <param name="row">The row without its ending.</param>
    /// <param name="kind">The kind of file.</param>
    /// <param name="columns">Data sources in the name.</param>
    /// <param name="ids">Room for the row's ids: for <paramref name="columns"/>, or for
    /// <see cref="CustomerIdsMax"/>.</param>
    /// <param name="line">The row.</param>
    public static LineFault Parse(
        ReadOnlySpan<byte> row,
        IdSyncKind kind,
        int columns,
        Span<Range> ids,
        out IdSyncLine line)
    {
        line = default;
        var fault = LineText.Check(row);
        if (fault != LineFault.None)
        {
            return fault;
        }

        if (row is [.., (byte)'\t' or (byte)' '])
        {
            return LineFault.TrailingBlank;
        }

        return kind == IdSyncKind.CrossDeviceToHashedEmail
            ? ParseCustomer(row, ids, out line)
            : ParseDevices(row, ids[..columns], out line);
    }

    private static LineFault ParseDevices(
        ReadOnlySpan<byte> row, Span<Range> ids, out IdSyncLine line)
    {
        line = default;
        var count = 0;
        foreach (var column in row.Split((byte)'\t'))
        {
            if (count == ids.Length)
            {
                return LineFault.WrongColumnCount;
            }

            ids[count++] = column;
        }

        if (count != ids.Length)
        {
            return LineFault.WrongColumnCount;
        }

        line = new IdSyncLine(row, ids, emailsDropped: 0);
        return HasEmpty(row, ids) ? LineFault.EmptyColumn : LineFault.None;
    }

    private static LineFault ParseCustomer(
        ReadOnlySpan<byte> row, Span<Range> ids, out IdSyncLine line)
    {
        line = default;
        var tab = row.IndexOf((byte)'\t');
        if (tab < 0)
        {
            return LineFault.WrongColumnCount;
        }

        ids = ids[..CustomerIdsMax];
        ids[0] = ..tab;
        var emails = ids[1..];
        var fault = TakeLastEmails(row, tab + 1, emails, out var count, out var dropped);
        if (fault != LineFault.None || HasEmpty(row, ids[..1]))
        {
            return LineFault.EmptyColumn;
        }

        line = new IdSyncLine(row, ids[..(1 + count)], dropped);
        return LineFault.None;
    }

    // Walks from the end, because the last ones stay, and puts them in the order of the row.
    private static LineFault TakeLastEmails(
        ReadOnlySpan<byte> row, int start, Span<Range> emails, out int count, out int dropped)
    {
        count = 0;
        dropped = 0;
        var end = row.Length;
        while (end >= start)
        {
            var from = start + row[start..end].LastIndexOfAny((byte)',', (byte)'\t') + 1;
            Debug.Assert(from >= start && from <= end);
            var email = Trim(row, from, end);
            if (email.Start.Value == email.End.Value)
            {
                return LineFault.EmptyColumn;
            }

            end = from - 1;
            if (Holds(row, emails[..count], row[email]))
            {
                continue;
            }

            if (count == emails.Length)
            {
                dropped++;
                continue;
            }

            emails[count++] = email;
        }

        emails[..count].Reverse();
        return LineFault.None;
    }

    private static Range Trim(ReadOnlySpan<byte> row, int from, int end)
    {
        while (from < end && row[from] == (byte)' ')
        {
            from++;
        }

        while (end > from && row[end - 1] == (byte)' ')
        {
            end--;
        }

        return from..end;
    }

    private static bool Holds(
        ReadOnlySpan<byte> row, ReadOnlySpan<Range> emails, ReadOnlySpan<byte> email)
    {
        foreach (var known in emails)
        {
            if (row[known].SequenceEqual(email))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasEmpty(ReadOnlySpan<byte> row, ReadOnlySpan<Range> ids)
    {
        foreach (var id in ids)
        {
            if (!row[id].ContainsAnyExcept((byte)' '))
            {
                return true;
            }
        }

        return false;
    }
}

using System.Buffers;
using System.Collections.Immutable;

namespace Krewe.Domain.Access;

/// <summary>An append-only log, as what of it is not in full pages yet. Every change is a new
/// value.</summary>
/// <remarks>
/// <para>Shape: entries lie in pages of <see cref="PageEntries"/>. Full ones, from
/// <see cref="FirstPage"/> to before <see cref="TailPage"/>, are kept by themselves and never
/// change; the <see cref="Tail"/> is kept here, so that an entry is one write. What is before
/// <see cref="ClearedPage"/> takes no room any more.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("audit-trail")]
public sealed record AuditTrail
{
    /// <summary>Entries of a page: the tail is written with every entry, so it is short.</summary>
    public const int PageEntries = 64;

    /// <summary>Full pages that are kept: 640,000 entries, about 64 MB.</summary>
    public const int PagesMax = 10_000;

    /// <summary>What is written for an id that could stand for a person.</summary>
    public const string Withheld = "***";

    /// <summary>Characters of a kind, of a code and of an id; a hashed e-mail has 64.</summary>
    public const int WordLengthMax = 40;

    private static readonly SearchValues<char> Safe = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-/");

    /// <summary>How long an entry is kept at least, if there are not more than
    /// <see cref="PagesMax"/> pages: a year and five weeks to look at it.</summary>
    public static TimeSpan KeptFor { get; } = TimeSpan.FromDays(400);

    /// <summary>Nothing was ever done.</summary>
    public static AuditTrail Empty { get; } = new();

    /// <summary>The first full page that is kept.</summary>
    [Id(0)]
    public long FirstPage { get; init; }

    /// <summary>The page that the tail will be.</summary>
    [Id(1)]
    public long TailPage { get; init; }

    /// <summary>The entries that are in no page yet, oldest first.</summary>
    [Id(2)]
    public ImmutableArray<AuditEntry> Tail { get; init; } = [];

    /// <summary>The first page that may still take room.</summary>
    [Id(3)]
    public long ClearedPage { get; init; }

    /// <summary>The number of the latest entry; 0: there is none.</summary>
    public long LastNumber => (TailPage * PageEntries) + Tail.Length;

    /// <summary>The number of the first entry that is kept.</summary>
    public long FirstNumber => (FirstPage * PageEntries) + 1;

    /// <summary>Whether the tail has to become a page before the next entry.</summary>
    public bool IsTailFull => Tail.Length >= PageEntries;

    /// <summary>The page that an entry lies in.</summary>
    public static long PageOf(long number) => (number - 1) / PageEntries;

    /// <summary>Adds an entry.</summary>
    /// <exception cref="InvalidOperationException">The tail is full: <see cref="Seal"/> it.
    /// </exception>
    /// <exception cref="ArgumentException">The action or kind is no code.</exception>
    public AuditTrail Append(AuditRecord record, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (IsTailFull)
        {
            throw new InvalidOperationException("The tail is full.");
        }

        ThrowIfNoCode(record.Action);
        ThrowIfNoCode(record.Kind);
        var exact = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
        var instant = Tail is [.., var last] && last.At > exact ? last.At : exact;
        var tidy = IsSafe(record.Id) ? record : record with { Id = Withheld };
        return this with { Tail = Tail.Add(new AuditEntry(LastNumber + 1, instant, tidy)) };
    }

    /// <summary>Begins a new tail; the one before is kept as a page.</summary>
    /// <param name="firstPage">The first page to keep from now on.</param>
    public AuditTrail Seal(long firstPage) => this with
    {
        FirstPage = firstPage,
        TailPage = TailPage + 1,
        Tail = [],
    };

    /// <summary>Whether a page may go, the latest of whose entries was made at an
    /// instant.</summary>
    public bool IsOver(long page, DateTimeOffset latest, DateTimeOffset now) =>
        TailPage - page >= PagesMax || now - latest > KeptFor;

    // Ids of the product are numbers and short codes; addresses and hashes are neither.
    private static bool IsSafe(string id) =>
        id.Length <= WordLengthMax && !id.AsSpan().ContainsAnyExcept(Safe);

    private static void ThrowIfNoCode(string code)
    {
        if (code.Length == 0 || !IsSafe(code))
        {
            throw new ArgumentException(
                $"A code has letters, digits and dots: {code}.", nameof(code));
        }
    }
}

/// <summary>A full page of the log.</summary>
[GenerateSerializer, Immutable, Alias("audit-page")]
public sealed record AuditPage
{
    /// <summary>The entries, oldest first.</summary>
    [Id(0)]
    public ImmutableArray<AuditEntry> Entries { get; init; } = [];
}

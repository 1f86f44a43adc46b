using System.Buffers;
using System.Diagnostics;
using System.Text;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Onboarding;

/// <summary>Which ids a column of an inbound file may hold: made once a file, asked once a
/// line.</summary>
/// <remarks>
/// <para>Shape: data source 0 holds UUIDs, the global ones advertising ids, one that shares
/// e-mails their hashes; every other holds the customer's own ids.</para>
/// <para>Errors: returned as <see cref="LineFault"/>. Nothing is allocated for ids that become a
/// number, a digest or short text.</para>
/// <para>Source: Audience Manager, "Index of IDs", "Global data sources" and "Inbound data file
/// contents", read 2026-11.</para>
/// </remarks>
public sealed class UserIdRules
{
    private static readonly SearchValues<byte> Suspects = SearchValues.Create(":%@"u8);
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);
    private static readonly SearchValues<byte> LowerHex = SearchValues.Create("0123456789abcdef"u8);
    private static readonly SearchValues<byte> UpperHex = SearchValues.Create("0123456789ABCDEF"u8);
    private static readonly SearchValues<byte> AnyHex =
        SearchValues.Create("0123456789abcdefABCDEF"u8);

    private static readonly SearchValues<byte> Alphanumerics = SearchValues.Create(
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-"u8);

    private const int UuidLength = 36;
    private const int HashDigits = Sha256Digest.HexLength;

    private readonly bool _isIdSync;
    private readonly bool _holdsHashes;
    private readonly GlobalDataSource? _global;

    /// <summary>The rules of one column.</summary>
    /// <param name="source">Whose ids it holds.</param>
    /// <param name="shareAs">The hash label of that data source.</param>
    /// <param name="isIdSync">The column is of an ID synchronisation file, where URL-encoding
    /// is refused.</param>
    public UserIdRules(DataSourceId source, HashLabel shareAs, bool isIdSync)
    {
        Source = source;
        _isIdSync = isIdSync;
        _holdsHashes = shareAs == HashLabel.EmailsSha256Lowercased;
        _global = GlobalDataSources.Find(source);
    }

    /// <summary>Whose ids the column holds.</summary>
    public DataSourceId Source { get; }

    /// <summary>Checks and parses one id.</summary>
    public LineFault Check(ReadOnlySpan<byte> id, out IdentityValue value)
    {
        value = default;
        var fault = CheckText(id);
        if (fault != LineFault.None)
        {
            return fault;
        }

        // The bytes of a line are checked to be UTF-8 before its columns are.
        var isParsed = IdentityValue.TryParse(id, out value);
        Debug.Assert(isParsed || !System.Text.Unicode.Utf8.IsValid(id));
        return isParsed ? LineFault.None : LineFault.NotUtf8;
    }

    /// <summary>The fault in words, with what this column expects.</summary>
    public string Reason(LineFault fault) =>
        fault == LineFault.InvalidDeviceId && _global is { } global
            ? $"The user id is not an id of data source {Source}, {global.Source.Name}: expected "
                + $"{global.Expected}."
            : fault.Text();

    private LineFault CheckText(ReadOnlySpan<byte> id)
    {
        if (Source == DataSourceId.Uuid)
        {
            return id.Length == IdentityValue.NumberDigits && !id.ContainsAnyExcept(Digits)
                ? LineFault.None
                : LineFault.InvalidAamId;
        }

        if (_global is { } global)
        {
            return IsDeviceId(id, global.Shape) ? LineFault.None : LineFault.InvalidDeviceId;
        }

        return _holdsHashes ? CheckHash(id) : CheckCustomerId(id);
    }

    private static LineFault CheckHash(ReadOnlySpan<byte> id)
    {
        if (id.Length == HashDigits && !id.ContainsAnyExcept(LowerHex))
        {
            return Placeholders.IsHashOfNothing(id) ? LineFault.PlaceholderId : LineFault.None;
        }

        if (PersonalData.LooksLikeEmail(id))
        {
            return LineFault.RawEmail;
        }

        if (HasSpaceAround(id))
        {
            return LineFault.IdSurroundedBySpaces;
        }

        if (Placeholders.Contains(id))
        {
            return LineFault.PlaceholderId;
        }

        return id.ContainsAnyExcept(AnyHex) ? LineFault.HashNotHex
            : id.Length != HashDigits ? LineFault.HashLength
            : LineFault.HashUpperCase;
    }

    private LineFault CheckCustomerId(ReadOnlySpan<byte> id)
    {
        var fault = id.ContainsAny(Suspects) ? CheckSuspects(id) : LineFault.None;
        if (fault != LineFault.None)
        {
            return fault;
        }

        if (Placeholders.Contains(id))
        {
            return LineFault.PlaceholderId;
        }

        return id.Length > IdentityValue.LengthMax ? LineFault.IdTooLong
            : HasSpaceAround(id) ? LineFault.IdSurroundedBySpaces
            : LineFault.None;
    }

    private LineFault CheckSuspects(ReadOnlySpan<byte> id)
    {
        if (PersonalData.LooksLikeEmail(id))
        {
            return LineFault.RawEmail;
        }

        return id.Contains((byte)':') || HasEscape(id, "3A"u8) ? LineFault.IdWithColon
            : _isIdSync && HasEscape(id, default) ? LineFault.IdUrlEncoded
            : LineFault.None;
    }

    // True if a percent sign is followed by these two hex digits, or by any two.
    private static bool HasEscape(ReadOnlySpan<byte> id, ReadOnlySpan<byte> code)
    {
        for (var at = 0; at + 2 < id.Length; at++)
        {
            var digits = id.Slice(at + 1, 2);
            if (id[at] == (byte)'%'
                && !digits.ContainsAnyExcept(AnyHex)
                && (code.IsEmpty || Ascii.EqualsIgnoreCase(digits, code)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDeviceId(ReadOnlySpan<byte> id, DeviceIdShape shape) => shape switch
    {
        DeviceIdShape.LowerUuid => IsUuid(id, LowerHex),
        DeviceIdShape.UpperUuid => IsUuid(id, UpperHex),
        _ => id.Length is > 0 and <= IdentityValue.LengthMax
            && !id.ContainsAnyExcept(Alphanumerics)
            && id.ContainsAnyExcept("0-"u8),
    };

    // All zeros is what a device answers whose owner limits tracking.
    private static bool IsUuid(ReadOnlySpan<byte> id, SearchValues<byte> hex) =>
        id.Length == UuidLength
        && id[8] == '-' && id[13] == '-' && id[18] == '-' && id[23] == '-'
        && !id[..8].ContainsAnyExcept(hex)
        && !id[9..13].ContainsAnyExcept(hex)
        && !id[14..18].ContainsAnyExcept(hex)
        && !id[19..23].ContainsAnyExcept(hex)
        && !id[24..].ContainsAnyExcept(hex)
        && id.ContainsAnyExcept("0-"u8);

    private static bool HasSpaceAround(ReadOnlySpan<byte> id) =>
        id is [(byte)' ', ..] or [.., (byte)' '];
}

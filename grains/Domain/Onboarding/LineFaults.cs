using System.Globalization;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Onboarding;

/// <summary>What a fault means to the person who sent the file.</summary>
public static class LineFaults
{
    private static readonly string LineLength = Number(OnboardingLimits.LineLengthMax);
    private static readonly string IdLength = Number(IdentityValue.LengthMax);

    /// <summary>Which counter the fault belongs to.</summary>
    public static LineFaultClass Class(this LineFault fault) => fault switch
    {
        LineFault.None => LineFaultClass.None,
        < LineFault.InvalidAamId => LineFaultClass.Format,
        LineFault.InvalidAamId => LineFaultClass.InvalidAamId,
        LineFault.InvalidDeviceId => LineFaultClass.InvalidDeviceId,
        < LineFault.NoMatchingId => LineFaultClass.InvalidCustomerId,
        LineFault.NoMatchingId => LineFaultClass.NoMatchingId,
        LineFault.NoTraitRealized => LineFaultClass.NoTraitRealized,
        _ => LineFaultClass.Warning,
    };

    /// <summary>Cause and cure, in a sentence or two that hold nothing of the line.</summary>
    public static string Text(this LineFault fault) => fault switch
    {
        LineFault.None => "The line is good.",
        < LineFault.InvalidAamId => FormatText(fault),
        < LineFault.NoMatchingId => IdText(fault),
        _ => OutcomeText(fault),
    };

    private static string FormatText(LineFault fault) => fault switch
    {
        LineFault.NoTab =>
            "There is no TAB. Put one between the user id and the traits.",
        LineFault.MoreThanOneTab =>
            "There is more than one TAB. Put one after the user id and commas between the traits.",
        LineFault.EmptyUserId =>
            "The user id is empty. Begin the line with it.",
        LineFault.NoItems =>
            "Nothing follows the TAB. Put at least one trait there, such as d_sid=12345.",
        LineFault.BadItem =>
            "An item is neither d_sid=NUMBER, d_unsid=NUMBER, NUMBER, NUMBER:0, NUMBER:-1 nor "
            + "KEY=VALUE.",
        LineFault.BadTraitNumber =>
            "A trait number is not a number. Write digits only, at most 2147483647.",
        LineFault.BadKey =>
            "A key has no letter, dash or underscore, or has an exclamation mark.",
        LineFault.EmptyValue =>
            "A key has no value. Leave the pair out.",
        LineFault.UnclosedQuote =>
            "A double quote is not closed.",
        LineFault.StrayQuote =>
            "A double quote stands inside a key or value. Quotes go around the whole of it.",
        LineFault.CurlyQuote =>
            "There are curly quotes. Use straight double quotes.",
        LineFault.ControlCharacter =>
            "There is a control character. Take it out.",
        LineFault.NotUtf8 =>
            "The line is not UTF-8. Send the file as UTF-8 or ASCII.",
        LineFault.BadIdType =>
            "The first column is neither IDFA nor Android.",
        LineFault.MixedIdTypes =>
            "The id type differs from the lines before. Send IDFA and Android in separate files.",
        LineFault.WrongColumnCount =>
            "The row does not have one column for each data source in the file name.",
        LineFault.EmptyColumn =>
            "A column is empty. Give every id, or leave the row out.",
        LineFault.TrailingBlank =>
            "The row ends in a TAB or a space. Take it out.",
        _ => throw Unknown(fault),
    };

    private static string IdText(LineFault fault) => fault switch
    {
        LineFault.InvalidAamId =>
            "The user id is not a UUID: expected 38 digits.",
        LineFault.InvalidDeviceId =>
            "The user id is not an advertising id of the data source's kind.",
        LineFault.IdTooLong =>
            $"The id is longer than {IdLength} bytes.",
        LineFault.IdSurroundedBySpaces =>
            "The id begins or ends with a space. Take it out.",
        LineFault.IdWithColon =>
            "The id holds a colon, plain or as %3A. Use ids without it.",
        LineFault.IdUrlEncoded =>
            "The id is URL-encoded. Send it as it is.",
        LineFault.RawEmail =>
            "The id is an e-mail address in the clear. Send its SHA-256 hash or another id; "
            + "addresses are not stored.",
        LineFault.PlaceholderId =>
            "The id is a placeholder and names nobody. Leave the line out.",
        LineFault.HashUpperCase =>
            "The hash has upper-case digits. Send 64 hex digits in lower case.",
        LineFault.HashLength =>
            "The hash does not have 64 digits. Send the SHA-256 of the trimmed, lower-cased "
            + "address as 64 hex digits.",
        LineFault.HashNotHex =>
            "The hash has something other than hex digits. Send 64 hex digits in lower case.",
        _ => throw Unknown(fault),
    };

    private static string OutcomeText(LineFault fault) => fault switch
    {
        LineFault.NoMatchingId =>
            "The id is not linked to a device. Synchronise the ids first, then send the file "
            + "again.",
        LineFault.NoTraitRealized =>
            "No item names an onboarded trait of the data source. Define the trait first, then "
            + "send the file again.",
        LineFault.OverlongLine =>
            $"The line is longer than {LineLength} bytes and was left out.",
        LineFault.LineOverUserMax =>
            $"The user has more than {OnboardingLimits.LinesPerUserMax} lines in the file; the "
            + "rest was dropped.",
        LineFault.EmailsOverMax =>
            $"The customer has more than {OnboardingLimits.EmailsPerCustomerMax} hashed e-mails; "
            + "the last ones were kept.",
        _ => throw Unknown(fault),
    };

    private static ArgumentOutOfRangeException Unknown(LineFault fault) =>
        new(nameof(fault), fault, "No such fault.");

    private static string Number(int value) =>
        value.ToString("N0", CultureInfo.InvariantCulture);
}

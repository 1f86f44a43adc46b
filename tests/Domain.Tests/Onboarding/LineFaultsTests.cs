using Krewe.Domain.Onboarding;

namespace Krewe.Domain.Tests.Onboarding;

public sealed class LineFaultsTests
{
    [Fact]
    public void Texts_are_as_agreed()
    {
        var texts = Enum.GetValues<LineFault>()
            .Select(fault => $"{(int)fault} {fault} [{fault.Class()}] {fault.Text()}");

        Assert.Equal(
            Golden.Replace("\n  ", " ", StringComparison.Ordinal), string.Join('\n', texts));
    }

    private const string Golden = """
        0 None [None] The line is good.
        1 NoTab [Format] There is no TAB. Put one between the user id and the traits.
        2 MoreThanOneTab [Format] There is more than one TAB. Put one after the user id and
          commas between the traits.
        3 EmptyUserId [Format] The user id is empty. Begin the line with it.
        4 NoItems [Format] Nothing follows the TAB. Put at least one trait there, such as
          d_sid=12345.
        5 BadItem [Format] An item is neither d_sid=NUMBER, d_unsid=NUMBER, NUMBER, NUMBER:0,
          NUMBER:-1 nor KEY=VALUE.
        6 BadTraitNumber [Format] A trait number is not a number. Write digits only, at most
          2147483647.
        7 BadKey [Format] A key has no letter, dash or underscore, or has an exclamation mark.
        8 EmptyValue [Format] A key has no value. Leave the pair out.
        9 UnclosedQuote [Format] A double quote is not closed.
        10 StrayQuote [Format] A double quote stands inside a key or value. Quotes go around
          the whole of it.
        11 CurlyQuote [Format] There are curly quotes. Use straight double quotes.
        12 ControlCharacter [Format] There is a control character. Take it out.
        13 NotUtf8 [Format] The line is not UTF-8. Send the file as UTF-8 or ASCII.
        14 BadIdType [Format] The first column is neither IDFA nor Android.
        15 MixedIdTypes [Format] The id type differs from the lines before. Send IDFA and
          Android in separate files.
        16 WrongColumnCount [Format] The row does not have one column for each data source in
          the file name.
        17 EmptyColumn [Format] A column is empty. Give every id, or leave the row out.
        18 TrailingBlank [Format] The row ends in a TAB or a space. Take it out.
        32 InvalidAamId [InvalidAamId] The user id is not a UUID: expected 38 digits.
        33 InvalidDeviceId [InvalidDeviceId] The user id is not an advertising id of the data
          source's kind.
        34 IdTooLong [InvalidCustomerId] The id is longer than 1,024 bytes.
        35 IdSurroundedBySpaces [InvalidCustomerId] The id begins or ends with a space. Take
          it out.
        36 IdWithColon [InvalidCustomerId] The id holds a colon, plain or as %3A. Use ids
          without it.
        37 IdUrlEncoded [InvalidCustomerId] The id is URL-encoded. Send it as it is.
        38 RawEmail [InvalidCustomerId] The id is an e-mail address in the clear. Send its
          SHA-256 hash or another id; addresses are not stored.
        39 PlaceholderId [InvalidCustomerId] The id is a placeholder and names nobody. Leave
          the line out.
        40 HashUpperCase [InvalidCustomerId] The hash has upper-case digits. Send 64 hex
          digits in lower case.
        41 HashLength [InvalidCustomerId] The hash does not have 64 digits. Send the SHA-256
          of the trimmed, lower-cased address as 64 hex digits.
        42 HashNotHex [InvalidCustomerId] The hash has something other than hex digits. Send
          64 hex digits in lower case.
        64 NoMatchingId [NoMatchingId] The id is not linked to a device. Synchronise the ids
          first, then send the file again.
        65 NoTraitRealized [NoTraitRealized] No item names an onboarded trait of the data
          source. Define the trait first, then send the file again.
        96 OverlongLine [Warning] The line is longer than 102,400 bytes and was left out.
        97 LineOverUserMax [Warning] The user has more than 200 lines in the file; the rest
          was dropped.
        98 EmailsOverMax [Warning] The customer has more than 10 hashed e-mails; the last ones
          were kept.
        """;
}

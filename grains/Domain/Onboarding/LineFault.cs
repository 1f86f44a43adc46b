namespace Krewe.Domain.Onboarding;

/// <summary>Why a line of an inbound file was refused, or what to warn about.</summary>
/// <remarks><para>Shape: stored with samples; numbers are never reused. A line has at most one
/// fault: the first in the order format, id, match, traits.</para></remarks>
[GenerateSerializer, Alias("line-fault")]
public enum LineFault : byte
{
    /// <summary>The line is good.</summary>
    None = 0,

    /// <summary>No TAB between the user id and the traits.</summary>
    NoTab = 1,

    /// <summary>A TAB too many.</summary>
    MoreThanOneTab = 2,

    /// <summary>Nothing before the TAB.</summary>
    EmptyUserId = 3,

    /// <summary>Nothing after the TAB.</summary>
    NoItems = 4,

    /// <summary>An item that is neither a trait nor a signal.</summary>
    BadItem = 5,

    /// <summary>A trait number that is not a number.</summary>
    BadTraitNumber = 6,

    /// <summary>A signal key that no rule could name.</summary>
    BadKey = 7,

    /// <summary>A signal without a value.</summary>
    EmptyValue = 8,

    /// <summary>A double quote that is never closed.</summary>
    UnclosedQuote = 9,

    /// <summary>A double quote inside a key or value.</summary>
    StrayQuote = 10,

    /// <summary>A curly quote.</summary>
    CurlyQuote = 11,

    /// <summary>A control character.</summary>
    ControlCharacter = 12,

    /// <summary>Bytes that are not UTF-8.</summary>
    NotUtf8 = 13,

    /// <summary>A first column that is neither IDFA nor Android.</summary>
    BadIdType = 14,

    /// <summary>Another id type than on the lines before.</summary>
    MixedIdTypes = 15,

    /// <summary>Not as many columns as the file name has data sources.</summary>
    WrongColumnCount = 16,

    /// <summary>A column or list entry without an id.</summary>
    EmptyColumn = 17,

    /// <summary>A row that ends in a TAB or a space.</summary>
    TrailingBlank = 18,

    /// <summary>Not a UUID of 38 digits.</summary>
    InvalidAamId = 32,

    /// <summary>Not an advertising id of the data source's kind.</summary>
    InvalidDeviceId = 33,

    /// <summary>A longer id than is kept.</summary>
    IdTooLong = 34,

    /// <summary>An id that begins or ends with a space.</summary>
    IdSurroundedBySpaces = 35,

    /// <summary>An id with a colon, plain or URL-encoded.</summary>
    IdWithColon = 36,

    /// <summary>A URL-encoded id.</summary>
    IdUrlEncoded = 37,

    /// <summary>An e-mail address in the clear.</summary>
    RawEmail = 38,

    /// <summary>A word that stands for no id.</summary>
    PlaceholderId = 39,

    /// <summary>A hash in upper case.</summary>
    HashUpperCase = 40,

    /// <summary>A hash that is too short or too long.</summary>
    HashLength = 41,

    /// <summary>A hash with something that is no hex digit.</summary>
    HashNotHex = 42,

    /// <summary>The id was never linked to a device.</summary>
    NoMatchingId = 64,

    /// <summary>No item maps to an onboarded trait.</summary>
    NoTraitRealized = 65,

    /// <summary>A line that is too long; left out.</summary>
    OverlongLine = 96,

    /// <summary>A line after the last that is taken of one user; dropped.</summary>
    LineOverUserMax = 97,

    /// <summary>More hashed e-mails than are kept of one customer; the last ones are.</summary>
    EmailsOverMax = 98,
}

/// <summary>Which counter a fault belongs to.</summary>
[GenerateSerializer, Alias("line-fault-class")]
public enum LineFaultClass : byte
{
    /// <summary>Stored.</summary>
    None = 0,

    /// <summary>The line does not match the syntax.</summary>
    Format = 1,

    /// <summary>The UUID is wrong.</summary>
    InvalidAamId = 2,

    /// <summary>The advertising id is wrong.</summary>
    InvalidDeviceId = 3,

    /// <summary>The customer's own id is wrong.</summary>
    InvalidCustomerId = 4,

    /// <summary>Nothing is known of the id.</summary>
    NoMatchingId = 5,

    /// <summary>Nothing came of the line.</summary>
    NoTraitRealized = 6,

    /// <summary>Not a record: counted by itself.</summary>
    Warning = 7,
}

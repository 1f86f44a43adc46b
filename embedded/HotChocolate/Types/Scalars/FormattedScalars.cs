using System.Globalization;
using System.Xml;

namespace HotChocolate.Types.Scalars;

/// <summary>The scalars that travel as text of one format.</summary>
internal static class FormattedScalars
{
    private const string SpecifiedAt = "https://www.graphql-scalars.com/";

    public static ScalarType DateTime { get; } = new FormattedScalar<DateTimeOffset>(
        "DateTime",
        "a date and time with its offset, such as 2026-01-31T12:00:00Z, is needed",
        TryReadDateTime,
        value => value switch
        {
            DateTimeOffset instant => Say(instant),
            System.DateTime { Kind: DateTimeKind.Unspecified } => null,
            System.DateTime instant => Say(new DateTimeOffset(instant.ToUniversalTime())),
            _ => null,
        })
    {
        SpecifiedBy = $"{SpecifiedAt}date-time",
    };

    public static ScalarType LocalDate { get; } = new FormattedScalar<DateOnly>(
        "LocalDate",
        "a date such as 2026-01-31 is needed",
        (string text, out DateOnly value) => DateOnly.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value),
        value => (value as DateOnly?)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
    {
        SpecifiedBy = $"{SpecifiedAt}local-date",
    };

    public static ScalarType LocalTime { get; } = new FormattedScalar<TimeOnly>(
        "LocalTime",
        "a time such as 12:30:00 is needed",
        (string text, out TimeOnly value) => TimeOnly.TryParseExact(
            text,
            ["HH:mm:ss", "HH:mm:ss.FFFFFFF"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out value),
        value => (value as TimeOnly?)?.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture))
    {
        SpecifiedBy = $"{SpecifiedAt}local-time",
    };

    public static ScalarType Duration { get; } = new FormattedScalar<TimeSpan>(
        "Duration",
        "an ISO 8601 duration such as PT5M is needed",
        TryReadDuration,
        value => value is TimeSpan span ? XmlConvert.ToString(span) : null)
    {
        SpecifiedBy = $"{SpecifiedAt}duration",
    };

    public static ScalarType Uuid { get; } = new FormattedScalar<Guid>(
        "UUID",
        "a UUID with hyphens is needed",
        (string text, out Guid value) => Guid.TryParseExact(text, "D", out value),
        value => (value as Guid?)?.ToString("D"))
    {
        SpecifiedBy = "https://tools.ietf.org/html/rfc4122",
    };

    public static ScalarType Uri { get; } = new FormattedScalar<Uri>(
        "URI",
        "a URI is needed",
        (string text, out Uri value) =>
            System.Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out value!),
        value => value is Uri { IsAbsoluteUri: true } uri ? uri.AbsoluteUri : value.ToString())
    {
        SpecifiedBy = "https://tools.ietf.org/html/rfc3986",
    };

    public static ScalarType Base64String { get; } = new FormattedScalar<byte[]>(
        "Base64String",
        "bytes in base64 are needed",
        TryReadBase64,
        value => value is byte[] bytes ? Convert.ToBase64String(bytes) : null)
    {
        SpecifiedBy = "https://tools.ietf.org/html/rfc4648",
    };

    /// <summary>An offset is asked for: without one the text does not say an instant.</summary>
    private static bool TryReadDateTime(string text, out DateTimeOffset value)
    {
        value = default;
        var time = text.IndexOfAny(['T', 't']);
        return time > 0
            && text.AsSpan(time).ContainsAny("Zz+-")
            && DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);
    }

    private static string Say(DateTimeOffset instant) => instant.Offset == TimeSpan.Zero
        ? instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)
        : instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    private static bool TryReadDuration(string text, out TimeSpan value)
    {
        try
        {
            value = XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception fault) when (fault is FormatException or OverflowException)
        {
            value = default;
            return false;
        }
    }

    private static bool TryReadBase64(string text, out byte[] value)
    {
        value = new byte[((text.Length + 3) / 4 * 3)];
        var isRead = Convert.TryFromBase64String(text, value, out var length);
        value = isRead ? value[..length] : [];
        return isRead;
    }
}

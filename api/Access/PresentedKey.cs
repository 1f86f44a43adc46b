using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Krewe.Api.Access;

/// <summary>Finds the key in the headers of a request.</summary>
internal static class PresentedKey
{
    /// <summary>The header of callers that cannot set <c>Authorization</c>.</summary>
    public const string Header = "X-Api-Key";

    // A key has 49 characters; who sends more does not send a key.
    private const int LengthMax = 1_024;

    /// <summary>What is presented as a key, or null.</summary>
    /// <remarks><c>Authorization: Bearer KEY</c>, or <c>Basic</c> with the key for user name as
    /// event clients send it, or else <c>X-Api-Key: KEY</c>.</remarks>
    public static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length is 0 or > LengthMax)
        {
            var own = request.Headers[Header].ToString();
            return own.Length is 0 or > LengthMax ? null : own;
        }

        return OfAuthorization(header);
    }

    /// <summary>The key in the value of <c>Authorization</c>, or null.</summary>
    public static string? OfAuthorization(string value)
    {
        if (value.Length > LengthMax
            || !AuthenticationHeaderValue.TryParse(value, out var parsed)
            || parsed.Parameter is not { } parameter)
        {
            return null;
        }

        return parsed.Scheme.ToUpperInvariant() switch
        {
            "BEARER" => parameter,
            "BASIC" => UserOf(parameter),
            _ => null,
        };
    }

    private static string? UserOf(string parameter)
    {
        Span<byte> text = stackalloc byte[LengthMax];
        return Convert.TryFromBase64String(parameter, text, out var length)
            ? Encoding.UTF8.GetString(text[..length]).Split(':')[0]
            : null;
    }
}

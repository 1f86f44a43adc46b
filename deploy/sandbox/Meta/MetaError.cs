using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using Krewe.Sandbox.Calls;

namespace Krewe.Sandbox.Meta;

/// <summary>One error as the Graph API tells it.</summary>
internal sealed record MetaError(int Code, int? Subcode, int Status, string Message)
{
    public string Type { get; init; } = "OAuthException";

    public bool? IsTransient { get; init; }

    public string? UserTitle { get; init; }

    public string? UserMessage { get; init; }

    /// <summary>Code and subcode, as faults and the journal name it.</summary>
    public string Name => Subcode is { } subcode
        ? string.Create(CultureInfo.InvariantCulture, $"{Code}.{subcode}")
        : Code.ToString(CultureInfo.InvariantCulture);

    public bool IsRateLimit => Code is 4 or 17 or 32 or 341 or 613 or 80003;

    public Reply ToReply(PlatformCall call)
    {
        call.Facts.Error = Name;
        var error = new JsonObject
        {
            ["message"] = Message,
            ["type"] = Type,
            ["code"] = Code,
        };
        AddOptional(error);
        error["fbtrace_id"] = "A" + call.World.Random.NextText(22);
        return Reply.Json(new JsonObject { ["error"] = error }, Status);
    }

    private void AddOptional(JsonObject error)
    {
        if (Subcode is { } subcode)
        {
            error["error_subcode"] = subcode;
        }

        if (IsTransient is { } isTransient)
        {
            error["is_transient"] = isTransient;
        }

        if (UserTitle is { } title)
        {
            error["error_user_title"] = title;
            error["error_user_msg"] = UserMessage;
        }
    }
}

/// <summary>The errors that the sandbox answers by itself or by a fault.</summary>
/// <remarks>
/// Codes and subcodes are the contract; the texts are close to what the platform says and no
/// client may tell errors apart by them.
/// </remarks>
internal static class MetaErrors
{
    public static readonly MetaError UnknownTransient = new(
        2, null, 500, "An unexpected error has occurred. Please retry your request later.")
    {
        IsTransient = true,
    };

    public static readonly MetaError InvalidToken =
        new(190, null, 400, "Invalid OAuth access token - Cannot parse access token");

    public static readonly MetaError MissingToken = new(
        2500,
        null,
        400,
        "An active access token must be used to query information about the current user.");

    public static readonly MetaError TermsNotAccepted = new(
        200, 1870090, 403, "(#200) Permissions error")
    {
        UserTitle = "Custom Audience Terms Not Accepted",
        UserMessage = "To create or edit a custom audience, accept the terms of service first.",
        IsTransient = false,
    };

    public static readonly MetaError MissingScope = new(
        294,
        null,
        403,
        "(#294) Managing advertisements requires an access token with the extended permission "
            + "for ads_management");

    public static readonly MetaError NoAccountAccess = new(
        200,
        null,
        403,
        "(#200) Ad account owner has NOT grant ads_management or ads_read permission");

    public static readonly MetaError TooManyAudiences = new(
        2654, null, 400, "(#2654) Failed to create custom audience")
    {
        UserTitle = "Too Many Custom Audiences",
        UserMessage = "An ad account holds at most 500 audiences from customer files.",
        IsTransient = false,
    };

    public static readonly MetaError RateLimited = new(
        80003,
        2446079,
        400,
        "(#80003) There have been too many calls from this ad-account. Wait a bit and try again.")
    {
        IsTransient = false,
    };

    public static readonly MetaError ReplaceRunning = Replace(
        1870145, "An update of this audience is already running.");

    public static readonly MetaError ReplaceTimedOut = Replace(
        1870158, "The session has timed out.");

    public static readonly MetaError ReplaceNotFirst = Replace(
        1870147, "The first batch of a session must have batch_seq 1.");

    public static readonly MetaError ReplaceFinished = Replace(
        1870159, "The session has already finished.");

    private static readonly FrozenDictionary<string, MetaError> Known = new[]
    {
        UnknownTransient,
        InvalidToken,
        MissingToken,
        TermsNotAccepted,
        MissingScope,
        TooManyAudiences,
        RateLimited,
        ReplaceRunning,
        ReplaceTimedOut,
        ReplaceNotFirst,
        ReplaceFinished,
        new MetaError(1, null, 500, "An unknown error occurred") { IsTransient = true },
        new MetaError(4, null, 403, "(#4) Application request limit reached"),
        new MetaError(17, null, 400, "(#17) User request limit reached"),
        new MetaError(17, 2446079, 400, "(#17) User request limit reached"),
        new MetaError(32, null, 403, "(#32) Page request limit reached"),
        new MetaError(613, null, 400, "(#613) Calls to this api have exceeded the rate limit."),
        new MetaError(80003, null, 400, RateLimited.Message),
        new MetaError(102, null, 400, "Session key invalid or no longer valid"),
        new MetaError(10, null, 403, "(#10) Application does not have permission for this action"),
        new MetaError(200, null, 403, "(#200) Permissions error"),
        new MetaError(2655, null, 400, "(#2655) Terms of service has not been accepted"),
        new MetaError(2656, null, 400, "(#2656) Lookalike audiences depend on this audience"),
        new MetaError(368, null, 400, "(#368) The action is temporarily blocked for policy"),
        new MetaError(100, 1713230, 400, "(#100) Uploads to this audience are blocked"),
        new MetaError(1487301, null, 400, "(#1487301) The audience is not shared"),
        new MetaError(1487366, null, 400, "(#1487366) The audience has been deleted"),
        new MetaError(
            190, 458, 400, "Error validating access token: The user removed the application."),
        new MetaError(190, 460, 400, RevokedText),
        new MetaError(190, 467, 400, "Error validating access token: The token is invalid."),
    }.ToFrozenDictionary(error => error.Name, StringComparer.Ordinal);

    private const string RevokedText = "Error validating access token: The session has been "
        + "invalidated because the user changed their password or the session was revoked for "
        + "security reasons.";

    public static MetaError Revoked => Known["190.460"];

    public static MetaError Invalid(string message) => new(100, null, 400, "(#100) " + message);

    public static MetaError Expired(DateTimeOffset at, DateTimeOffset now) => new(
        190,
        463,
        400,
        $"Error validating access token: Session has expired on {Shown(at)}. "
            + $"The current time is {Shown(now)}.");

    public static MetaError NoSuchObject(string method, string id) => new(
        100,
        33,
        400,
        $"Unsupported {method.ToLowerInvariant()} request. Object with ID '{id}' does not exist, "
            + "cannot be loaded due to missing permissions, or does not support this operation")
    {
        Type = "GraphMethodException",
    };

    public static MetaError UnknownPath(string path) =>
        new(2500, null, 400, $"Unknown path components: {path}");

    /// <summary>An error by its name; one that is not known is told without a text.</summary>
    public static MetaError Named(string name, DateTimeOffset now)
    {
        if (name == "190.463")
        {
            return Expired(now, now);
        }

        if (name == "100.33")
        {
            return NoSuchObject("request", "0");
        }

        return Known.TryGetValue(name, out var known) ? known : Unlisted(name);
    }

    public static bool IsName(string name) =>
        name.Split('.') is { Length: 1 or 2 } parts
        && parts.All(part => int.TryParse(part, CultureInfo.InvariantCulture, out _));

    private static MetaError Unlisted(string name)
    {
        var parts = name.Split('.');
        var code = int.Parse(parts[0], CultureInfo.InvariantCulture);
        var subcode = parts.Length > 1
            ? int.Parse(parts[1], CultureInfo.InvariantCulture)
            : (int?)null;
        return new MetaError(code, subcode, 400, $"(#{code}) Error");
    }

    private static MetaError Replace(int subcode, string text) =>
        new(2650, subcode, 400, "(#2650) Failed to update the custom audience")
        {
            IsTransient = false,
            UserTitle = "Audience Update Failed",
            UserMessage = text,
        };

    // The platform tells times in its own zone; seven hours behind, whatever the season.
    private static string Shown(DateTimeOffset at) =>
        at.ToOffset(TimeSpan.FromHours(-7))
            .ToString("dddd, dd-MMM-yy HH:mm:ss 'PDT'", CultureInfo.InvariantCulture);
}

/// <summary>Ends a call with an error, from however deep it was noticed.</summary>
internal sealed class MetaRefusalException(MetaError error) : Exception(error.Message)
{
    public MetaError Error { get; } = error;
}

using System.Text.Json.Nodes;
using Krewe.Sandbox.Calls;
using Krewe.Sandbox.State;
using Microsoft.AspNetCore.WebUtilities;

namespace Krewe.Sandbox.Meta;

/// <summary>How a person lets an application in, and what the application gets for it.</summary>
internal static class MetaSignIn
{
    /// <summary>The consent page, which decides by itself and sends the person back.</summary>
    public static Reply Dialog(MetaCall call)
    {
        var app = App(call);
        var redirectUri = call.Require("redirect_uri");
        var isRegistered = app.RedirectUris.Count == 0
            || app.RedirectUris.Contains(redirectUri, StringComparer.Ordinal);
        if (!isRegistered || !Uri.IsWellFormedUriString(redirectUri, UriKind.Absolute))
        {
            throw new MetaRefusalException(new MetaError(
                191, null, 400, "The domain of this URL isn't included in the app's domains"));
        }

        var answer = call.World.Consent.Approves
            ? Approved(call, app, redirectUri)
            : Denied();
        if (call.Parameters.Text("state") is { } state)
        {
            answer["state"] = state;
        }
        else
        {
            call.Report("sign-in-without-state", call.Path);
        }

        return Reply.Redirect(QueryHelpers.AddQueryString(redirectUri, answer));
    }

    public static Reply Token(MetaCall call) => call.Parameters.Text("grant_type") switch
    {
        "fb_exchange_token" => Exchange(call),
        "client_credentials" => AppToken(call),
        null or "authorization_code" => ForCode(call),
        var other => throw new MetaRefusalException(
            MetaErrors.Invalid($"Param grant_type does not know {other}")),
    };

    /// <summary>What a token is worth, asked with a token that may know.</summary>
    public static Reply Inspect(MetaCall call)
    {
        RequireInspector(call);
        var token = call.World.Tokens.Find(call.Require("input_token"));
        var error = token is null ? MetaErrors.InvalidToken : MetaAccess.Fault(token, call.Now);
        var data = token is null ? [] : Describe(call, token);
        data["is_valid"] = error is null;
        if (error is not null)
        {
            data["error"] = new JsonObject
            {
                ["code"] = error.Code,
                ["message"] = error.Message,
                ["subcode"] = error.Subcode ?? 0,
            };
        }

        data["scopes"] = Texts(token?.Scopes ?? []);
        return Reply.Json(new JsonObject { ["data"] = data });
    }

    private static Dictionary<string, string?> Approved(
        MetaCall call, ClientApp app, string redirectUri)
    {
        var scopes = (call.Parameters.Text("scope") ?? "")
            .Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        var code = call.World.Tokens.IssueCode(
            app.Id, call.World.Consent.UserId, redirectUri, scopes);
        return new Dictionary<string, string?>(StringComparer.Ordinal) { ["code"] = code.Value };
    }

    private static Dictionary<string, string?> Denied() => new(StringComparer.Ordinal)
    {
        ["error"] = "access_denied",
        ["error_code"] = "200",
        ["error_description"] = "Permissions error",
        ["error_reason"] = "user_denied",
    };

    private static Reply ForCode(MetaCall call)
    {
        var app = AppWithSecret(call);
        var redirectUri = call.Require("redirect_uri");
        var code = call.World.Tokens.TakeCode(call.Require("code"), out var wasUsed);
        if (code is null)
        {
            throw new MetaRefusalException(wasUsed
                ? BadCode(36009, "This authorization code has been used.")
                : BadCode(36009, "Invalid verification code format."));
        }

        if (code.ExpiresAt <= call.Now)
        {
            throw new MetaRefusalException(
                BadCode(36007, "This authorization code has expired."));
        }

        if (code.AppId != app.Id || code.RedirectUri != redirectUri)
        {
            throw new MetaRefusalException(BadCode(
                36008,
                "Error validating verification code. Please make sure your redirect_uri is "
                    + "identical to the one you used in the OAuth dialog request"));
        }

        var lifetime = call.World.Consent.TokenLifetime ?? WorldSeed.DefaultTokenLifetime;
        return Issued(call, code.UserId, app, code.Scopes, lifetime);
    }

    private static Reply Exchange(MetaCall call)
    {
        var app = AppWithSecret(call);
        var old = call.World.Tokens.Find(call.Require("fb_exchange_token"))
            ?? throw new MetaRefusalException(MetaErrors.InvalidToken);
        if (MetaAccess.Fault(old, call.Now) is { } fault)
        {
            throw new MetaRefusalException(fault);
        }

        return Issued(call, old.UserId, app, old.Scopes, WorldSeed.DefaultTokenLifetime);
    }

    private static Reply AppToken(MetaCall call)
    {
        var app = AppWithSecret(call);
        return Reply.Json(new JsonObject
        {
            ["access_token"] = $"{app.Id}|{app.Secret}",
            ["token_type"] = "bearer",
        });
    }

    private static Reply Issued(
        MetaCall call,
        string userId,
        ClientApp app,
        IReadOnlyList<string> scopes,
        TimeSpan lifetime)
    {
        var token = call.World.Tokens.Issue(userId, app.Id, scopes, lifetime);
        call.Facts.TokenId = token.Id;
        return Reply.Json(new JsonObject
        {
            ["access_token"] = token.Value,
            ["token_type"] = "bearer",
            ["expires_in"] = (long)lifetime.TotalSeconds,
        });
    }

    private static void RequireInspector(MetaCall call)
    {
        var value = call.TokenValue ?? throw new MetaRefusalException(MetaErrors.MissingToken);
        var isApp = value.Split('|') is [var id, var secret]
            && call.World.Apps.GetValueOrDefault(id)?.Secret == secret;
        var isGood = isApp || (call.World.Tokens.Find(value) is { } token
            && MetaAccess.Fault(token, call.Now) is null);
        if (!isGood)
        {
            throw new MetaRefusalException(MetaErrors.InvalidToken);
        }
    }

    private static JsonObject Describe(MetaCall call, AccessToken token)
    {
        var user = call.World.Users.GetValueOrDefault(token.UserId);
        var grants = token.Scopes.Select(scope => (JsonNode)new JsonObject
        {
            ["scope"] = scope,
            ["target_ids"] = Texts(user?.AccountIds.AsEnumerable() ?? []),
        });
        var expiresAt = token.ExpiresAt?.ToUnixTimeSeconds() ?? 0;
        return new JsonObject
        {
            ["app_id"] = token.AppId,
            ["type"] = "USER",
            ["application"] = call.World.Apps.GetValueOrDefault(token.AppId)?.Name,
            ["expires_at"] = expiresAt,
            ["data_access_expires_at"] = expiresAt,
            ["issued_at"] = token.IssuedAt.ToUnixTimeSeconds(),
            ["granular_scopes"] = new JsonArray([.. grants]),
            ["user_id"] = token.UserId,
        };
    }

    private static ClientApp App(MetaCall call) =>
        call.World.Apps.GetValueOrDefault(call.Require("client_id"))
        ?? throw new MetaRefusalException(new MetaError(
            101, null, 400, "Error validating application. Cannot get application info."));

    private static ClientApp AppWithSecret(MetaCall call)
    {
        var app = App(call);
        return call.Require("client_secret") == app.Secret
            ? app
            : throw new MetaRefusalException(
                new MetaError(1, null, 400, "Error validating client secret."));
    }

    private static MetaError BadCode(int subcode, string message) =>
        new(100, subcode, 400, message);

    private static JsonArray Texts(IEnumerable<string> texts) =>
        new([.. texts.Select(text => (JsonNode)text)]);
}

using System.Security.Cryptography;
using System.Text;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Meta;

/// <summary>Who calls, and what they may touch.</summary>
internal sealed class MetaAccess
{
    private const string WriteScope = "ads_management";
    private const string ReadScope = "ads_read";

    private readonly MetaCall _call;
    private readonly AccessToken _token;

    private MetaAccess(MetaCall call, AccessToken token, SandboxUser user)
    {
        _call = call;
        _token = token;
        User = user;
    }

    public SandboxUser User { get; }

    public static MetaAccess Require(MetaCall call)
    {
        if (call.TokenInQuery)
        {
            call.Report("token-in-query", call.Path);
        }

        var value = call.TokenValue
            ?? throw new MetaRefusalException(MetaErrors.MissingToken);
        var token = call.World.Tokens.Find(value)
            ?? throw new MetaRefusalException(MetaErrors.InvalidToken);
        call.Facts.TokenId = token.Id;
        if (Fault(token, call.Now) is { } fault)
        {
            throw new MetaRefusalException(fault);
        }

        CheckProof(call, token);
        var user = call.World.Users.GetValueOrDefault(token.UserId)
            ?? throw new MetaRefusalException(MetaErrors.InvalidToken);
        return new MetaAccess(call, token, user);
    }

    /// <summary>Why a token is good no more; null when it is good.</summary>
    public static MetaError? Fault(AccessToken token, DateTimeOffset now) =>
        token.IsRevoked ? MetaErrors.Revoked
        : token.IsExpired(now) ? MetaErrors.Expired(token.ExpiresAt!.Value, now)
        : null;

    public AdAccount Account() => Find(_call.Segments[0], ReadScope);

    public AdAccount AccountToWrite()
    {
        var account = Find(_call.Segments[0], WriteScope);
        RequireTerms(account);
        return account;
    }

    public Audience Audience() => FindAudience(ReadScope);

    public Audience AudienceToWrite()
    {
        var audience = FindAudience(WriteScope);
        RequireTerms(audience.Account);
        return audience;
    }

    private AdAccount Find(string node, string scope)
    {
        var id = WorldSeed.Bare(node);
        if (node == id || !_call.World.Accounts.TryGetValue(id, out var account))
        {
            throw new MetaRefusalException(MetaErrors.NoSuchObject(_call.Method, node));
        }

        if (!User.AccountIds.Contains(id))
        {
            throw new MetaRefusalException(MetaErrors.NoAccountAccess);
        }

        RequireScope(scope);
        MetaUsage.Count(_call, account);
        return account;
    }

    private Audience FindAudience(string scope)
    {
        var id = _call.Segments[0];
        if (!_call.World.Audiences.TryGetValue(id, out var audience)
            || !User.AccountIds.Contains(audience.Account.Id))
        {
            // Missing and forbidden look the same from outside.
            throw new MetaRefusalException(MetaErrors.NoSuchObject(_call.Method, id));
        }

        RequireScope(scope);
        MetaUsage.Count(_call, audience.Account);
        return audience;
    }

    private void RequireScope(string scope)
    {
        var suffices = _token.Scopes.Contains(scope, StringComparer.Ordinal)
            || _token.Scopes.Contains(WriteScope, StringComparer.Ordinal);
        if (!suffices)
        {
            throw new MetaRefusalException(MetaErrors.MissingScope);
        }
    }

    private static void RequireTerms(AdAccount account)
    {
        if (!account.TermsAccepted)
        {
            throw new MetaRefusalException(MetaErrors.TermsNotAccepted);
        }
    }

    private static void CheckProof(MetaCall call, AccessToken token)
    {
        if (call.Parameters.Text("appsecret_proof") is not { } proof)
        {
            return;
        }

        var secret = call.World.Apps.GetValueOrDefault(token.AppId)?.Secret ?? "";
        var signed = call.Parameters.Text("appsecret_time") is { } time
            ? $"{token.Value}|{time}"
            : token.Value;
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed)));
        if (!string.Equals(proof, expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new MetaRefusalException(new MetaError(
                100, null, 400, "Invalid appsecret_proof provided in the API argument")
            {
                Type = "GraphMethodException",
            });
        }
    }
}

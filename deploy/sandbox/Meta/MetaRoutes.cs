using Krewe.Sandbox.Calls;

namespace Krewe.Sandbox.Meta;

/// <summary>Which feature answers which path.</summary>
internal static class MetaRoutes
{
    public static Reply Answer(MetaCall call)
    {
        if (call.Parameters.IsMalformed)
        {
            throw new MetaRefusalException(MetaErrors.Invalid("The request body is malformed"));
        }

        return Open(call) ?? Guarded(call, MetaAccess.Require(call));
    }

    /// <summary>The doors that need no token.</summary>
    private static Reply? Open(MetaCall call) => (call.Method, call.Segments) switch
    {
        ("GET", ["dialog", "oauth"]) => MetaSignIn.Dialog(call),
        ("GET" or "POST", ["oauth", "access_token"]) => MetaSignIn.Token(call),
        ("GET", ["debug_token"]) => MetaSignIn.Inspect(call),
        _ => null,
    };

    private static Reply Guarded(MetaCall call, MetaAccess access)
    {
        var isAccount = call.Segments is [['a', 'c', 't', '_', ..], ..];
        return (call.Method, call.Segments) switch
        {
            ("GET", ["me"]) => MetaAccounts.Me(access),
            ("GET", ["me", "adaccounts"]) => MetaAccounts.List(call, access),
            ("GET", [_]) when isAccount => MetaAccounts.Read(call, access.Account()),
            ("GET", [_, "customaudiencestos"]) => MetaAccounts.ReadTerms(access.Account()),
            ("POST", [_, "customaudiencestos"]) => MetaAccounts.AcceptTerms(access.Account()),
            ("GET", [_, "customaudiences"]) => MetaAudiences.List(call, access.Account()),
            ("POST", [_, "customaudiences"]) =>
                MetaAudiences.Create(call, access.AccountToWrite()),
            ("DELETE", [_, "usersofanyaudience"]) =>
                MetaMembers.RemoveEverywhere(call, access.AccountToWrite()),
            ("POST", [_, "users"]) => MetaMembers.Add(call, access.AudienceToWrite()),
            ("DELETE", [_, "users"]) => MetaMembers.Remove(call, access.AudienceToWrite()),
            ("POST", [_, "usersreplace"]) => MetaReplace.Upload(call, access.AudienceToWrite()),
            ("GET", [_, "sessions"]) => MetaSessions.Read(call, access.Audience()),
            ("GET", [_]) => MetaAudiences.Read(call, access.Audience()),
            ("POST", [_]) => MetaAudiences.Update(call, access.AudienceToWrite()),
            ("DELETE", [_]) => MetaAudiences.Delete(call, access.AudienceToWrite()),
            _ => throw new MetaRefusalException(MetaErrors.UnknownPath(call.Path)),
        };
    }
}

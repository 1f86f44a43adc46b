using System.Security.Claims;
using System.Text.Encodings.Web;
using Krewe.Domain.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Krewe.Api.Access;

/// <summary>Finds out who calls: the holder of a key, the owner of the data folder, or, in
/// development, whoever is on this machine.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    KeyHolders holders,
    IHostEnvironment environment)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";

    // Nothing of what was presented is said: this gets into logs.
    private const string Unknown = "The key is unknown or revoked.";

    private static readonly ClaimsPrincipal Local =
        new(new CallerIdentity(AuditActor.Local, Role.Operator));

    // A page from elsewhere in a browser here may do what the scripts of event clients do.
    private static readonly ClaimsPrincipal ForeignPage =
        new(new CallerIdentity(AuditActor.Local, Role.Ingest));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var presented = PresentedKey.Of(Request);
        if (presented is null || !ApiKeySecret.HasForm(presented))
        {
            // Event clients always send something; where no key is needed it need not be one.
            return FindLocal() is { } local
                ? Succeed(local)
                : presented is null
                    ? AuthenticateResult.NoResult()
                    : AuthenticateResult.Fail(Unknown);
        }

        return await holders.FindAsync(presented, Context) is { } holder
            ? Succeed(holder)
            : AuthenticateResult.Fail(Unknown);
    }

    private ClaimsPrincipal? FindLocal() =>
        !environment.IsDevelopment()
        || !LocalCaller.IsOnThisMachine(Context)
        || !LocalCaller.IsAddressedHere(Request)
            ? null
            : LocalCaller.IsOfForeignPage(Request) ? ForeignPage : Local;

    private AuthenticateResult Succeed(ClaimsPrincipal user) =>
        AuthenticateResult.Success(new AuthenticationTicket(user, Scheme.Name));
}

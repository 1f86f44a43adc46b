using System.Security.Claims;
using Krewe.Api.Access;

namespace Krewe.Api.Graph;

/// <summary>Answers what the product cannot do yet: never with a success.</summary>
internal sealed class NotAvailable(AuditLog audit)
{
    /// <summary>Refuses, and writes that down.</summary>
    /// <param name="action">One of <see cref="Domain.Access.AuditActions"/>.</param>
    /// <param name="kind">The kind of thing.</param>
    /// <param name="instead">What is not there, and what to do today.</param>
    /// <param name="by">Who asks for it.</param>
    public async Task<T> RefuseAsync<T>(
        string action, string kind, string instead, ClaimsPrincipal by)
    {
        var refusal = await audit.DoAsync(
            by,
            action,
            kind,
            () => Task.FromResult(GraphErrors.Of("NOT_AVAILABLE", instead)),
            _ => (null, IsRefused: true));
        throw refusal;
    }
}

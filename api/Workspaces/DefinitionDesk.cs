using System.Security.Claims;
using HotChocolate;
using Krewe.Api.Access;
using Krewe.Api.Graph;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Workspaces;

namespace Krewe.Api.Workspaces;

/// <summary>The one way on which a part of the definitions is changed: made from those in force,
/// judged whole, put in their place, and in the audit log before it is answered.</summary>
/// <remarks>
/// <para>Whoever was faster is not overwritten: the change is made once more from what is in force
/// then, so that changes of different things made at once are both in force afterwards. Those of
/// one thing are told apart by its own version, where the caller gives one.</para>
/// </remarks>
internal sealed class DefinitionDesk(
    IGrainFactory grains, DefinitionsReader reader, AuditLog audit, TimeProvider time)
{
    // Each is lost to a change that somebody else made: so many in a row are a flood.
    public const int AttemptsMax = 16;

    /// <summary>Changes definitions.</summary>
    /// <param name="asked">What is asked for.</param>
    /// <param name="edit">Makes the change; called again if it comes too late.</param>
    /// <param name="by">Who asks for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MistakesException">The call has mistakes; nothing is changed.</exception>
    /// <exception cref="GraphQLException">The caller may not, or cannot now.</exception>
    public async Task<Changed<TKey>> ChangeAsync<TKey>(
        Asked asked,
        Func<Definitions, DefinitionEdit<TKey>> edit,
        ClaimsPrincipal by,
        CancellationToken cancellationToken)
        where TKey : notnull
    {
        var outcome = await audit.DoAsync(
            by,
            asked.Action,
            asked.Kind,
            () => TryAsync(edit, by, cancellationToken),
            done => (IdOf(asked, done.Changed), done.Refusal is not null));
        return outcome.Changed ?? throw outcome.Refusal!;
    }

    private static string? IdOf<TKey>(Asked asked, Changed<TKey>? changed)
        where TKey : notnull =>
        asked.Id.Length > 0 || changed is null ? asked.Id : changed.Key.ToString();

    private async Task<Outcome<TKey>> TryAsync<TKey>(
        Func<Definitions, DefinitionEdit<TKey>> edit,
        ClaimsPrincipal by,
        CancellationToken cancellationToken)
        where TKey : notnull
    {
        try
        {
            return new Outcome<TKey>(await ApplyAsync(edit, by, cancellationToken), null);
        }
        catch (Exception refusal)
            when (refusal is MistakeException or MistakesException or GraphQLException)
        {
            return new Outcome<TKey>(null, refusal);
        }
    }

    private async Task<Changed<TKey>> ApplyAsync<TKey>(
        Func<Definitions, DefinitionEdit<TKey>> edit,
        ClaimsPrincipal by,
        CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var known = await reader.GetAsync(cancellationToken);
            var made = edit(known);
            ThrowIfRefused(known.Definition, made, by);
            var reply = await grains.GetGrain<IWorkspaceGrain>(WorkspaceId.Main.Name)
                .ApplyOverAsync(known.Version, made.Next, cancellationToken);
            if (!reply.Faults.IsEmpty)
            {
                throw GraphErrors.Of("INVALID_INPUT", string.Join('\n', reply.Faults));
            }

            if (!reply.IsOutdated)
            {
                var now = await reader.GetAsync(cancellationToken);
                return new Changed<TKey>(made.Key, known, now);
            }
        }

        throw GraphErrors.Of(
            "TOO_MANY_CHANGES",
            $"The definitions changed {AttemptsMax} times while this change was made, so it was "
            + "given up; nothing is changed. Send it again, with fewer others at once.");
    }

    private void ThrowIfRefused<TKey>(
        WorkspaceDefinition known, DefinitionEdit<TKey> made, ClaimsPrincipal by)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var revision = WorkspaceRevision.Of(known, made.Next, WorkspacePaths.None, today);
        var faults = WorkspaceValidator
            .Validate(revision.Definition, WorkspaceRules.Default, WorkspacePaths.None)
            .Concat(revision.Faults)
            .Where(fault => fault.Severity == Severity.Error);
        made.Faults.Read(made.Next, faults, made.Mistakes);
        made.Mistakes.ThrowIfAny();
        var refused = GovernanceRights.Find(known, made.Next, by).ToArray();
        if (refused.Length > 0)
        {
            throw new GraphQLException(refused.Select(fault => ErrorBuilder.New()
                .SetMessage(fault.Message)
                .SetCode("AUTH_NOT_AUTHORIZED")
                .Build()));
        }
    }

    private sealed record Outcome<TKey>(Changed<TKey>? Changed, Exception? Refusal);
}

using System.Text;
using Krewe.Api.Events;
using Krewe.Api.Graph;
using Krewe.Api.Identity;
using Krewe.Contracts.Events;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;
using Krewe.Domain.Profiles;

namespace Krewe.Api.Profiles;

/// <summary>Links identities, and lets people opt out and be erased, by the journal of live events:
/// what it has taken in is done whatever happens.</summary>
internal sealed class ProfileDesk(
    IEventIntake intake,
    EventDirectories directories,
    ProfileKeys keys,
    ProfileReader profiles,
    TimeProvider time)
{
    private static readonly ulong Place = StableHash.Of("profile desk"u8);

    /// <summary>Links two identities, and waits until they are one profile's.</summary>
    /// <returns>An identity of that profile.</returns>
    public async Task<IdentityKey> LinkAsync(
        IdentityInput from, IdentityInput to, CancellationToken cancellationToken)
    {
        var directory = await directories.GetAsync(cancellationToken);
        var both = new IdentityList();
        Add(both, from, directory);
        Add(both, to, directory);
        var identities = both.ToArray();
        if (identities.Length == 1)
        {
            throw GraphErrors.Of("INVALID_IDENTITY", "Both are the same identity: name two.");
        }

        await AcceptAsync(
            [Asked(LiveEventKind.Link, [.. identities.Select(one => one.Identity)])],
            cancellationToken);
        return identities[0].Identity;
    }

    /// <summary>Erases a profile.</summary>
    /// <returns>The identity that it was kept under; null: there is none.</returns>
    public async Task<IdentityKey?> EraseAsync(
        ProfileByInput by, CancellationToken cancellationToken)
    {
        if (await FindAsync(by, cancellationToken) is not { } profile)
        {
            return null;
        }

        await AcceptAsync(
            [Asked(LiveEventKind.Erasure, profile.Fragments[0].Identity)], cancellationToken);
        return profile.Fragments[0].Identity;
    }

    /// <summary>Takes all identities of a profile out of every segment, or lets them in
    /// again.</summary>
    /// <returns>The identity that it is kept under; null: there is none.</returns>
    public async Task<IdentityKey?> OptAsync(
        ProfileByInput by, bool optsOut, CancellationToken cancellationToken)
    {
        if (await FindAsync(by, cancellationToken) is not { } profile)
        {
            return null;
        }

        var kind = optsOut ? LiveEventKind.OptOut : LiveEventKind.OptIn;
        await AcceptAsync(
            [.. profile.Fragments.Select(fragment => Asked(kind, fragment.Identity))],
            cancellationToken);
        return profile.Fragments[0].Identity;
    }

    private async Task<Profile?> FindAsync(
        ProfileByInput by, CancellationToken cancellationToken) =>
        await keys.FindAsync(by, cancellationToken) is { } key
            ? await profiles.FindAsync(key, cancellationToken)
            : null;

    private static void Add(
        IdentityList identities, IdentityInput input, EventDirectory directory)
    {
        var key = input.ToKey(directory.Definitions);
        var rules = directory.Find(key.Source)?.Rules
            ?? throw new InvalidOperationException($"Data source {key.Source} has no rules.");
        var value = Encoding.UTF8.GetBytes(input.Value);
        if (identities.Add(rules, value, AuthenticationState.Unknown) != LineFault.None)
        {
            throw GraphErrors.Of("INVALID_IDENTITY", identities.Fault!);
        }
    }

    // Each call is an event of its own. Of two at the same instant that ask for the same thing one
    // is enough.
    private IncomingEvent Asked(LiveEventKind kind, params IdentityKey[] identities)
    {
        var now = time.GetUtcNow();
        return new IncomingEvent
        {
            Id = identities.Aggregate(
                StableHash.Mix(StableHash.Mix(Place, (ulong)kind), (ulong)now.Ticks),
                (id, identity) => StableHash.Mix(id, identity.StableHashCode())),
            At = now,
            Identities =
            [
                .. identities.Select(one =>
                    new DeclaredIdentity(one, AuthenticationState.Unknown)),
            ],
            Kind = kind,
            By = LinkSource.Api,
        };
    }

    private async Task AcceptAsync(
        IncomingEvent[] asked, CancellationToken cancellationToken)
    {
        var verdicts = await intake.AcceptAsync(
            WorkspaceId.Main, asked, isAwaited: true, cancellationToken);
        if (verdicts.Any(verdict => verdict.Outcome == EventOutcome.Refused))
        {
            throw GraphErrors.Of(
                GraphErrors.TryAgain,
                "More events come than can be written down: ask again in some seconds.");
        }
    }
}

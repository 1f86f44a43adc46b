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

    /// <summary>Erases a person: the identity that is asked for, those that are linked to it other
    /// than through a device, and their devices. Others who used these keep what is theirs.
    /// </summary>
    /// <returns>The identity that the profile was kept under; null: there is none.</returns>
    public async Task<IdentityKey?> EraseAsync(
        ProfileByInput by, CancellationToken cancellationToken)
    {
        if (await FindAsync(by, cancellationToken) is not { } found)
        {
            return null;
        }

        var (profile, place, _) = found;
        var asked = Asked(LiveEventKind.Erasure, profile.Fragments[place].Identity);
        await AcceptAsync([asked], cancellationToken);
        await PassAsync(asked.At, cancellationToken);
        return profile.Fragments[0].Identity;
    }

    /// <summary>Takes all identities of a person out of every segment, or lets them in again. A
    /// device that others use as well goes along only if it was the last.</summary>
    /// <returns>The identity that the profile is kept under; null: there is none.</returns>
    public async Task<IdentityKey?> OptAsync(
        ProfileByInput by, bool optsOut, CancellationToken cancellationToken)
    {
        if (await FindAsync(by, cancellationToken) is not { } found)
        {
            return null;
        }

        var (profile, place, directory) = found;
        var kind = optsOut ? LiveEventKind.OptOut : LiveEventKind.OptIn;
        var parts = ProfilePeople.PartsOf(profile, place, directory.IsDevice);
        await AcceptAsync(
            [
                .. profile.Fragments
                    .Where((_, at) => parts[at] is PersonPart.Own or PersonPart.Device)
                    .Select(fragment => Asked(kind, fragment.Identity)),
            ],
            cancellationToken);
        return profile.Fragments[0].Identity;
    }

    // Whatever is of the second of an erasure is not taken in. Whoever was answered may bring new
    // data at once.
    private async Task PassAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var next = DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds() + 1);
        for (var now = time.GetUtcNow(); now < next; now = time.GetUtcNow())
        {
            await Task.Delay(next - now, time, cancellationToken);
        }
    }

    // Who names an identity means its person; who names a profile means all of it.
    private async Task<(Profile Profile, int Place, EventDirectory Directory)?> FindAsync(
        ProfileByInput by, CancellationToken cancellationToken)
    {
        if (await keys.FindAsync(by, cancellationToken) is not { } key
            || await profiles.FindAsync(key, cancellationToken) is not { } profile)
        {
            return null;
        }

        var directory = await directories.GetAsync(cancellationToken);
        if (by.Identity is not null)
        {
            // It may have left the profile while that was read.
            return profile.IndexOf(key) is >= 0 and var place ? (profile, place, directory) : null;
        }

        var people = ProfilePeople.Count(profile, directory.IsDevice);
        return people < 2 ? (profile, 0, directory) : throw GraphErrors.Of(
            "SEVERAL_PEOPLE",
            $"The profile holds {people} people who share devices: name the one that is meant by "
            + "an identity.");
    }

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

using System.Collections.Immutable;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Profiles;

/// <summary>What files, time and definitions do to a profile.</summary>
/// <remarks>
/// <para>Shape: each function takes what is kept under a key and returns what is to be kept; the
/// very same state means that nothing is to be written.</para>
/// <para>Errors: returned as <see cref="ReplyStatus"/>; every call is safe to repeat.</para>
/// </remarks>
public static class ProfileChanges
{
    /// <summary>Applies the lines of a trait file for one user.</summary>
    public static ProfileStep Onboard(
        ProfileState state, OnboardingBatch batch, in ProfileContext context)
    {
        if (Open(state, batch.Identity, context, out var profile, out var place) is { } refusal)
        {
            return new ProfileStep(state, refusal);
        }

        var match = MatchOf(profile, place, context);
        if (match == ImportMatch.Unmatched)
        {
            var unmatched = new ImportOutcome(0, 0, 0, match);
            return new ProfileStep(state, ProfileReply.Nothing with { Outcome = unmatched });
        }

        var known = profile.Fragments[place];
        var next = FileOnboarding.Apply(known, batch, match, context.Catalog, out var outcome);
        return ReferenceEquals(known, next)
            ? Repeat(state, profile, named: [], outcome)
            : Settle(state, profile.With(place, Seen(next, context)), context, outcome);
    }

    /// <summary>Links the identities that rows of an ID-sync file name.</summary>
    public static ProfileStep Link(
        ProfileState state, LinkBatch batch, in ProfileContext context)
    {
        if (Open(state, batch.Identity, context, out var profile, out var place) is { } refusal)
        {
            return new ProfileStep(state, refusal);
        }

        if (!profile.Departing.IsEmpty)
        {
            return new ProfileStep(state, ProfileReply.Parting(profile));
        }

        if (profile.Fragments[place].Import is { } marker && marker.Covers(batch.Stamp))
        {
            return Repeat(state, profile, batch.Others, marker.Outcome);
        }

        return LinkAnew(state, profile, place, batch, context);
    }

    /// <summary>Decides memberships anew: the definitions moved on, or the profile is
    /// due.</summary>
    public static ProfileStep Reevaluate(ProfileState state, in ProfileContext context)
    {
        switch (state.Standing)
        {
            case ProfileStanding.Unknown:
                return new ProfileStep(state, ProfileReply.Nothing);
            case ProfileStanding.Pointer:
                return new ProfileStep(state, ProfileReply.At(state.Owner, state.Since));
            case ProfileStanding.Moving:
                return new ProfileStep(state, ProfileReply.MovingTo(state.Owner));
            default:
                return Settle(state, state.Profile, context);
        }
    }

    /// <summary>Forgets news that the destination side has stored.</summary>
    public static ProfileState Confirm(ProfileState state, long version)
    {
        var profile = state.Profile;
        if (state.Standing != ProfileStanding.Profile
            || version < profile.NewsFrom
            || !profile.Outbox.Any(news => news.Version <= version))
        {
            return state;
        }

        return state with
        {
            Profile = profile with
            {
                Outbox = [.. profile.Outbox.Where(news => news.Version > version)],
            },
        };
    }

    /// <summary>Finds the profile and the fragment that a call is about.</summary>
    /// <returns>Null, or why the call has to go elsewhere.</returns>
    internal static ProfileReply? Open(
        ProfileState state,
        IdentityKey identity,
        in ProfileContext context,
        out Profile profile,
        out int place)
    {
        place = 0;
        profile = state.Profile;
        switch (state.Standing)
        {
            case ProfileStanding.Pointer:
                return ProfileReply.At(state.Owner, state.Since);
            case ProfileStanding.Moving:
                return ProfileReply.MovingTo(state.Owner);
            case ProfileStanding.Unknown when identity == context.Key:
                profile = new Profile { Fragments = [Fragment.Of(identity)] };
                return null;
            case ProfileStanding.Unknown:
                // A profile that was forgotten holds nobody, whatever was claimed before.
                return ProfileReply.At(identity, long.MaxValue);
            default:
                place = profile.IndexOf(identity);
                return place >= 0 ? null
                    : profile.Departing.IsEmpty ? ProfileReply.At(identity, profile.Version)
                    : ProfileReply.Parting(profile);
        }
    }

    private static Fragment Seen(Fragment fragment, in ProfileContext context) => fragment with
    {
        Seen = fragment.Seen.And(Sighting.At(context.Now, LinkSource.TraitFile)),
    };

    // The platform's own ids and mobile ids stand for a device by themselves.
    private static ImportMatch MatchOf(Profile profile, int place, in ProfileContext context)
    {
        var source = profile.Fragments[place].Identity.Source;
        if (source == DataSourceId.Uuid || IsLinked(profile, place))
        {
            return ImportMatch.Matched;
        }

        return context.Catalog.FindDataSource(source) is { IdType: IdType.Cookie }
            ? ImportMatch.Unmatched
            : ImportMatch.Pending;
    }

    private static bool IsLinked(Profile profile, int place)
    {
        foreach (var link in profile.Links)
        {
            if (link.OtherEnd(place) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static ProfileStep LinkAnew(
        ProfileState state,
        Profile profile,
        int place,
        LinkBatch batch,
        in ProfileContext context)
    {
        var fragments = profile.Fragments.Length;
        var (linked, dropped) = profile.Fragments[place].IsErasedSince(batch.At)
            ? (profile, 0)
            : ProfileLinks.Add(
                profile,
                batch.Identity,
                Wanted(profile, batch).AsSpan(),
                Sighting.At(batch.At, LinkSource.IdSyncFile),
                context.Catalog);
        var outcome = new ImportOutcome(
            batch.Stamp.LastLine - batch.Stamp.FirstLine + 1,
            TraitsRemoved: 0,
            dropped,
            ImportMatch.Matched);
        var fragment = linked.Fragments[place];
        var marked = linked.With(place, fragment with
        {
            Import = ImportMarker.Next(fragment.Import, batch.Stamp, outcome),
        });
        return Settle(state, marked, context, outcome, addedFrom: fragments);
    }

    // A file that is older than an erasure links nobody who was erased.
    private static ImmutableArray<IdentityKey> Wanted(Profile profile, LinkBatch batch) =>
        batch.Others.RemoveAll(other => profile.IsErasedSince(other, batch.At));

    /// <summary>The identities of fragments that the profile holds for other keys than its
    /// own.</summary>
    internal static ImmutableArray<IdentityKey> HeldOf(
        ReadOnlySpan<Fragment> added, Profile profile)
    {
        var held = ImmutableArray.CreateBuilder<IdentityKey>(added.Length);
        foreach (var fragment in added)
        {
            if (profile.IndexOf(fragment.Identity) > 0)
            {
                held.Add(fragment.Identity);
            }
        }

        return held.DrainToImmutable();
    }

    /// <summary>Takes a changed profile to its next state: memberships, announcements, parts that
    /// came loose, and when it is due.</summary>
    /// <param name="state">What is kept.</param>
    /// <param name="changed">The profile to be kept.</param>
    /// <param name="context">What decides.</param>
    /// <param name="outcome">What the batch of a file came to.</param>
    /// <param name="addedFrom">From which place on identities are new, and to be claimed.</param>
    /// <param name="happenedAt">When that happened which changed it, in Unix seconds; 0: now. Who
    /// joins is a member since then.</param>
    internal static ProfileStep Settle(
        ProfileState state,
        Profile changed,
        in ProfileContext context,
        ImportOutcome outcome = default,
        int addedFrom = int.MaxValue,
        long happenedAt = 0)
    {
        var version = Math.Max(changed.Version + 1, context.NowMicroseconds);
        var evaluated = ProfileEvaluation.Evaluate(
            state.Profile,
            changed,
            context.Catalog,
            context.Now,
            happenedAt == 0 ? context.Now : Math.Min(happenedAt, context.Now),
            out var due);
        var announced = ProfileAnnouncements.Announce(
            evaluated, context.Catalog, version, context.Now);
        var known = changed.RegisteredDue > context.Now ? changed.RegisteredDue : Profile.NeverDue;
        due = Math.Min(known, due);
        if (ReferenceEquals(announced, state.Profile) && due == announced.RegisteredDue)
        {
            return Answer(state, announced, Profile.NeverDue, outcome, []);
        }

        var whole = ProfileParting.Part(announced, context.Key, version);
        var settled = whole with
        {
            Version = version,
            RegisteredDue = due,
            Catalog = context.Catalog.Version,
        };
        return Answer(
            ProfileState.Of(settled),
            settled,
            due == changed.RegisteredDue ? Profile.NeverDue : due,
            outcome,
            addedFrom < changed.Fragments.Length
                ? HeldOf(changed.Fragments.AsSpan()[addedFrom..], settled)
                : []);
    }

    // What is left to do is answered again until it is done: the caller may have died in between.
    internal static ProfileStep Repeat(
        ProfileState state,
        Profile profile,
        IEnumerable<IdentityKey> named,
        ImportOutcome outcome = default) => Answer(
        state,
        profile,
        profile.RegisteredDue,
        outcome,
        [.. named.Where(identity => profile.IndexOf(identity) > 0)]);

    private static ProfileStep Answer(
        ProfileState state,
        Profile profile,
        long dueAt,
        ImportOutcome outcome,
        ImmutableArray<IdentityKey> claims) => new(
        state,
        new ProfileReply
        {
            Version = profile.Version,
            Outcome = outcome,
            Claims = claims,
            Outbox = profile.Outbox,
            Departing = profile.Departing,
            DueAt = dueAt,
        });
}

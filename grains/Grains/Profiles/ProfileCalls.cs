using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;

namespace Krewe.Grains.Profiles;

/// <summary>Calls profiles of one workspace, wherever they are kept, and sees each call through:
/// merges, parts that leave, claims.</summary>
/// <remarks>
/// Every step is safe to repeat and is answered again until it is done, so a caller that dies in
/// the
/// middle and is taken up again by its own durable progress ends where it would have ended. What
/// destinations must hear and what is due is gathered in <see cref="ProfileEffects"/>.
/// </remarks>
internal sealed class ProfileCalls(
    IGrainFactory grains, WorkspaceId workspace, long catalogVersion)
{
    // Each hop is a merge or a parting that happened meanwhile: more than this is a loop.
    private const int HopsMax = 64;

    /// <summary>The grain of an identity.</summary>
    public IProfileGrain Grain(IdentityKey identity) =>
        grains.GetGrain<IProfileGrain>(workspace.ProfileKey(identity));

    /// <summary>Calls the profile that holds an identity, and sees the call through.</summary>
    public async ValueTask<ProfileReply> CallAsync<TArgument>(
        IdentityKey identity,
        TArgument argument,
        Func<IProfileGrain, TArgument, CancellationToken, ValueTask<ProfileReply>> call,
        ProfileEffects effects,
        CancellationToken cancellationToken)
    {
        var reply = await call(Grain(identity), argument, cancellationToken);
        return await FollowAsync(
            identity, reply, argument, call, effects, cancellationToken);
    }

    /// <summary>Claims an identity for a profile that has come to hold it, once.</summary>
    /// <returns>Done; or whatever stands against it, which following the call sees
    /// through.</returns>
    public ValueTask<ProfileReply> ClaimAsync(
        IdentityKey at, IdentityKey claimed, long version, CancellationToken cancellationToken) =>
        Grain(claimed).ClaimAsync(at, version, before: null, cancellationToken);

    /// <summary>Sees a call through whose first answer is there.</summary>
    public async ValueTask<ProfileReply> FollowAsync<TArgument>(
        IdentityKey identity,
        ProfileReply reply,
        TArgument argument,
        Func<IProfileGrain, TArgument, CancellationToken, ValueTask<ProfileReply>> call,
        ProfileEffects effects,
        CancellationToken cancellationToken)
    {
        var at = identity;
        var pointer = ProfileReply.Nothing;
        for (var hop = 0; reply.Status != ReplyStatus.Done; hop++)
        {
            ThrowIfLoop(hop, at);
            if (at == identity)
            {
                pointer = reply;
            }
            else if (reply.Status == ReplyStatus.Elsewhere && reply.Owner == identity)
            {
                await ReleaseAsync(identity, pointer, reply, cancellationToken);
            }

            at = await NextAsync(identity, at, reply, effects, cancellationToken);
            reply = await call(Grain(at), argument, cancellationToken);
        }

        await FinishAsync(at, reply, before: null, effects, cancellationToken);
        return reply;
    }

    // The identity pointed to a profile that does not hold it, and had not just left it.
    private async ValueTask ReleaseAsync(
        IdentityKey identity,
        ProfileReply pointer,
        ProfileReply denial,
        CancellationToken cancellationToken)
    {
        if (pointer.Status == ReplyStatus.Elsewhere && denial.Version >= pointer.Version)
        {
            await Grain(identity).ReleaseAsync(
                pointer.Owner, pointer.Version, cancellationToken);
        }
    }

    private async ValueTask<IdentityKey> NextAsync(
        IdentityKey identity,
        IdentityKey at,
        ProfileReply reply,
        ProfileEffects effects,
        CancellationToken cancellationToken)
    {
        switch (reply.Status)
        {
            case ReplyStatus.Moving:
                await MoveAsync(at, reply.Owner, effects, cancellationToken);
                return identity;
            case ReplyStatus.Parting:
                effects.Add(at, reply);
                await DeliverAsync(reply, effects, cancellationToken);
                return identity;
            default:
                return reply.Owner;
        }
    }

    // Parts first: an identity that is claimed next may be on its way out.
    private async ValueTask FinishAsync(
        IdentityKey at,
        ProfileReply reply,
        IdentityKey? before,
        ProfileEffects effects,
        CancellationToken cancellationToken)
    {
        effects.Add(at, reply);
        await DeliverAsync(reply, effects, cancellationToken);
        foreach (var claimed in reply.Claims)
        {
            at = await ClaimAsync(
                at, claimed, reply.Version, before, effects, cancellationToken);
        }
    }

    /// <summary>Has an identity point to the profile that holds it; a profile that holds it as well
    /// becomes one with that.</summary>
    /// <returns>Where the profile is kept now.</returns>
    private async ValueTask<IdentityKey> ClaimAsync(
        IdentityKey at,
        IdentityKey claimed,
        long version,
        IdentityKey? before,
        ProfileEffects effects,
        CancellationToken cancellationToken)
    {
        for (var hop = 0; ; hop++)
        {
            ThrowIfLoop(hop, at);
            var answer = await Grain(claimed).ClaimAsync(at, version, before, cancellationToken);
            if (answer.Status == ReplyStatus.Done)
            {
                return at;
            }

            var other = answer.Status == ReplyStatus.Moving
                ? await MoveAsync(claimed, answer.Owner, effects, cancellationToken)
                : answer.Owner;
            at = await MergeAsync(at, other, effects, cancellationToken);
            before = other;
            var state = await Grain(at).GetAsync(cancellationToken);
            if (at == claimed || state.Profile.IndexOf(claimed) < 0)
            {
                return at;
            }

            version = state.Profile.Version;
        }
    }

    /// <summary>Makes one profile of two.</summary>
    /// <returns>Where it is kept.</returns>
    private async ValueTask<IdentityKey> MergeAsync(
        IdentityKey one,
        IdentityKey other,
        ProfileEffects effects,
        CancellationToken cancellationToken)
    {
        for (var hop = 0; one != other; hop++)
        {
            ThrowIfLoop(hop, one);
            var (target, source) = one < other ? (one, other) : (other, one);
            one = target;
            other = await MoveAsync(source, target, effects, cancellationToken);
        }

        return one;
    }

    /// <summary>Moves a profile to another key, or sees a move through that is under way.</summary>
    /// <returns>Where the profile is kept now.</returns>
    /// <remarks>The move ends before what came of it is seen through: a part that left the target
    /// may
    /// have to come back to the source.</remarks>
    private async ValueTask<IdentityKey> MoveAsync(
        IdentityKey source,
        IdentityKey target,
        ProfileEffects effects,
        CancellationToken cancellationToken)
    {
        var reply = await Grain(source).BeginMoveAsync(target, cancellationToken);
        if (reply.Status == ReplyStatus.Parting)
        {
            effects.Add(source, reply);
            await DeliverAsync(reply, effects, cancellationToken);
            return source;
        }

        if (reply.Status != ReplyStatus.Moving)
        {
            return reply.Owner;
        }

        var parcel = reply.Departing[0];
        var (owner, taken) = await HandOverAsync(parcel, effects, cancellationToken);
        await Grain(source).EndMoveAsync(parcel.Id, owner, taken.Version, cancellationToken);
        await FinishAsync(owner, taken, source, effects, cancellationToken);
        return owner;
    }

    private async ValueTask DeliverAsync(
        ProfileReply reply, ProfileEffects effects, CancellationToken cancellationToken)
    {
        foreach (var parcel in reply.Departing)
        {
            var (owner, taken) = await HandOverAsync(parcel, effects, cancellationToken);
            await Grain(parcel.From).EndJourneyAsync(parcel.Id, cancellationToken);
            var rest = taken.Departing.RemoveAll(part => part.Id == parcel.Id);
            await FinishAsync(
                owner, taken with { Departing = rest }, parcel.From, effects, cancellationToken);
        }
    }

    private async ValueTask<(IdentityKey Owner, ProfileReply Taken)> HandOverAsync(
        ProfileParcel parcel, ProfileEffects effects, CancellationToken cancellationToken)
    {
        var at = parcel.To;
        for (var hop = 0; ; hop++)
        {
            ThrowIfLoop(hop, at);
            var reply = await Grain(at).AbsorbAsync(parcel, catalogVersion, cancellationToken);
            switch (reply.Status)
            {
                case ReplyStatus.Done:
                    return (at, reply);
                case ReplyStatus.Moving:
                    at = await MoveAsync(at, reply.Owner, effects, cancellationToken);
                    break;
                default:
                    at = reply.Owner;
                    break;
            }
        }
    }

    private static void ThrowIfLoop(int hop, IdentityKey at)
    {
        if (hop == HopsMax)
        {
            throw new InvalidOperationException(
                $"A call to a profile of data source {at.Source} went through {HopsMax} keys and "
                + "found no end.");
        }
    }
}

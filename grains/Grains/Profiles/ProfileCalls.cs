using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;

namespace Krewe.Grains.Profiles;

/// <summary>Calls profiles of one workspace, wherever they are kept, and sees each call through:
/// merges, parts that leave, claims.</summary>
/// <remarks>
/// Every step is safe to repeat and is answered again until it is done, so a caller that dies in the
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
        for (var hop = 0; reply.Status != ReplyStatus.Done; hop++)
        {
            ThrowIfLoop(hop, at);
            at = await NextAsync(identity, at, reply, effects, cancellationToken);
            reply = await call(Grain(at), argument, cancellationToken);
        }

        await FinishAsync(at, reply, effects, cancellationToken);
        return reply;
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
        ProfileEffects effects,
        CancellationToken cancellationToken)
    {
        effects.Add(at, reply);
        await DeliverAsync(reply, effects, cancellationToken);
        foreach (var claimed in reply.Claims)
        {
            var answer = await Grain(claimed).ClaimAsync(at, null, cancellationToken);
            if (answer.Status != ReplyStatus.Done)
            {
                at = await MergeAsync(at, answer.Owner, effects, cancellationToken);
            }
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
    private async ValueTask<IdentityKey> MoveAsync(
        IdentityKey source,
        IdentityKey target,
        ProfileEffects effects,
        CancellationToken cancellationToken)
    {
        var reply = await Grain(source).BeginMoveAsync(target, cancellationToken);
        if (reply.Status == ReplyStatus.Parting)
        {
            await DeliverAsync(reply, effects, cancellationToken);
            return source;
        }

        if (reply.Status != ReplyStatus.Moving)
        {
            return reply.Owner;
        }

        var parcel = reply.Departing[0];
        var owner = await HandOverAsync(parcel, effects, cancellationToken);
        await Grain(source).EndMoveAsync(parcel.Id, owner, cancellationToken);
        await PointAsync(parcel, owner, cancellationToken);
        await Grain(owner).EndJourneyAsync(parcel.Id, cancellationToken);
        return owner;
    }

    private async ValueTask DeliverAsync(
        ProfileReply reply, ProfileEffects effects, CancellationToken cancellationToken)
    {
        foreach (var parcel in reply.Departing)
        {
            var owner = await HandOverAsync(parcel, effects, cancellationToken);
            await PointAsync(parcel, owner, cancellationToken);
            await Grain(parcel.From).EndJourneyAsync(parcel.Id, cancellationToken);
            await Grain(owner).EndJourneyAsync(parcel.Id, cancellationToken);
        }
    }

    private async ValueTask<IdentityKey> HandOverAsync(
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
                    await FinishAsync(at, reply, effects, cancellationToken);
                    return at;
                case ReplyStatus.Moving:
                    at = await MoveAsync(at, reply.Owner, effects, cancellationToken);
                    break;
                default:
                    at = reply.Owner;
                    break;
            }
        }
    }

    // The identities that came along still point to where they came from.
    private async ValueTask PointAsync(
        ProfileParcel parcel, IdentityKey owner, CancellationToken cancellationToken)
    {
        foreach (var fragment in parcel.Content.Fragments)
        {
            if (fragment.Identity != parcel.From && fragment.Identity != owner)
            {
                await Grain(fragment.Identity)
                    .ClaimAsync(owner, parcel.From, cancellationToken);
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

using Krewe.Domain.Profiles;
using Krewe.Grains.Profiles;

namespace Krewe.Grains.Onboarding;

/// <summary>Applies users of chunks to the profiles, with a bounded number of calls under
/// way.</summary>
/// <remarks>
/// A call goes out before those before it are answered, so that their writes share commits; few
/// enough are under way for what they hold to be collected young.
/// </remarks>
internal sealed class ImportWindow(ProfileCalls calls, ProfileEffects effects)
{
    private const int CallsMax = 1_024;

    private readonly Queue<ValueTask<ProfileReply>> _calling = [];
    private readonly Queue<Claim> _claiming = [];
    private readonly List<Task> _following = [];
    private ImportChunk _chunk = null!;
    private ImportOutcome[] _outcomes = [];
    private int _answered;
    private int _step;
    private bool _isRefused;

    /// <summary>Applies every <paramref name="step"/>th user of a chunk from
    /// <paramref name="first"/> on; durable when it returns, but for the effects.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="first">The first user.</param>
    /// <param name="step">How many windows share the chunk.</param>
    /// <param name="outcomes">Takes what came of each user's lines.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    public async Task ApplyAsync(
        ImportChunk chunk,
        int first,
        int step,
        ImportOutcome[] outcomes,
        CancellationToken cancellationToken)
    {
        (_chunk, _outcomes, _answered, _step) = (chunk, outcomes, first, step);
        _following.Clear();
        for (var user = first; user < chunk.Users; user += step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_calling.Count == CallsMax)
            {
                await TakeAnswerAsync(cancellationToken);
            }

            // A call is short: it is not worth its place among those that a token would cancel.
#pragma warning disable CA2012 // Each is awaited once, in TakeAnswerAsync.
            _calling.Enqueue(chunk.CallAsync(user, calls, CancellationToken.None));
#pragma warning restore CA2012
        }

        while (_calling.Count > 0)
        {
            await TakeAnswerAsync(cancellationToken);
        }

        while (_claiming.Count > 0)
        {
            await TakeClaimAsync(cancellationToken);
        }

        await Task.WhenAll(_following);
    }

    // Most answers leave claims of identities that nobody else has. Those are made here; whatever
    // meets an older owner, a merge or a part that leaves is seen through from its first answer
    // on: each step is safe to repeat.
    private async ValueTask TakeAnswerAsync(CancellationToken cancellationToken)
    {
        var user = _answered;
        _answered += _step;
        var reply = await _calling.Dequeue();
        _outcomes[user] = reply.Outcome;
        if (!reply.IsPlain)
        {
            _following.Add(FollowAsync(user, reply, cancellationToken));
        }
        else if (reply.Claims.IsEmpty)
        {
            effects.Add(_chunk.UserAt(user), reply);
        }
        else
        {
            for (var left = reply.Claims.Length; left > 0; left--)
            {
                var claimed = reply.Claims[^left];
                var answer = calls.ClaimAsync(
                    _chunk.UserAt(user), claimed, reply.Version, CancellationToken.None);
                _claiming.Enqueue(new Claim(user, reply, IsLast: left == 1, answer));
            }
        }

        while (_claiming.Count > CallsMax)
        {
            await TakeClaimAsync(cancellationToken);
        }
    }

    private async ValueTask TakeClaimAsync(CancellationToken cancellationToken)
    {
        var claim = _claiming.Dequeue();
        _isRefused |= (await claim.Answer).Status != ReplyStatus.Done;
        if (!claim.IsLast)
        {
            return;
        }

        if (_isRefused)
        {
            _following.Add(FollowAsync(claim.User, claim.Reply, cancellationToken));
        }
        else
        {
            effects.Add(_chunk.UserAt(claim.User), claim.Reply);
        }

        _isRefused = false;
    }

    private async Task FollowAsync(
        int user, ProfileReply reply, CancellationToken cancellationToken)
    {
        var last = await _chunk.FollowAsync(user, reply, calls, effects, cancellationToken);
        _outcomes[user] = last.Outcome;
    }

    /// <summary>One claim of an answer; the last one decides for all of them.</summary>
    private readonly record struct Claim(
        int User, ProfileReply Reply, bool IsLast, ValueTask<ProfileReply> Answer);
}

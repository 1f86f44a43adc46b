using Krewe.Domain.Profiles;
using Krewe.Grains.Profiles;

namespace Krewe.Grains.Onboarding;

/// <summary>Applies chunks to the profiles, with a bounded number of calls under way.</summary>
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
    private ImportOutcome[] _outcomes = [];
    private int _answered;
    private bool _isRefused;

    /// <summary>Applies a chunk, durably with all that it causes, and counts what came of
    /// it.</summary>
    public async Task ApplyAsync(ImportChunk chunk, CancellationToken cancellationToken)
    {
        _following.Clear();
        _answered = 0;
        if (_outcomes.Length < chunk.Users)
        {
            _outcomes = new ImportOutcome[chunk.Users];
        }

        for (var user = 0; user < chunk.Users; user++)
        {
            if (_calling.Count == CallsMax)
            {
                await TakeAnswerAsync(chunk, cancellationToken);
            }

#pragma warning disable CA2012 // Each is awaited once, in TakeAnswerAsync.
            _calling.Enqueue(chunk.CallAsync(user, calls, cancellationToken));
#pragma warning restore CA2012
        }

        while (_calling.Count > 0)
        {
            await TakeAnswerAsync(chunk, cancellationToken);
        }

        while (_claiming.Count > 0)
        {
            await TakeClaimAsync(chunk, cancellationToken);
        }

        await Task.WhenAll(_following);
        await effects.FlushAsync(cancellationToken);
        for (var user = 0; user < chunk.Users; user++)
        {
            chunk.Count(user, _outcomes[user]);
        }
    }

    // Most answers leave claims of identities that nobody else has. Those are made here; whatever
    // meets an older owner, a merge or a part that leaves is seen through from its first answer
    // on: each step is safe to repeat.
    private async ValueTask TakeAnswerAsync(
        ImportChunk chunk, CancellationToken cancellationToken)
    {
        var user = _answered;
        _answered++;
        var reply = await _calling.Dequeue();
        _outcomes[user] = reply.Outcome;
        if (!reply.IsPlain)
        {
            _following.Add(FollowAsync(chunk, user, reply, cancellationToken));
        }
        else if (reply.Claims.IsEmpty)
        {
            effects.Add(chunk.UserAt(user), reply);
        }
        else
        {
            for (var left = reply.Claims.Length; left > 0; left--)
            {
                var claimed = reply.Claims[^left];
                var answer = calls.ClaimAsync(
                    chunk.UserAt(user), claimed, reply.Version, cancellationToken);
                _claiming.Enqueue(new Claim(user, reply, IsLast: left == 1, answer));
            }
        }

        while (_claiming.Count > CallsMax)
        {
            await TakeClaimAsync(chunk, cancellationToken);
        }
    }

    private async ValueTask TakeClaimAsync(
        ImportChunk chunk, CancellationToken cancellationToken)
    {
        var claim = _claiming.Dequeue();
        _isRefused |= (await claim.Answer).Status != ReplyStatus.Done;
        if (!claim.IsLast)
        {
            return;
        }

        if (_isRefused)
        {
            _following.Add(FollowAsync(chunk, claim.User, claim.Reply, cancellationToken));
        }
        else
        {
            effects.Add(chunk.UserAt(claim.User), claim.Reply);
        }

        _isRefused = false;
    }

    private async Task FollowAsync(
        ImportChunk chunk, int user, ProfileReply reply, CancellationToken cancellationToken)
    {
        var last = await chunk.FollowAsync(user, reply, calls, effects, cancellationToken);
        _outcomes[user] = last.Outcome;
    }

    /// <summary>One claim of an answer; the last one decides for all of them.</summary>
    private readonly record struct Claim(
        int User, ProfileReply Reply, bool IsLast, ValueTask<ProfileReply> Answer);
}

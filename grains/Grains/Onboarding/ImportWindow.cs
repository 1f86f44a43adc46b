using Krewe.Domain.Profiles;
using Krewe.Grains.Profiles;

namespace Krewe.Grains.Onboarding;

/// <summary>Applies users of chunks to the profiles, with a bounded number of calls under
/// way.</summary>
/// <remarks>
/// A call goes out before those before it are answered, so that their writes share commits; few
/// enough are under way for what they hold to be collected young.
/// </remarks>
internal sealed class ImportWindow(ProfileCalls calls)
{
    private const int CallsMax = 512;

    private readonly Queue<Call> _calling = [];
    private readonly Queue<Claim> _claiming = [];
    private readonly List<Task> _following = [];
    private ImportChunk _chunk = null!;
    private ProfileEffects _effects = null!;
    private bool _isRefused;

    /// <summary>Applies users of a chunk; durable when it returns, but for the
    /// effects.</summary>
    /// <param name="chunk">The chunk; it takes what came of each user's lines.</param>
    /// <param name="effects">Gathers what is left to do.</param>
    /// <param name="users">Which users.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    public async Task ApplyAsync(
        ImportChunk chunk,
        ProfileEffects effects,
        IEnumerable<int> users,
        CancellationToken cancellationToken)
    {
        (_chunk, _effects) = (chunk, effects);
        _following.Clear();
        foreach (var user in users)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_calling.Count == CallsMax)
            {
                await TakeAnswerAsync(cancellationToken);
            }

            // A call is short: it is not worth its place among those that a token would cancel.
#pragma warning disable CA2012 // Each is awaited once, in TakeAnswerAsync.
            _calling.Enqueue(
                new Call(user, _chunk.CallAsync(user, calls, CancellationToken.None)));
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
        var (user, answer) = _calling.Dequeue();
        var reply = await answer;
        _chunk.Note(user, reply.Outcome);
        if (!reply.IsPlain)
        {
            _following.Add(FollowAsync(user, reply, cancellationToken));
        }
        else if (reply.Claims.IsEmpty)
        {
            _effects.Add(_chunk.UserAt(user), reply);
        }
        else
        {
            for (var left = reply.Claims.Length; left > 0; left--)
            {
                var claimed = reply.Claims[^left];
                var claiming = calls.ClaimAsync(
                    _chunk.UserAt(user), claimed, reply.Version, CancellationToken.None);
                _claiming.Enqueue(new Claim(user, reply, IsLast: left == 1, claiming));
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
            _effects.Add(_chunk.UserAt(claim.User), claim.Reply);
        }

        _isRefused = false;
    }

    private async Task FollowAsync(
        int user, ProfileReply reply, CancellationToken cancellationToken)
    {
        var last = await _chunk.FollowAsync(user, reply, calls, _effects, cancellationToken);
        _chunk.Note(user, last.Outcome);
    }

    /// <summary>The call for one user.</summary>
    private readonly record struct Call(int User, ValueTask<ProfileReply> Answer);

    /// <summary>One claim of an answer; the last one decides for all of them.</summary>
    private readonly record struct Claim(
        int User, ProfileReply Reply, bool IsLast, ValueTask<ProfileReply> Answer);
}

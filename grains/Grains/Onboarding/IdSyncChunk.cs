using System.Collections.Immutable;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;
using Krewe.Domain.Profiles;
using Krewe.Grains.Profiles;

namespace Krewe.Grains.Onboarding;

/// <summary>Some rows of an ID-sync file.</summary>
internal sealed class IdSyncChunk(IdSyncLineResolver resolver, LinkBatch template) : ImportChunk
{
    private readonly List<IdentityKey> _identities = [];
    private readonly List<IdentityKey> _others = [];
    private readonly List<(int Number, int End)> _rows = [];
    private LinkBatch[] _batches = [];

    protected override void ReadLine(ReadOnlySpan<byte> line, long number)
    {
        var fault = resolver.Resolve(line, _identities, out var dropped);
        Counters.Count(fault);
        if (fault != LineFault.None)
        {
            Sample(fault, number, line, resolver.IdRules.Reason(fault));
            return;
        }

        if (dropped > 0)
        {
            Counters.Count(LineFault.EmailsOverMax);
            Counters.EmailsDropped += dropped;
            Sample(LineFault.EmailsOverMax, number, line);
        }

        Counters.LinksStored += _identities.Count - 1;
        for (var other = 1; other < _identities.Count; other++)
        {
            _others.Add(_identities[other]);
        }

        _rows.Add(((int)number, _others.Count));
        Enter(_identities[0]);
    }

    public override ValueTask<ProfileReply> CallAsync(
        int user, ProfileCalls calls, CancellationToken cancellationToken)
    {
        if (_batches.Length == 0)
        {
            _batches = new LinkBatch[Users];
        }

        var batch = _batches[user] = BatchOf(user);
        return calls.Grain(batch.Identity).LinkAsync(batch, cancellationToken);
    }

    public override ValueTask<ProfileReply> FollowAsync(
        int user,
        ProfileReply reply,
        ProfileCalls calls,
        ProfileEffects effects,
        CancellationToken cancellationToken) =>
        calls.FollowAsync(
            _batches[user].Identity,
            reply,
            _batches[user],
            static (grain, argument, token) => grain.LinkAsync(argument, token),
            effects,
            cancellationToken);

    // Rows were counted as they were read: a profile takes every link.
    public override void Count(int user, ImportOutcome outcome)
    {
    }

    private LinkBatch BatchOf(int user)
    {
        var first = FirstEntryOf(user);
        var others = ImmutableArray.CreateBuilder<IdentityKey>(1);
        var last = first;
        for (var entry = first; entry >= 0; last = entry, entry = EntryAfter(entry))
        {
            for (var at = entry == 0 ? 0 : _rows[entry - 1].End; at < _rows[entry].End; at++)
            {
                others.Add(_others[at]);
            }
        }

        return template with
        {
            Identity = UserAt(user),
            Stamp = template.Stamp with
            {
                FirstLine = _rows[first].Number,
                LastLine = _rows[last].Number,
            },
            Others = others.DrainToImmutable(),
        };
    }
}

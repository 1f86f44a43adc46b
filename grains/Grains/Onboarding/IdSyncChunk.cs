using System.Runtime.InteropServices;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;
using Krewe.Domain.Profiles;

namespace Krewe.Grains.Onboarding;

/// <summary>Some rows of an ID-sync file.</summary>
internal sealed class IdSyncChunk(IdSyncLineResolver resolver, LinkBatch template)
    : ImportChunk<LinkBatch>(
        static (grain, batch, cancellationToken) => grain.LinkAsync(batch, cancellationToken))
{
    private readonly List<IdentityKey> _identities = [];
    private readonly List<IdentityKey> _others = [];
    private readonly List<(int Number, int End)> _rows = [];

    public override void Clear()
    {
        base.Clear();
        _others.Clear();
        _rows.Clear();
    }

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

    // Rows were counted as they were read: a profile takes every link.
    public override void Count(int user, ImportOutcome outcome)
    {
    }

    protected override LinkBatch BatchOf(int user)
    {
        var (length, last) = (0, 0);
        for (var entry = FirstEntryOf(user); entry >= 0; entry = EntryAfter(entry))
        {
            length += OthersOf(entry).Length;
            last = entry;
        }

        var others = new IdentityKey[length];
        var at = 0;
        for (var entry = FirstEntryOf(user); entry >= 0; entry = EntryAfter(entry))
        {
            OthersOf(entry).CopyTo(others.AsSpan(at));
            at += OthersOf(entry).Length;
        }

        return template with
        {
            Identity = UserAt(user),
            Stamp = template.Stamp with
            {
                FirstLine = _rows[FirstEntryOf(user)].Number,
                LastLine = _rows[last].Number,
            },
            Others = ImmutableCollectionsMarshal.AsImmutableArray(others),
        };
    }

    private ReadOnlySpan<IdentityKey> OthersOf(int entry) =>
        CollectionsMarshal.AsSpan(_others)[
            (entry == 0 ? 0 : _rows[entry - 1].End).._rows[entry].End];
}

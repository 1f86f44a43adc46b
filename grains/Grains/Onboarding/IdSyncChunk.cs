using System.Runtime.InteropServices;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;
using Krewe.Domain.Profiles;

namespace Krewe.Grains.Onboarding;

/// <summary>Some rows of an ID-sync file.</summary>
internal sealed class IdSyncChunk(IdSyncLineResolver resolver, LinkBatch template)
    : ImportChunk<LinkBatch, IdentityKey>(
        static (grain, batch, cancellationToken) => grain.LinkAsync(batch, cancellationToken))
{
    private readonly List<IdentityKey> _identities = [];

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
        Items.AddRange(CollectionsMarshal.AsSpan(_identities)[1..]);
        Enter(_identities[0], number);
    }

    // Rows were counted as they were read: a profile takes every link.
    protected override void Count(int user, ImportOutcome outcome)
    {
    }

    protected override LinkBatch BatchOf(int user) => template with
    {
        Identity = UserAt(user),
        Stamp = StampOf(user, template.Stamp),
        Others = ItemsOf(user),
    };
}

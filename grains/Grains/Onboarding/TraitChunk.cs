using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;
using Krewe.Domain.Profiles;

namespace Krewe.Grains.Onboarding;

/// <summary>Some lines of a trait file.</summary>
internal sealed class TraitChunk(
    TraitLineResolver resolver, OnboardingBatch template, Func<DataSourceId, bool> isDevice)
    : ImportChunk<OnboardingBatch, TraitOperation>(
        static (grain, batch, cancellationToken) => grain.OnboardAsync(batch, cancellationToken))
{
    private readonly List<TraitChange> _changes = [];
    private readonly List<TraitLineCounts> _counts = [];

    public override void Clear()
    {
        base.Clear();
        _counts.Clear();
    }

    protected override void ReadLine(ReadOnlySpan<byte> line, long number)
    {
        var fault = resolver.Resolve(line, _changes, out var user, out var counts);
        if (fault != LineFault.None)
        {
            Counters.Count(fault, counts);
            Sample(fault, number, line, resolver.IdRules.Reason(fault));
            return;
        }

        foreach (var change in _changes)
        {
            Items.Add(new TraitOperation(change.Trait, change.IsAdded));
        }

        _counts.Add(counts);
        Enter(user, number);
    }

    protected override void Count(int user, ImportOutcome outcome)
    {
        var taken = 0;
        for (var entry = FirstEntryOf(user); entry >= 0; entry = EntryAfter(entry))
        {
            var fault = outcome.Match == ImportMatch.Unmatched ? LineFault.NoMatchingId
                : taken < outcome.LinesTaken ? LineFault.None
                : LineFault.LineOverUserMax;
            Counters.Count(fault, _counts[entry]);
            taken++;
            if (fault == LineFault.None)
            {
                Counters.PendingSync += outcome.Match == ImportMatch.Pending ? 1 : 0;
            }
            else
            {
                Sample(fault, LineOf(entry), default);
            }
        }

        Counters.RemovedTraits += outcome.TraitsRemoved;
        Counters.Devices += isDevice(UserAt(user).Source) ? 1 : 0;
    }

    protected override OnboardingBatch BatchOf(int user) => template with
    {
        Identity = UserAt(user),
        Stamp = StampOf(user, template.Stamp),
        Operations = ItemsOf(user),
        LineEnds = LineEndsOf(user),
    };

    private ImmutableArray<int> LineEndsOf(int user)
    {
        var lines = 0;
        for (var entry = FirstEntryOf(user); entry >= 0; entry = EntryAfter(entry))
        {
            lines++;
        }

        var ends = new int[lines];
        var (line, end) = (0, 0);
        for (var entry = FirstEntryOf(user); entry >= 0; entry = EntryAfter(entry))
        {
            end += LengthOf(entry);
            ends[line] = end;
            line++;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(ends);
    }
}

using System.Runtime.InteropServices;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;
using Krewe.Domain.Profiles;

namespace Krewe.Grains.Onboarding;

/// <summary>Some lines of a trait file.</summary>
internal sealed class TraitChunk(
    TraitLineResolver resolver, OnboardingBatch template, Func<DataSourceId, bool> isDevice)
    : ImportChunk<OnboardingBatch>(
        static (grain, batch, cancellationToken) => grain.OnboardAsync(batch, cancellationToken))
{
    private readonly List<TraitChange> _changes = [];
    private readonly List<TraitOperation> _operations = [];
    private readonly List<TraitLineEntry> _lines = [];

    public override void Clear()
    {
        base.Clear();
        _operations.Clear();
        _lines.Clear();
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
            _operations.Add(new TraitOperation(change.Trait, change.IsAdded));
        }

        _lines.Add(new TraitLineEntry((int)number, _operations.Count, counts));
        Enter(user);
    }

    public override void Count(int user, ImportOutcome outcome)
    {
        var taken = 0;
        for (var entry = FirstEntryOf(user); entry >= 0; entry = EntryAfter(entry))
        {
            var fault = outcome.Match == ImportMatch.Unmatched ? LineFault.NoMatchingId
                : taken < outcome.LinesTaken ? LineFault.None
                : LineFault.LineOverUserMax;
            Counters.Count(fault, _lines[entry].Counts);
            taken++;
            if (fault == LineFault.None)
            {
                Counters.PendingSync += outcome.Match == ImportMatch.Pending ? 1 : 0;
            }
            else
            {
                Sample(fault, _lines[entry].Number, default);
            }
        }

        Counters.RemovedTraits += outcome.TraitsRemoved;
        Counters.Devices += isDevice(UserAt(user).Source) ? 1 : 0;
    }

    protected override OnboardingBatch BatchOf(int user)
    {
        var (lines, length, last) = SizeOf(user);
        var operations = new TraitOperation[length];
        var ends = new int[lines];
        var (line, at) = (0, 0);
        for (var entry = FirstEntryOf(user); entry >= 0; entry = EntryAfter(entry))
        {
            var wanted = OperationsOf(entry);
            wanted.CopyTo(operations.AsSpan(at));
            at += wanted.Length;
            ends[line] = at;
            line++;
        }

        return template with
        {
            Identity = UserAt(user),
            Stamp = template.Stamp with
            {
                FirstLine = _lines[FirstEntryOf(user)].Number,
                LastLine = _lines[last].Number,
            },
            Operations = ImmutableCollectionsMarshal.AsImmutableArray(operations),
            LineEnds = ImmutableCollectionsMarshal.AsImmutableArray(ends),
        };
    }

    private (int Lines, int Operations, int LastEntry) SizeOf(int user)
    {
        var (lines, operations, last) = (0, 0, 0);
        for (var entry = FirstEntryOf(user); entry >= 0; entry = EntryAfter(entry))
        {
            lines++;
            operations += OperationsOf(entry).Length;
            last = entry;
        }

        return (lines, operations, last);
    }

    private ReadOnlySpan<TraitOperation> OperationsOf(int entry) =>
        CollectionsMarshal.AsSpan(_operations)[
            (entry == 0 ? 0 : _lines[entry - 1].End).._lines[entry].End];
}

/// <summary>A line of a trait file; its operations end before <paramref name="End"/> and begin
/// where
/// those of the line before end.</summary>
internal readonly record struct TraitLineEntry(int Number, int End, TraitLineCounts Counts);

using System.Collections.Immutable;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;
using Krewe.Domain.Profiles;
using Krewe.Grains.Profiles;

namespace Krewe.Grains.Onboarding;

/// <summary>Some lines of a trait file.</summary>
internal sealed class TraitChunk(
    TraitLineResolver resolver, OnboardingBatch template, Func<DataSourceId, bool> isDevice)
    : ImportChunk
{
    private readonly List<TraitChange> _changes = [];
    private readonly List<TraitOperation> _operations = [];
    private readonly List<TraitLineEntry> _lines = [];
    private OnboardingBatch[] _batches = [];

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

    public override ValueTask<ProfileReply> CallAsync(
        int user, ProfileCalls calls, CancellationToken cancellationToken)
    {
        if (_batches.Length == 0)
        {
            _batches = new OnboardingBatch[Users];
        }

        var batch = _batches[user] = BatchOf(user);
        return calls.Grain(batch.Identity).OnboardAsync(batch, cancellationToken);
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
            static (grain, argument, token) => grain.OnboardAsync(argument, token),
            effects,
            cancellationToken);

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

    private OnboardingBatch BatchOf(int user)
    {
        var first = FirstEntryOf(user);
        var operations = ImmutableArray.CreateBuilder<TraitOperation>();
        var ends = ImmutableArray.CreateBuilder<int>(1);
        var last = first;
        for (var entry = first; entry >= 0; last = entry, entry = EntryAfter(entry))
        {
            for (var at = entry == 0 ? 0 : _lines[entry - 1].End; at < _lines[entry].End; at++)
            {
                operations.Add(_operations[at]);
            }

            ends.Add(operations.Count);
        }

        return template with
        {
            Identity = UserAt(user),
            Stamp = template.Stamp with
            {
                FirstLine = _lines[first].Number,
                LastLine = _lines[last].Number,
            },
            Operations = operations.DrainToImmutable(),
            LineEnds = ends.DrainToImmutable(),
        };
    }
}

/// <summary>A line of a trait file; its operations end before <paramref name="End"/> and begin
/// where
/// those of the line before end.</summary>
internal readonly record struct TraitLineEntry(int Number, int End, TraitLineCounts Counts);

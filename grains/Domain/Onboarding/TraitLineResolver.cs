using System.Runtime.InteropServices;
using Krewe.Domain.Identity;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Onboarding;

/// <summary>A trait to grant or to take away.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TraitChange(TraitId Trait, bool IsAdded);

/// <summary>What one line of a trait file asked for.</summary>
[StructLayout(LayoutKind.Auto)]
public record struct TraitLineCounts
{
    /// <summary>Pairs of key and value.</summary>
    public int Signals { get; set; }

    /// <summary>Pairs that no rule asks for.</summary>
    public int UnusedSignals { get; set; }

    /// <summary>Traits granted: once by the pairs of the line together, and once more each time
    /// the line names it.</summary>
    public int RealizedTraits { get; set; }

    /// <summary>Traits to take away.</summary>
    public int RemovalsRequested { get; set; }

    /// <summary>Traits of another data source.</summary>
    public int FailedTraits { get; set; }

    /// <summary>Traits that do not exist.</summary>
    public int UnknownTraits { get; set; }

    /// <summary>Traits that files cannot grant.</summary>
    public int TraitsOfOtherTypes { get; set; }
}

/// <summary>Turns the lines of one trait file into changes to profiles.</summary>
/// <remarks>
/// <para>Shape: one for each reader of a file; it keeps buffers and the id type of partner files,
/// so it serves one thread. Whether the id is known is not decided here. A rule reads all pairs of
/// a line together, wherever they stand in it.</para>
/// <para>Errors: the first fault in the order format, id, traits. The caller asks for the id
/// between the last two: an unknown id of a line without fault or with
/// <see cref="LineFault.NoTraitRealized"/> is <see cref="LineFault.NoMatchingId"/>.</para>
/// <para>Source: Audience Manager, "Inbound data file contents" and "Onboarding status report",
/// read 2026-11.</para>
/// </remarks>
public sealed class TraitLineResolver
{
    private const int MatchesMin = 16;

    private readonly IOnboardingTraits _traits;
    private readonly bool _isOverwrite;
    private readonly UserIdRules[] _rules;
    private readonly SignalBuffer _signals = new();
    private readonly List<TraitChange> _named = [];
    private OdcIdType _idType;
    private TraitId[] _matches = new TraitId[MatchesMin];

    /// <summary>A resolver for one file.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="shareAs">The hash label of the data source of its ids.</param>
    /// <param name="traits">The traits it may grant.</param>
    public TraitLineResolver(TraitFileName file, HashLabel shareAs, IOnboardingTraits traits)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(traits);
        _traits = traits;
        _isOverwrite = file.Mode == InboundMode.Overwrite;
        _idType = file.IsOdc ? OdcIdType.Any : OdcIdType.Absent;
        _rules =
        [
            new(file.Owner, shareAs, isIdSync: false),
            new(GlobalDataSources.Apple, HashLabel.None, isIdSync: false),
            new(GlobalDataSources.Android, HashLabel.None, isIdSync: false),
        ];
    }

    /// <summary>The rules of the ids of the line last resolved: of partner files, those of its id
    /// type.</summary>
    public UserIdRules IdRules => _idType switch
    {
        OdcIdType.Idfa => _rules[1],
        OdcIdType.Android => _rules[2],
        _ => _rules[0],
    };

    /// <summary>Resolves one line.</summary>
    /// <param name="line">The line without its ending.</param>
    /// <param name="changes">Emptied, then filled with what the pairs of the line grant and, after
    /// that, with the traits that it names in its order: of two changes to one trait the later
    /// wins. Empty if there is a fault.</param>
    /// <param name="user">Whose line it is; valid without fault and with
    /// <see cref="LineFault.NoTraitRealized"/>.</param>
    /// <param name="counts">What the line asked for.</param>
#pragma warning disable MA0016 // A buffer of the caller: no interface call for each change.
    public LineFault Resolve(
        ReadOnlySpan<byte> line,
        List<TraitChange> changes,
        out IdentityKey user,
        out TraitLineCounts counts)
#pragma warning restore MA0016
    {
        ArgumentNullException.ThrowIfNull(changes);
        changes.Clear();
        user = default;
        counts = default;
        var fault = TraitLine.Parse(line, ref _idType, out var parsed);
        if (fault == LineFault.None)
        {
            fault = ReadItems(parsed.Items, changes, ref counts);
        }

        if (fault == LineFault.None)
        {
            fault = IdRules.Check(parsed.UserId, out var value);
            user = fault == LineFault.None ? new IdentityKey(IdRules.Source, value) : default;
        }

        if (fault != LineFault.None)
        {
            changes.Clear();
            counts = default;
            return fault;
        }

        return changes.Count == 0 ? LineFault.NoTraitRealized : LineFault.None;
    }

    private LineFault ReadItems(
        TraitItemReader items, List<TraitChange> changes, ref TraitLineCounts counts)
    {
        _signals.Clear();
        _named.Clear();
        while (items.MoveNext())
        {
            var item = items.Current;
            if (item.Kind == TraitItemKind.Signal)
            {
                _signals.Add(item.Key, item.Value);
            }
            else
            {
                AddTrait(item.Trait, item.Kind == TraitItemKind.AddTrait, ref counts);
            }
        }

        if (items.Fault == LineFault.None)
        {
            AddMatches(changes, ref counts);
            changes.AddRange(_named);
        }

        return items.Fault;
    }

    private void AddTrait(TraitId trait, bool isAdded, ref TraitLineCounts counts)
    {
        if (!isAdded && _isOverwrite)
        {
            return; // What an overwrite does not list is gone anyway.
        }

        switch (_traits.Find(trait))
        {
            case TraitMatch.Onboarded:
                _named.Add(new TraitChange(trait, isAdded));
                counts.RealizedTraits += isAdded ? 1 : 0;
                counts.RemovalsRequested += isAdded ? 0 : 1;
                break;
            case TraitMatch.WrongDataSource:
                counts.FailedTraits++;
                break;
            case TraitMatch.WrongType:
                counts.TraitsOfOtherTypes++;
                break;
            default:
                counts.UnknownTraits++;
                break;
        }
    }

    private void AddMatches(List<TraitChange> changes, ref TraitLineCounts counts)
    {
        if (_signals.Count == 0)
        {
            return;
        }

        int count;
        int unused;
        while ((count = _traits.MatchSignals(_signals, _matches, out unused)) < 0)
        {
            _matches = new TraitId[2 * _matches.Length];
        }

        counts.Signals = _signals.Count;
        counts.UnusedSignals = unused;
        counts.RealizedTraits += count;
        foreach (var trait in _matches.AsSpan(0, count))
        {
            changes.Add(new TraitChange(trait, IsAdded: true));
        }
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Krewe.Domain.Onboarding;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Tests.Onboarding;

/// <summary>The slow, obvious reader of trait files that the fast one is held against.</summary>
internal sealed partial class TraitFileOracle(bool isOverwrite)
{
    private readonly FakeTraits _traits = new();
    private TraitLineCounts _counts;
    private List<TraitChange> _changes = [];
    private SignalBuffer _signals = new();

    /// <summary>One text for each record, in the form of
    /// <see cref="TraitLineResolverTests"/>.</summary>
    public IEnumerable<string> Read(string file)
    {
        var number = 0;
        foreach (var ended in file.Split('\n'))
        {
            number++;
            var line = ended.EndsWith('\r') ? ended[..^1] : ended;
            if (line.Trim(' ').Length > 0)
            {
                yield return $"{number}: {Resolve(line)}";
            }
        }
    }

    private string Resolve(string line)
    {
        _counts = default;
        _changes = [];
        _signals = new SignalBuffer();
        var columns = line.Split('\t');
        var isFormed = columns.Length == 2
            && !line.Any(character => char.IsControl(character) && character != '\t')
            && !columns[1].Any(character => character is '“' or '”')
            && columns[0].Trim(' ').Length > 0
            && TryReadItems(columns[1]);
        if (!isFormed)
        {
            return "Format";
        }

        var id = columns[0];
        if (id.Contains(':', StringComparison.Ordinal) || id.StartsWith(' ') || id.EndsWith(' ')
            || string.Equals(id, "null", StringComparison.OrdinalIgnoreCase)
            || EmailAddress().IsMatch(id))
        {
            return "InvalidCustomerId";
        }

        AddMatches();
        return TraitLineResolverTests.Show(
            _changes.Count == 0 ? LineFault.NoTraitRealized : LineFault.None,
            $"1/{id}", _changes, _counts);
    }

    private bool TryReadItems(string text)
    {
        var pieces = new List<string> { string.Empty };
        var isQuoted = false;
        foreach (var character in text)
        {
            isQuoted ^= character == '"';
            if (character == ',' && !isQuoted)
            {
                pieces.Add(string.Empty);
            }
            else
            {
                pieces[^1] += character;
            }
        }

        var items = pieces.Select(piece => piece.Trim(' ')).Where(item => item != "").ToArray();
        return !isQuoted && items.Length > 0 && items.All(TryReadItem);
    }

    private bool TryReadItem(string item)
    {
        if (Number().IsMatch(item))
        {
            return AddSignal("ic", item);
        }

        var removal = Removal().Match(item);
        if (removal.Success)
        {
            return TryAddTrait(removal.Groups[1].Value, isAdded: false);
        }

        var pair = Pair().Match(item);
        if (!pair.Success)
        {
            return false;
        }

        var value = pair.Groups["value"].Value;
        return pair.Groups["key"].Value.Trim(' ') switch
        {
            "d_sid" => TryAddTrait(value, isAdded: true),
            "d_unsid" => TryAddTrait(value, isAdded: false),
            var key => Key().IsMatch(key) && value != "" && AddSignal(key, value),
        };
    }

    private bool TryAddTrait(string digits, bool isAdded)
    {
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        if (!isAdded && isOverwrite)
        {
            return true;
        }

        switch (_traits.Find(new TraitId(number)))
        {
            case TraitMatch.Onboarded when isAdded:
                _changes.Add(new TraitChange(new TraitId(number), IsAdded: true));
                _counts.RealizedTraits++;
                break;
            case TraitMatch.Onboarded:
                _changes.Add(new TraitChange(new TraitId(number), IsAdded: false));
                _counts.RemovalsRequested++;
                break;
            case TraitMatch.WrongDataSource:
                _counts.FailedTraits++;
                break;
            case TraitMatch.WrongType:
                _counts.TraitsOfOtherTypes++;
                break;
            case TraitMatch.Unknown:
                _counts.UnknownTraits++;
                break;
        }

        return true;
    }

    private bool AddSignal(string key, string value)
    {
        _signals.Add(
            System.Text.Encoding.UTF8.GetBytes(key), System.Text.Encoding.UTF8.GetBytes(value));
        return true;
    }

    private void AddMatches()
    {
        var matches = new TraitId[100];
        var count = _traits.MatchSignals(_signals, matches, out var unused);
        _counts.Signals = _signals.Count;
        _counts.UnusedSignals = unused;
        _counts.RealizedTraits += count;
        _changes.InsertRange(0, matches.Take(count).Select(trait => new TraitChange(trait, true)));
    }

    [GeneratedRegex("^[0-9]+$", RegexOptions.None, 1000)]
    private static partial Regex Number();

    [GeneratedRegex("^([0-9]+):(?:0|-1)$", RegexOptions.None, 1000)]
    private static partial Regex Removal();

    [GeneratedRegex(
        "^(?:-? *\"-?(?<key>[^\"]*)\"|-? *(?<key>[^\"=]*)) *= *(?:\"(?<value>[^\"]*)\"|"
        + "(?<value>[^\"]*))$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pair();

    [GeneratedRegex("^(?=.*[a-zA-Z_\\-\u0080-\uFFFF])[^!]+$", RegexOptions.None, 1000)]
    private static partial Regex Key();

    [GeneratedRegex("@.*\\.", RegexOptions.None, 1000)]
    private static partial Regex EmailAddress();
}

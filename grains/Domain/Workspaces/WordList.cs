using System.Collections.Immutable;
using Krewe.Domain.Governance;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Workspaces;

/// <summary>The words that files use for the values of an enumeration.</summary>
internal sealed class WordList<T>(
    ImmutableArray<(string Word, T Value)> words,
    ImmutableArray<(string Word, T Value)> synonyms)
    where T : struct, Enum
{
    public WordList(params ImmutableArray<(string Word, T Value)> words)
        : this(words, [])
    {
    }

    public ImmutableArray<(string Word, T Value)> Words { get; } = words;

    public bool TryRead(string word, out T value)
    {
        foreach (var (known, meaning) in Words.Concat(synonyms))
        {
            if (string.Equals(known, word, StringComparison.Ordinal))
            {
                value = meaning;
                return true;
            }
        }

        value = default;
        return false;
    }

    public string Write(T value)
    {
        foreach (var (word, known) in Words)
        {
            if (EqualityComparer<T>.Default.Equals(known, value))
            {
                return word;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(value), value, "No word says this value.");
    }

    /// <summary>The words of each flag that is set.</summary>
    public IEnumerable<string> WriteFlags(T flags) =>
        Words.Where(pair => flags.HasFlag(pair.Value)).Select(pair => pair.Word);

    public string Refusal(string word)
    {
        var known = Words.Select(pair => pair.Word).ToArray();
        var hint = NearestWord.Hint(word, known);
        return $"{Say.Quote(word)} is not one of {Say.List(known)}{(hint.Length > 0 ? hint : ".")}";
    }
}

/// <summary>The words of every enumeration in a workspace file.</summary>
internal static class FileWords
{
    public static readonly WordList<AddOns> AddOns = new(
        ("peopleBasedDestinations", Workspaces.AddOns.PeopleBasedDestinations));

    public static readonly WordList<IdType> IdTypes = new(
        ("cookie", IdType.Cookie),
        ("deviceAdvertisingId", IdType.DeviceAdvertisingId),
        ("crossDevice", IdType.CrossDevice));

    public static readonly WordList<IdDefinition> IdDefinitions = new(
        ("person", IdDefinition.Person),
        ("household", IdDefinition.Household));

    public static readonly WordList<DataParty> Parties = new(
        ("first", DataParty.First),
        ("second", DataParty.Second),
        ("third", DataParty.Third));

    public static readonly WordList<HashLabel> HashLabels = new(
        ("Emails(SHA256, lowercased)", HashLabel.EmailsSha256Lowercased));

    public static readonly WordList<ExportControls> ExportControls = new(
        ("pii", Governance.ExportControls.Pii),
        ("onSiteAdTargeting", Governance.ExportControls.OnSiteAdTargeting),
        ("offSiteAdTargeting", Governance.ExportControls.OffSiteAdTargeting),
        ("onSitePersonalization", Governance.ExportControls.OnSitePersonalization));

    public static readonly WordList<ExportLabels> ExportLabels = new(
        ("pii", Governance.ExportLabels.Pii),
        ("onSiteAdTargeting", Governance.ExportLabels.OnSiteAdTargeting),
        ("offSiteAdTargeting", Governance.ExportLabels.OffSiteAdTargeting),
        ("onSitePersonalization", Governance.ExportLabels.OnSitePersonalization));

    public static readonly WordList<TraitType> TraitTypes = new(
        ("onboarded", TraitType.Onboarded),
        ("ruleBased", TraitType.RuleBased),
        ("algorithmic", TraitType.Algorithmic),
        ("folder", TraitType.Folder));

    // The documentation calls the same option by two names.
    public static readonly WordList<CrossDeviceOption> CrossDeviceOptions = new(
        [
            ("noCrossDeviceProfile", CrossDeviceOption.NoCrossDeviceProfile),
            ("currentAuthenticatedProfiles", CrossDeviceOption.CurrentAuthenticatedProfiles),
            ("lastAuthenticatedProfiles", CrossDeviceOption.LastAuthenticatedProfiles),
            ("allCrossDeviceProfiles", CrossDeviceOption.AllCrossDeviceProfiles),
            ("identityGraph", CrossDeviceOption.IdentityGraph),
        ],
        [("noAuthenticatedProfile", CrossDeviceOption.NoCrossDeviceProfile)]);

    public static readonly WordList<DeviceOption> DeviceOptions = new(
        [
            ("noDeviceProfile", DeviceOption.NoDeviceProfile),
            ("deviceProfile", DeviceOption.DeviceProfile),
            ("profileLinkDeviceGraph", DeviceOption.ProfileLinkDeviceGraph),
            ("externalDeviceGraph", DeviceOption.ExternalDeviceGraph),
        ],
        [("currentDeviceProfile", DeviceOption.DeviceProfile)]);

    public static readonly WordList<SegmentStatus> SegmentStatuses = new(
        ("active", SegmentStatus.Active),
        ("paused", SegmentStatus.Paused));
}

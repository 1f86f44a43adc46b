using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Krewe.Api.Governance;
using Krewe.Api.Graph;
using Krewe.Api.Traits;
using Krewe.Api.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Workspaces;

namespace Krewe.Api.MergeRules;

/// <summary>What changes of merge rules make of the definitions.</summary>
internal static class MergeRuleEdits
{
    private const string Section = "mergeRules";

    private static readonly FrozenDictionary<string, string> Fields =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["crossDevice"] = "crossDeviceOption",
            ["device"] = "deviceOption",
            ["dataSources"] = "dataSourceIds",
            ["default"] = "isDefault",
        }.ToFrozenDictionary(StringComparer.Ordinal);

    public static DefinitionEdit<string> Create(Definitions known, CreateMergeRuleInput input)
    {
        var mistakes = new Mistakes();
        if (input.AttributeMerge != AttributeMerge.TimestampOrdered
            || input.DatasetOrder.Count > 0)
        {
            mistakes.Add("attributeMerge", new InvalidInputError(
                input.DatasetOrder.Count > 0 ? "datasetOrder" : "attributeMerge",
                "Precedence of datasets comes with datasets, which there are none of yet: take "
                + "TIMESTAMP_ORDERED and name none."));
        }

        var rule = new MergeRule
        {
            Name = input.Name,
            Description = input.Description,
            CrossDevice = (CrossDeviceOption)input.CrossDeviceOption,
            Device = (DeviceOption)input.DeviceOption,
            DataSources = Sources(known, input.DataSourceIds, mistakes),
            ExportControls = ExportWords.Controls(input.ExportControls),
            IsDefault = input.IsDefault,
        };
        ExpectFree(known, rule.Name, mistakes);
        ExpectRoom(known, rule, mistakes);
        return Put(known.Definition, rule, mistakes);
    }

    public static DefinitionEdit<string> Update(Definitions known, UpdateMergeRuleInput input)
    {
        var found = Find(known, input.Id, input.IfVersion);
        var mistakes = new Mistakes();
        var rule = found with
        {
            Name = input.Name ?? found.Name,
            Description = input.Description.Or(found.Description),
            CrossDevice = input.CrossDeviceOption is { } option
                ? (CrossDeviceOption)option
                : found.CrossDevice,
            Device = (DeviceOption?)input.DeviceOption ?? found.Device,
            DataSources = input.DataSourceIds is { } ids
                ? Sources(known, ids, mistakes)
                : found.DataSources,
            ExportControls = input.ExportControls is { } controls
                ? ExportWords.Controls(controls)
                : found.ExportControls,
            IsDefault = input.IsDefault ?? found.IsDefault,
        };
        if (rule.Name != found.Name)
        {
            ExpectFree(known, rule.Name, mistakes);
        }

        var renamed = known.Definition with
        {
            MergeRules = known.Definition.MergeRules.Remove(found),
            Segments =
            [
                .. known.Definition.Segments.Select(segment => segment.MergeRule == found.Name
                    ? segment with { MergeRule = rule.Name }
                    : segment),
            ],
        };
        return Put(renamed, rule, mistakes);
    }

    public static DefinitionEdit<string> Delete(Definitions known, DeleteMergeRuleInput input)
    {
        var found = Find(known, input.Id, input.IfVersion);
        var next = known.Definition with
        {
            MergeRules = known.Definition.MergeRules.Remove(found),
        };
        return new(found.Name, next, new FaultReader(Section, -1));
    }

    private static MergeRule Find(Definitions known, string id, long? ifVersion)
    {
        var view = known.FindMergeRule(id)
            ?? throw Missing.Of("merge rule", "MergeRule", id);
        Versions.Expect($"Merge rule \"{view.Name}\"", ifVersion, view.Version);
        return view.Rule;
    }

    // The name is the key: there is no place for a second one, so nothing more can be judged.
    private static void ExpectFree(Definitions known, string name, Mistakes mistakes)
    {
        Names.Expect(
            "merge rule",
            name,
            known: null,
            known.Definition.MergeRules.Select(rule => rule.Name),
            mistakes);
        if (mistakes.Covers("name"))
        {
            mistakes.ThrowIfAny();
        }
    }

    private static void ExpectRoom(Definitions known, MergeRule rule, Mistakes mistakes)
    {
        var isAll = IsAll(rule);
        var max = isAll ? 1 : WorkspaceLimits.MergeRulesMax;
        if (known.Definition.MergeRules.Count(other => IsAll(other) == isAll) >= max)
        {
            mistakes.Add("", new LimitError(
                max,
                isAll
                    ? "One merge rule reads ALL_CROSS_DEVICE_PROFILES already, and no more may: "
                        + "change or delete that one."
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"There are {max} merge rules already, not counting one that reads ")
                        + "ALL_CROSS_DEVICE_PROFILES, and no more may be: change or delete one."));
        }
    }

    // A new default takes the place of the one before, as there is one at most.
    private static DefinitionEdit<string> Put(
        WorkspaceDefinition definition, MergeRule rule, Mistakes mistakes)
    {
        var rules = definition.MergeRules;
        if (rule.IsDefault)
        {
            rules = [.. rules.Select(other => other with { IsDefault = false })];
        }

        rules = rules.With(rule, one => one.Name, StringComparer.Ordinal);
        return new(
            rule.Name,
            definition with { MergeRules = rules },
            new FaultReader(Section, rules.PlaceOf(one => one.Name == rule.Name))
            {
                Fields = Fields,
            })
        {
            Mistakes = mistakes,
        };
    }

    private static ImmutableArray<DataSourceId> Sources(
        Definitions known, IReadOnlyList<string> ids, Mistakes mistakes)
    {
        var sources = ids.Select(id => Owners.Find(known, id, mistakes)).ToImmutableArray();
        if (mistakes.Covers(Owners.Member))
        {
            mistakes.Cover("dataSources");
        }

        return sources;
    }

    private static bool IsAll(MergeRule rule) =>
        rule.CrossDevice is CrossDeviceOption.AllCrossDeviceProfiles;
}

using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using static Krewe.Domain.Workspaces.CommonChecks;

namespace Krewe.Domain.Workspaces;

/// <summary>What is asked of merge rules.</summary>
internal static class MergeRuleChecks
{
    private const WorkspaceSection Section = WorkspaceSection.MergeRules;

    public static void Run(WorkspaceCheck check)
    {
        var rules = check.Definition.MergeRules;
        Counts(check);
        Keys(check, Section, rules, rule => rule.Name, "name", Say.It);
        for (var index = 0; index < rules.Length; index++)
        {
            Name(check, Section, index, rules[index].Name);
            if (!check.IsBroken(rules[index]))
            {
                Options(check, index, rules[index]);
                SourceCount(check, index, rules[index]);
            }

            Sources(check, index, rules[index]);
        }

        Default(check);
    }

    private static void Counts(WorkspaceCheck check)
    {
        var rules = check.Definition.MergeRules;
        var others = rules.Count(rule => !IsAll(rule));
        if (rules.Length > WorkspaceLimits.MergeRulesMax + 1
            || others > WorkspaceLimits.MergeRulesMax)
        {
            check.Error(
                Section,
                Invariant($"There are {rules.Length} merge rules, {others} of them other than ")
                + "\"allCrossDeviceProfiles\"; at most 3 may be, and a 4th that is "
                + "\"allCrossDeviceProfiles\".");
        }
    }

    private static void Options(WorkspaceCheck check, int index, MergeRule rule)
    {
        if (new MergeRuleOptions(rule.CrossDevice, rule.Device).IsLegal)
        {
            return;
        }

        var devices = MergeRuleOptions.Legal
            .Where(pair => pair.CrossDevice == rule.CrossDevice)
            .Select(pair => FileWords.DeviceOptions.Write(pair.Device));
        check.Error(
            Section,
            index,
            "device",
            $"{Say.Start(Say.It(rule))} joins "
            + $"{Say.Quote(FileWords.CrossDeviceOptions.Write(rule.CrossDevice))} with "
            + $"{Say.Quote(FileWords.DeviceOptions.Write(rule.Device))}, which do not go together; "
            + $"with the first write {Say.List(devices)}.");
    }

    private static void SourceCount(WorkspaceCheck check, int index, MergeRule rule)
    {
        var count = rule.DataSources.Length;
        var (isRight, wanted) = rule switch
        {
            { CrossDevice: CrossDeviceOption.NoCrossDeviceProfile } =>
                (count == 0, "none, as it reads no cross-device profile"),
            { Device: DeviceOption.ProfileLinkDeviceGraph } =>
                (count == 1, "exactly 1, as it uses the Profile Link device graph"),
            _ => (count is >= 1 and <= WorkspaceLimits.MergeRuleDataSourcesMax, "1 to 3"),
        };
        if (!isRight)
        {
            check.Error(
                Section,
                index,
                "dataSources",
                Invariant($"{Say.Start(Say.It(rule))} names {count} data sources; name {wanted}."));
        }
    }

    private static void Sources(WorkspaceCheck check, int index, MergeRule rule)
    {
        var seen = new HashSet<DataSourceId>();
        for (var item = 0; item < rule.DataSources.Length; item++)
        {
            var member = Invariant($"dataSources[{item}]");
            var id = rule.DataSources[item];
            if (!seen.Add(id))
            {
                check.Error(
                    Section,
                    index,
                    member,
                    $"{Say.Start(Say.It(rule))} names data source {id} twice; keep "
                    + "one.");
            }
            else if (check.Source(id) is not { } source)
            {
                check.UnknownSource(
                    Section, index, member, $"{Say.Start(Say.It(rule))} reads data source {id}");
            }
            else if (!check.IsBroken(source))
            {
                Source(check, index, member, rule, source);
            }
        }
    }

    private static void Source(
        WorkspaceCheck check, int index, string member, MergeRule rule, DataSource source)
    {
        if (source.IdType is not IdType.CrossDevice)
        {
            check.Error(
                Section,
                index,
                member,
                $"{Say.Start(Say.It(rule))} reads {Say.It(source)}, which holds "
                + $"{Say.Quote(FileWords.IdTypes.Write(source.IdType))}; merge rules read "
                + "\"crossDevice\" data sources.");
        }
        else if (source.IntegrationCode is null)
        {
            check.Warn(
                Section,
                index,
                member,
                $"{Say.Start(Say.It(source))}, which {Say.It(rule)} reads, has no integration "
                + "code; web pages can only name it by number.");
        }
    }

    private static void Default(WorkspaceCheck check)
    {
        var rules = check.Definition.MergeRules;
        var first = rules.FirstOrDefault(rule => rule.IsDefault);
        for (var index = 0; index < rules.Length; index++)
        {
            if (rules[index].IsDefault && !ReferenceEquals(rules[index], first))
            {
                check.Error(
                    Section,
                    index,
                    "default",
                    $"{Say.Start(Say.It(rules[index]))} and {Say.It(first!)} are both the default; "
                    + "keep one.");
            }
        }
    }

    private static bool IsAll(MergeRule rule) =>
        rule.CrossDevice is CrossDeviceOption.AllCrossDeviceProfiles;
}

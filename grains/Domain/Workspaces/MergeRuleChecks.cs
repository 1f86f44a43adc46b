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
                AddOn(check, index, rules[index]);
                Options(check, index, rules[index]);
                SourceCount(check, index, rules[index]);
            }

            Sources(check, index, rules[index]);
        }

        Default(check);
    }

    private static void Counts(WorkspaceCheck check)
    {
        var (all, others) = (0, 0);
        for (var index = 0; index < check.Definition.MergeRules.Length; index++)
        {
            var rule = check.Definition.MergeRules[index];
            if (check.IsBroken(rule))
            {
                continue;
            }

            var isOver = IsAll(rule) ? ++all > 1 : ++others > WorkspaceLimits.MergeRulesMax;
            if (isOver)
            {
                check.Error(
                    Section,
                    index,
                    "",
                    $"{Say.Start(Say.It(rule))} is one too many: at most "
                    + Invariant($"{WorkspaceLimits.MergeRulesMax} may be, and one more that is ")
                    + "\"allCrossDeviceProfiles\"; remove it or another.");
            }
        }
    }

    private static void AddOn(WorkspaceCheck check, int index, MergeRule rule)
    {
        if (IsAll(rule) && check.Lacks(AddOns.PeopleBasedDestinations))
        {
            check.Error(
                Section,
                index,
                "crossDevice",
                $"{Say.Start(Say.It(rule))} reads all cross-device profiles, which takes the "
                + "add-on for people-based destinations; if the company has it, write "
                + "\"addOns\": [\"peopleBasedDestinations\"], else choose another option.");
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
            { CrossDevice: CrossDeviceOption.IdentityGraph } =>
                (count == 0, "none, as it reads every identity that is linked"),
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

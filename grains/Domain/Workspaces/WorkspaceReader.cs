using System.Collections.Immutable;
using System.Text.Json;
using Krewe.Domain.Accounts;
using Krewe.Domain.Activation;
using Krewe.Domain.Events;
using Krewe.Domain.Governance;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Workspaces;

/// <summary>Reads the nodes of a workspace file into its definition.</summary>
/// <remarks>
/// <para>Errors: what is wrong is noted and read as its default; an item without a readable key is
/// left out and its list marked as incomplete.</para>
/// </remarks>
internal sealed class WorkspaceReader(FaultLog faults, WorkspacePaths paths)
{
    private string? _defaultMergeRule;

    public WorkspaceDefinition Read(FileNode root)
    {
        if (!ObjectReader.IsObject(root, faults))
        {
            return WorkspaceDefinition.Empty;
        }

        var reader = new ObjectReader(root, faults);
        var partnerId = reader.Number("partnerId", 1, int.MaxValue);
        var addOns = reader.Words("addOns", FileWords.AddOns)
            ?.Aggregate(AddOns.None, (all, one) => all | one);
        var sources = Section(reader, WorkspaceSection.DataSources, ReadDataSource, it => it.Id);
        var traits = Section(reader, WorkspaceSection.Traits, ReadTrait, it => it.Id);
        var rules = Section(
            reader,
            WorkspaceSection.MergeRules,
            ReadMergeRule,
            it => it.Name,
            StringComparer.Ordinal);
        _defaultMergeRule = rules.FirstOrDefault(rule => rule.IsDefault)?.Name;
        var definition = new WorkspaceDefinition
        {
            PartnerId = partnerId,
            AddOns = addOns ?? AddOns.None,
            DataSources = sources,
            Traits = traits,
            MergeRules = rules,
            Segments = Section(reader, WorkspaceSection.Segments, ReadSegment, it => it.Id),
            Accounts = Section(
                reader,
                WorkspaceSection.Accounts,
                ReadAccount,
                it => it.Name,
                StringComparer.Ordinal),
            Destinations = Section(
                reader, WorkspaceSection.Destinations, ReadDestination, it => it.Id),
            EventSources = Section(
                reader,
                WorkspaceSection.EventSources,
                ReadEventSource,
                it => it.Name,
                StringComparer.Ordinal),
        };
        reader.Done();
        MarkIncomplete(root);
        return definition;
    }

    // A list whose name is misspelled is an unknown member, not an empty list.
    private void MarkIncomplete(FileNode root)
    {
        var hasUnknown = root.Children.Any(member => !member.IsRead);
        paths.AddOnsAreKnown = root.Member("addOns") is { } addOns ? !addOns.IsBroken : !hasUnknown;
        foreach (var section in Enum.GetValues<WorkspaceSection>())
        {
            var list = root.Member(WorkspaceSectionNames.Of(section));
            if (list is null ? hasUnknown : list.Kind is not JsonTokenType.StartArray)
            {
                paths.SetIncomplete(section);
            }
        }
    }

    private ImmutableArray<T> Section<T, TKey>(
        ObjectReader root,
        WorkspaceSection section,
        Func<ObjectReader, T?> read,
        Func<T, TKey> key,
        IComparer<TKey>? order = null)
        where T : class
    {
        var items = root.List(WorkspaceSectionNames.Of(section), node => Item(node, section, read))
            ?? [];
        var ordered = items.OrderBy(pair => key(pair.Item), order).ToArray();
        paths.Set(section, [.. ordered.Select(pair => pair.Node)]);
        return [.. ordered.Select(pair => pair.Item)];
    }

    private T? Item<T>(FileNode node, WorkspaceSection section, Func<ObjectReader, T?> read)
        where T : class
    {
        T? item = null;
        if (ObjectReader.IsObject(node, faults))
        {
            var reader = new ObjectReader(node, faults);
            item = read(reader);
            reader.Done();
        }

        if (item is null)
        {
            paths.SetIncomplete(section);
        }

        return item;
    }

    private static DataSource? ReadDataSource(ObjectReader reader)
    {
        var id = reader.NumberOf("id", 0, int.MaxValue);
        var source = new DataSource
        {
            Id = new DataSourceId(id ?? 0),
            Name = reader.TextOf("name"),
            Description = reader.Text("description"),
            IntegrationCode = reader.Text("integrationCode"),
            IdType = reader.WordOf("idType", FileWords.IdTypes),
            IdDefinition = reader.Word("idDefinition", FileWords.IdDefinitions) ?? default,
            Party = reader.Word("party", FileWords.Parties) ?? default,
            Inbound = reader.Flag("inbound"),
            Outbound = reader.Flag("outbound"),
            ShareAs =
                reader.Word("shareInPeopleBasedDestinations", FileWords.HashLabels) ?? default,
            ExportControls = Controls(reader),
            RetentionDays =
                reader.Number(
                    "retentionDays",
                    WorkspaceLimits.RetentionDaysMin,
                    WorkspaceLimits.RetentionDaysMax) ?? DataSource.RetentionDaysDefault,
            UniqueTraitIntegrationCodes = reader.Flag("uniqueTraitIntegrationCodes"),
            UniqueSegmentIntegrationCodes = reader.Flag("uniqueSegmentIntegrationCodes"),
            ErrorSampling = reader.Flag("errorSampling"),
            ErrorSamplingUntil = reader.Day("errorSamplingUntil"),
            Namespace = reader.Text("namespace"),
            ReportRecipients = reader.Texts("reportRecipients"),
        };
        return id is null ? null : source;
    }

    private static TraitDefinition? ReadTrait(ObjectReader reader)
    {
        var id = reader.NumberOf("id", 1, int.MaxValue);
        var trait = new TraitDefinition
        {
            Id = new TraitId(id ?? 0),
            Name = reader.TextOf("name"),
            Description = reader.Text("description"),
            DataSource = Source(reader),
            Type = reader.Word("type", FileWords.TraitTypes) ?? TraitType.Onboarded,
            Rule = reader.Text("rule"),
            TtlDays = reader.Number("ttlDays", 0, WorkspaceLimits.TtlDaysMax)
                ?? TraitDefinition.TtlDaysDefault,
            IntegrationCode = reader.Text("integrationCode"),
            Folder = reader.Text("folder") ?? "/",
        };
        return id is null ? null : trait;
    }

    private static MergeRule? ReadMergeRule(ObjectReader reader)
    {
        var rule = new MergeRule
        {
            Name = reader.TextOf("name"),
            Description = reader.Text("description"),
            CrossDevice = reader.WordOf("crossDevice", FileWords.CrossDeviceOptions),
            Device = reader.Word("device", FileWords.DeviceOptions) ?? default,
            DataSources =
            [
                .. (reader.Numbers("dataSources", 0, int.MaxValue) ?? [])
                    .Select(number => new DataSourceId(number)),
            ],
            ExportControls = Controls(reader),
            IsDefault = reader.Flag("default"),
        };
        return rule.Name.Length == 0 ? null : rule;
    }

    private SegmentDefinition? ReadSegment(ObjectReader reader)
    {
        var id = reader.NumberOf("id", 1, int.MaxValue);
        var segment = new SegmentDefinition
        {
            Id = new SegmentId(id ?? 0),
            Name = reader.TextOf("name"),
            Description = reader.Text("description"),
            DataSource = Source(reader),
            MergeRule = reader.Text("mergeRule") ?? _defaultMergeRule ?? reader.TextOf("mergeRule"),
            Rule = reader.TextOf("rule"),
            Status = reader.Word("status", FileWords.SegmentStatuses) ?? default,
            IntegrationCode = reader.Text("integrationCode"),
            Folder = reader.Text("folder") ?? "/",
        };
        return id is null ? null : segment;
    }

    private static AccountDefinition? ReadAccount(ObjectReader reader)
    {
        var account = new AccountDefinition
        {
            Name = reader.TextOf("name"),
            Platform = reader.TextOf("platform"),
            AdAccountId = reader.TextOf("adAccountId"),
            Token = reader.TextOf("token"),
            Contacts = reader.Texts("contacts"),
        };
        return account.Name.Length == 0 ? null : account;
    }

    private DestinationDefinition? ReadDestination(ObjectReader reader)
    {
        var id = reader.NumberOf("id", 1, int.MaxValue);
        var labels = reader.Words("exportLabels", FileWords.ExportLabels);
        var destination = new DestinationDefinition
        {
            Id = new DestinationId(id ?? 0),
            Name = reader.TextOf("name"),
            Description = reader.Text("description"),
            Account = reader.TextOf("account"),
            DataSource = Source(reader),
            ExportLabels = labels?.Aggregate(ExportLabels.None, (all, label) => all | label)
                ?? ExportLabels.Pii,
            Mappings = [.. reader.List("mappings", ReadMapping)?.Select(pair => pair.Item) ?? []],
        };
        return id is null ? null : destination;
    }

    // A mapping that names no segment keeps its place, so that paths count as the file does.
    private SegmentMapping? ReadMapping(FileNode node)
    {
        if (!ObjectReader.IsObject(node, faults))
        {
            faults.Mute($"{node.Path()}.segment");
            return new SegmentMapping { Segment = default };
        }

        var reader = new ObjectReader(node, faults);
        var mapping = new SegmentMapping
        {
            Segment = new SegmentId(reader.NumberOf("segment", 1, int.MaxValue) ?? 0),
            Start = reader.Day("start"),
            End = reader.Day("end"),
        };
        reader.Done();
        return mapping;
    }

    private static EventSource? ReadEventSource(ObjectReader reader)
    {
        var source = new EventSource
        {
            Name = reader.TextOf("name"),
            Users = new DataSourceId(reader.NumberOf("users", 0, int.MaxValue) ?? 0),
            Anonymous = new DataSourceId(reader.NumberOf("anonymous", 0, int.MaxValue) ?? 0),
            Emails = reader.Number("emails", 0, int.MaxValue) is { } emails
                ? new DataSourceId(emails)
                : null,
            Keys = reader.Texts("keys"),
        };
        return source.Name.Length == 0 ? null : source;
    }

    private static DataSourceId Source(ObjectReader reader) =>
        new(reader.NumberOf("dataSource", 0, int.MaxValue) ?? 0);

    private static ExportControls Controls(ObjectReader reader) =>
        reader.Words("exportControls", FileWords.ExportControls)
            ?.Aggregate(ExportControls.None, (all, control) => all | control)
        ?? ExportControls.None;
}

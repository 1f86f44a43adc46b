using System.Text.Encodings.Web;
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

/// <summary>Writes definitions in the one form that equal definitions share.</summary>
/// <remarks><para>Shape: members in a fixed order, defaults left out.</para></remarks>
internal static class WorkspaceWriter
{
    public static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(Utf8JsonWriter json, WorkspaceDefinition definition)
    {
        json.WriteStartObject();
        if (definition.PartnerId is { } partnerId)
        {
            json.WriteNumber("partnerId", partnerId);
        }

        if (definition.AddOns is not AddOns.None)
        {
            WriteWords(json, "addOns", FileWords.AddOns.WriteFlags(definition.AddOns));
        }

        WriteList(json, WorkspaceSection.DataSources, definition.DataSources, Write);
        WriteList(json, WorkspaceSection.Traits, definition.Traits, Write);
        WriteList(json, WorkspaceSection.MergeRules, definition.MergeRules, Write);
        WriteList(json, WorkspaceSection.Segments, definition.Segments, Write);
        WriteList(json, WorkspaceSection.Accounts, definition.Accounts, Write);
        WriteList(json, WorkspaceSection.Destinations, definition.Destinations, Write);
        WriteList(json, WorkspaceSection.EventSources, definition.EventSources, Write);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, DataSource source)
    {
        json.WriteStartObject();
        json.WriteNumber("id", source.Id.Value);
        json.WriteString("name", source.Name);
        WriteText(json, "description", source.Description);
        WriteText(json, "integrationCode", source.IntegrationCode);
        WriteText(json, "namespace", source.Namespace);
        WriteWord(json, "idType", source.IdType, FileWords.IdTypes);
        if (source.IdDefinition is not IdDefinition.Person)
        {
            WriteWord(json, "idDefinition", source.IdDefinition, FileWords.IdDefinitions);
        }

        if (source.Party is not DataParty.First)
        {
            WriteWord(json, "party", source.Party, FileWords.Parties);
        }

        WriteFlag(json, "inbound", source.Inbound);
        WriteFlag(json, "outbound", source.Outbound);
        if (source.ShareAs is not HashLabel.None)
        {
            WriteWord(
                json, "shareInPeopleBasedDestinations", source.ShareAs, FileWords.HashLabels);
        }

        WriteControls(json, source.ExportControls);
        WriteNumber(json, "retentionDays", source.RetentionDays, DataSource.RetentionDaysDefault);
        WriteFlag(json, "uniqueTraitIntegrationCodes", source.UniqueTraitIntegrationCodes);
        WriteFlag(json, "uniqueSegmentIntegrationCodes", source.UniqueSegmentIntegrationCodes);
        WriteFlag(json, "errorSampling", source.ErrorSampling);
        WriteDay(json, "errorSamplingUntil", source.ErrorSamplingUntil);
        if (!source.ReportRecipients.IsEmpty)
        {
            WriteWords(json, "reportRecipients", source.ReportRecipients);
        }

        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, TraitDefinition trait)
    {
        json.WriteStartObject();
        json.WriteNumber("id", trait.Id.Value);
        json.WriteString("name", trait.Name);
        WriteText(json, "description", trait.Description);
        json.WriteNumber("dataSource", trait.DataSource.Value);
        WriteWord(json, "type", trait.Type, FileWords.TraitTypes);
        WriteText(json, "rule", trait.Rule);
        WriteNumber(json, "ttlDays", trait.TtlDays, TraitDefinition.TtlDaysDefault);
        WriteText(json, "integrationCode", trait.IntegrationCode);
        WriteFolder(json, trait.Folder);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, MergeRule rule)
    {
        json.WriteStartObject();
        json.WriteString("name", rule.Name);
        WriteText(json, "description", rule.Description);
        WriteWord(json, "crossDevice", rule.CrossDevice, FileWords.CrossDeviceOptions);
        if (rule.Device is not DeviceOption.NoDeviceProfile)
        {
            WriteWord(json, "device", rule.Device, FileWords.DeviceOptions);
        }

        json.WriteStartArray("dataSources");
        foreach (var source in rule.DataSources)
        {
            json.WriteNumberValue(source.Value);
        }

        json.WriteEndArray();
        WriteControls(json, rule.ExportControls);
        WriteFlag(json, "default", rule.IsDefault);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, SegmentDefinition segment)
    {
        json.WriteStartObject();
        json.WriteNumber("id", segment.Id.Value);
        json.WriteString("name", segment.Name);
        WriteText(json, "description", segment.Description);
        json.WriteNumber("dataSource", segment.DataSource.Value);
        json.WriteString("mergeRule", segment.MergeRule);
        json.WriteString("rule", segment.Rule);
        if (segment.Status is not SegmentStatus.Active)
        {
            WriteWord(json, "status", segment.Status, FileWords.SegmentStatuses);
        }

        WriteText(json, "integrationCode", segment.IntegrationCode);
        WriteFolder(json, segment.Folder);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, AccountDefinition account)
    {
        json.WriteStartObject();
        json.WriteString("name", account.Name);
        json.WriteString("platform", account.Platform);
        json.WriteString("adAccountId", account.AdAccountId);
        json.WriteString("token", account.Token);
        WriteWords(json, "contacts", account.Contacts);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, DestinationDefinition destination)
    {
        json.WriteStartObject();
        json.WriteNumber("id", destination.Id.Value);
        json.WriteString("name", destination.Name);
        WriteText(json, "description", destination.Description);
        json.WriteString("account", destination.Account);
        json.WriteNumber("dataSource", destination.DataSource.Value);
        var labels = FileWords.ExportLabels.WriteFlags(destination.ExportLabels);
        WriteWords(json, "exportLabels", labels);
        json.WriteStartArray("mappings");
        foreach (var mapping in destination.Mappings)
        {
            Write(json, mapping);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, EventSource source)
    {
        json.WriteStartObject();
        json.WriteString("name", source.Name);
        json.WriteNumber("users", source.Users.Value);
        json.WriteNumber("anonymous", source.Anonymous.Value);
        if (source.Emails is { } emails)
        {
            json.WriteNumber("emails", emails.Value);
        }

        if (!source.Keys.IsEmpty)
        {
            WriteWords(json, "keys", source.Keys);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SegmentMapping mapping)
    {
        json.WriteStartObject();
        json.WriteNumber("segment", mapping.Segment.Value);
        WriteDay(json, "start", mapping.Start);
        WriteDay(json, "end", mapping.End);
        json.WriteEndObject();
    }

    private static void WriteList<T>(
        Utf8JsonWriter json,
        WorkspaceSection section,
        IReadOnlyCollection<T> items,
        Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0)
        {
            return;
        }

        json.WriteStartArray(WorkspaceSectionNames.Of(section));
        foreach (var item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteDay(Utf8JsonWriter json, string name, DateOnly? day) =>
        WriteText(json, name, day?.ToString("yyyy-MM-dd", null));

    private static void WriteFlag(Utf8JsonWriter json, string name, bool isSet)
    {
        if (isSet)
        {
            json.WriteBoolean(name, value: true);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int number, int unlessThis)
    {
        if (number != unlessThis)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void WriteFolder(Utf8JsonWriter json, string folder)
    {
        if (!string.Equals(folder, "/", StringComparison.Ordinal))
        {
            json.WriteString("folder", folder);
        }
    }

    private static void WriteControls(Utf8JsonWriter json, ExportControls controls)
    {
        if (controls is not ExportControls.None)
        {
            WriteWords(json, "exportControls", FileWords.ExportControls.WriteFlags(controls));
        }
    }

    private static void WriteWord<T>(Utf8JsonWriter json, string name, T value, WordList<T> words)
        where T : struct, Enum => json.WriteString(name, words.Write(value));

    private static void WriteWords(Utf8JsonWriter json, string name, IEnumerable<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words)
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
    }
}

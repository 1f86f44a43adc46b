using System.Collections.Frozen;
using Krewe.Api.Governance;
using Krewe.Api.Graph;
using Krewe.Api.Workspaces;
using Krewe.Domain.Identity;

namespace Krewe.Api.Identity;

/// <summary>What changes of data sources make of the definitions.</summary>
internal static class DataSourceEdits
{
    public const string Section = "dataSources";

    private static readonly FrozenDictionary<string, string> Fields =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = "dataSourceId",
            ["shareInPeopleBasedDestinations"] = "hashLabel",
        }.ToFrozenDictionary(StringComparer.Ordinal);

    public static DefinitionEdit<DataSourceId> Create(
        Definitions known, CreateDataSourceInput input)
    {
        var mistakes = new Mistakes();
        if (input.IdType is GraphIdType.PartnerId or GraphIdType.NonPeople)
        {
            mistakes.Add("idType", new InvalidInputError(
                "idType",
                $"The data source \"{input.Name}\" is to hold {Words.Of(input.IdType)}; such IDs "
                + "come with datasets, which there are none of yet. Take COOKIE, "
                + "DEVICE_ADVERTISING_ID or CROSS_DEVICE."));
            throw mistakes.ToException();
        }

        var source = new DataSource
        {
            Id = new DataSourceId(NumberOf(known, input, mistakes)),
            Name = input.Name,
            Description = input.Description,
            IntegrationCode = input.IntegrationCode,
            IdType = (IdType)input.IdType,
            IdDefinition = (IdDefinition)input.IdDefinition,
            Party = (DataParty)input.Party,
            Inbound = input.Inbound,
            Outbound = input.Outbound,
            ShareAs = Shared(
                input.ShareCrossDeviceIdsInPeopleBasedDestinations, input.HashLabel, mistakes),
            ExportControls = ExportWords.Controls(input.ExportControls),
            RetentionDays = input.RetentionDays,
            UniqueTraitIntegrationCodes = input.UniqueTraitIntegrationCodes,
            UniqueSegmentIntegrationCodes = input.UniqueSegmentIntegrationCodes,
            ErrorSampling = input.ErrorSampling,
            ErrorSamplingUntil = UtcDays.Of(input.ErrorSamplingUntil),
            Namespace = input.Namespace,
            ReportRecipients = [.. input.ReportRecipients],
        };
        NamespaceIsFree(known, source, mistakes);
        Names.Expect(
            "data source",
            source.Name,
            known: null,
            known.Definition.DataSources.Select(other => other.Name),
            mistakes);
        return Put(known, source, mistakes);
    }

    public static DefinitionEdit<DataSourceId> Update(
        Definitions known, UpdateDataSourceInput input)
    {
        var found = Find(known, input.Id, input.IfVersion);
        var mistakes = new Mistakes();
        var isShared = input.ShareCrossDeviceIdsInPeopleBasedDestinations
            ?? found.ShareAs != HashLabel.None;
        var label = input.HashLabel
            ?? (isShared ? (GraphHashLabel)found.ShareAs : GraphHashLabel.None);
        var source = found with
        {
            Name = input.Name ?? found.Name,
            Description = input.Description.Or(found.Description),
            IntegrationCode = input.IntegrationCode.Or(found.IntegrationCode),
            IdDefinition = (IdDefinition?)input.IdDefinition ?? found.IdDefinition,
            Party = (DataParty?)input.Party ?? found.Party,
            Inbound = input.Inbound ?? found.Inbound,
            Outbound = input.Outbound ?? found.Outbound,
            ShareAs = Shared(isShared, label, mistakes),
            ExportControls = input.ExportControls is { } controls
                ? ExportWords.Controls(controls)
                : found.ExportControls,
            RetentionDays = input.RetentionDays ?? found.RetentionDays,
            UniqueTraitIntegrationCodes =
                input.UniqueTraitIntegrationCodes ?? found.UniqueTraitIntegrationCodes,
            UniqueSegmentIntegrationCodes =
                input.UniqueSegmentIntegrationCodes ?? found.UniqueSegmentIntegrationCodes,
            ErrorSampling = input.ErrorSampling ?? found.ErrorSampling,
            ErrorSamplingUntil = UtcDays.Of(input.ErrorSamplingUntil)
                ?? (input.ErrorSampling is false ? null : found.ErrorSamplingUntil),
            ReportRecipients = input.ReportRecipients is { } recipients
                ? [.. recipients]
                : found.ReportRecipients,
        };
        if (source.Name != found.Name
            && known.Definition.DataSources.Any(other => other.Name == source.Name))
        {
            mistakes.Add("name", new InvalidInputError(
                "name",
                $"There is a data source \"{source.Name}\" already: give another name."));
        }

        return Put(known, source, mistakes);
    }

    public static DefinitionEdit<DataSourceId> Delete(
        Definitions known, DeleteDataSourceInput input)
    {
        var found = Find(known, input.Id, input.IfVersion);
        var next = known.Definition with
        {
            DataSources = known.Definition.DataSources.Remove(found),
        };
        return new(found.Id, next, new FaultReader(Section, -1));
    }

    private static DataSource Find(Definitions known, string id, long? ifVersion)
    {
        var view = known.FindDataSource(id);
        if (view is null)
        {
            throw Missing.Of("data source", "DataSource", id);
        }

        if (view.BuiltIn)
        {
            throw new MistakeException<InvalidInputError>(new InvalidInputError(
                "id",
                $"Data source {view.Key} \"{view.Name}\" is built in and stays as it is; create "
                + "your own."));
        }

        Versions.Expect($"Data source {view.Key}", ifVersion, view.Version);
        return view.Source;
    }

    private static DefinitionEdit<DataSourceId> Put(
        Definitions known, DataSource source, Mistakes mistakes)
    {
        var others = known.Definition.DataSources.Where(other => other.Id != source.Id).ToArray();
        if (source.IntegrationCode is { } code
            && Array.Find(others, other => other.IntegrationCode == code) is { } owner)
        {
            mistakes.Add("integrationCode", new InvalidInputError(
                "integrationCode",
                $"The integration code \"{code}\" is that of data source {owner.Id} "
                + $"\"{owner.Name}\"; give another."));
        }

        var sources = known.Definition.DataSources.With(source, one => one.Id);
        return new(
            source.Id,
            known.Definition with { DataSources = sources },
            new FaultReader(Section, sources.PlaceOf(one => one.Id == source.Id))
            {
                Fields = Fields,
                TellsControls = false,
            })
        {
            Mistakes = mistakes,
        };
    }

    private static int NumberOf(
        Definitions known, CreateDataSourceInput input, Mistakes mistakes) => Numbers.Of(
        "data source",
        ("id", "dataSourceId"),
        input.DataSourceId,
        known.Definition.DataSources.Select(source => source.Id.Value),
        mistakes,
        number => GlobalDataSources.Find(new DataSourceId(number)) is not null);

    private static void NamespaceIsFree(
        Definitions known, DataSource source, Mistakes mistakes)
    {
        var owner = known.Definition.DataSources.FirstOrDefault(other => string.Equals(
            other.Namespace, source.Namespace, StringComparison.OrdinalIgnoreCase));
        if (source.Namespace is { } symbol && owner is not null)
        {
            mistakes.Add("namespace", new NameTakenError(
                symbol,
                $"The namespace \"{symbol}\" is that of data source {owner.Id} "
                + $"\"{owner.Name}\"; give another or none."));
        }
    }

    // The label says how the IDs are hashed, and nothing where they are not shared.
    private static HashLabel Shared(bool isShared, GraphHashLabel label, Mistakes mistakes)
    {
        const string member = "shareInPeopleBasedDestinations";
        if (label == GraphHashLabel.PhonesSha256E164)
        {
            mistakes.Add(member, new InvalidInputError(
                "hashLabel",
                "No platform takes hashed phone numbers yet; take EMAILS_SHA256_LOWERCASED or "
                + "NONE."));
        }
        else if (isShared && label == GraphHashLabel.None)
        {
            mistakes.Add(member, new InvalidInputError(
                "hashLabel",
                "IDs that are shared in people-based destinations need a label that says how they "
                + "are hashed: give EMAILS_SHA256_LOWERCASED, or do not share them."));
        }
        else if (!isShared && label != GraphHashLabel.None)
        {
            mistakes.Add(member, new InvalidInputError(
                "shareCrossDeviceIdsInPeopleBasedDestinations",
                "A hash label is for IDs that are shared in people-based destinations: set this "
                + "to true, or hashLabel to NONE."));
        }

        return isShared && label == GraphHashLabel.EmailsSha256Lowercased
            ? HashLabel.EmailsSha256Lowercased
            : HashLabel.None;
    }
}

using Krewe.Domain.Identity;
using static Krewe.Domain.Workspaces.CommonChecks;

namespace Krewe.Domain.Workspaces;

/// <summary>What is asked of data sources.</summary>
internal static class DataSourceChecks
{
    private const WorkspaceSection Section = WorkspaceSection.DataSources;

    public static void Run(WorkspaceCheck check)
    {
        var sources = check.Definition.DataSources;
        Keys(check, Section, sources, source => source.Id, "id", Say.It);
        for (var index = 0; index < sources.Length; index++)
        {
            var source = sources[index];
            Name(check, Section, index, source.Name);
            Code(check, Section, index, source.IntegrationCode);
            Number(check, index, source);
            Retention(check, index, source);
            Sharing(check, index, source);
            Recipients(check, index, source);
            if (!check.IsBroken(source))
            {
                OfIdType(check, index, source);
            }
        }

        Codes(check);
        DataSourceNamespaces.Check(check);
    }

    // What only customers' own ids have, and what they cannot do without.
    private static void OfIdType(WorkspaceCheck check, int index, DataSource source)
    {
        if (source.IdType is IdType.CrossDevice)
        {
            if (source.IntegrationCode is null)
            {
                check.Error(
                    Section,
                    index,
                    "integrationCode",
                    $"{Say.Start(Say.It(source))} holds \"crossDevice\" ids, so merge rules and "
                    + "web pages name it by its integration code; write one.");
            }

            return;
        }

        var holds = $"holds {Say.Quote(FileWords.IdTypes.Write(source.IdType))}";
        if (source.IdDefinition is not IdDefinition.Person)
        {
            check.Error(
                Section,
                index,
                "idDefinition",
                $"{Say.Start(Say.It(source))} {holds}; only \"crossDevice\" ids stand for a person "
                + "or a household; take idDefinition out.");
        }

        if (source.RetentionDays != DataSource.RetentionDaysDefault)
        {
            check.Error(
                Section,
                index,
                "retentionDays",
                $"{Say.Start(Say.It(source))} {holds}; only \"crossDevice\" ids are kept for a "
                + "time that is set; take retentionDays out.");
        }
    }

    private static void Recipients(WorkspaceCheck check, int index, DataSource source)
    {
        for (var item = 0; item < source.ReportRecipients.Length; item++)
        {
            if (!AccountChecks.IsAddress(source.ReportRecipients[item]))
            {
                check.Error(
                    Section,
                    index,
                    Invariant($"reportRecipients[{item}]"),
                    $"A recipient of the reports on {Say.It(source)} is not an e-mail address; "
                    + "write one address an entry.");
            }
        }
    }

    private static void Number(WorkspaceCheck check, int index, DataSource source)
    {
        if (source.Id.Value <= 0)
        {
            check.Error(
                Section,
                index,
                "id",
                Invariant($"The number {source.Id} is not free: 0 stands for the platform's own ")
                + "device ids; give the data source a number from 1 up.");
        }

        if (GlobalDataSources.Find(source.Id)?.Source is { } builtIn
            && builtIn.IdType != source.IdType)
        {
            check.Error(
                Section,
                index,
                "idType",
                $"{Say.Start(Say.It(builtIn))} is built in and holds "
                + $"{Say.Quote(FileWords.IdTypes.Write(builtIn.IdType))}, not "
                + $"{Say.Quote(FileWords.IdTypes.Write(source.IdType))}; give yours another id.");
        }

        if (check.Definition.PartnerId == source.Id.Value)
        {
            check.Warn(
                Section,
                index,
                "id",
                $"{Say.Start(Say.It(source))} has the number of the partner id; in names of "
                + "inbound files the number will mean the data source.");
        }
    }

    private static void Retention(WorkspaceCheck check, int index, DataSource source)
    {
        if (source.RetentionDays
            is < WorkspaceLimits.RetentionDaysMin or > WorkspaceLimits.RetentionDaysMax)
        {
            check.Error(
                Section,
                index,
                "retentionDays",
                Invariant($"{Say.Start(Say.It(source))} keeps ids for {source.RetentionDays} ")
                + Invariant($"days; write {WorkspaceLimits.RetentionDaysMin} to ")
                + Invariant($"{WorkspaceLimits.RetentionDaysMax}."));
        }
    }

    private static void Sharing(WorkspaceCheck check, int index, DataSource source)
    {
        if (!check.IsBroken(source)
            && source.ShareAs is not HashLabel.None
            && source.IdType is not IdType.CrossDevice)
        {
            check.Error(
                Section,
                index,
                "shareInPeopleBasedDestinations",
                $"{Say.Start(Say.It(source))} holds "
                + $"{Say.Quote(FileWords.IdTypes.Write(source.IdType))}; only \"crossDevice\" ids "
                + "can be shared in people-based destinations.");
        }
    }

    private static void Codes(WorkspaceCheck check)
    {
        var seen = new Dictionary<string, DataSource>(StringComparer.Ordinal);
        var sources = check.Definition.DataSources;
        for (var index = 0; index < sources.Length; index++)
        {
            if (sources[index].IntegrationCode is { } code && !seen.TryAdd(code, sources[index]))
            {
                check.Error(
                    Section,
                    index,
                    "integrationCode",
                    $"{Say.Start(Say.It(sources[index]))} has the integration code "
                    + $"{Say.Quote(code)} of {Say.It(seen[code])}; give it another.");
            }
        }
    }
}

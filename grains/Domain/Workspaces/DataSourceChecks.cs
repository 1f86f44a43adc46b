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
        }

        Codes(check);
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

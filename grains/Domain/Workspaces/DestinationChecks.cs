using Krewe.Domain.Activation;
using Krewe.Domain.Governance;
using Krewe.Domain.Identity;
using static Krewe.Domain.Workspaces.CommonChecks;

namespace Krewe.Domain.Workspaces;

/// <summary>What is asked of destinations.</summary>
internal static class DestinationChecks
{
    private const WorkspaceSection Section = WorkspaceSection.Destinations;

    public static void Run(WorkspaceCheck check)
    {
        var destinations = check.Definition.Destinations;
        Length(check, Section, destinations.Length, WorkspaceLimits.DestinationsMax);
        Keys(check, Section, destinations, destination => destination.Id, "id", Say.It);
        var mappings = new MappingChecks(check);
        for (var index = 0; index < destinations.Length; index++)
        {
            var destination = destinations[index];
            Name(check, Section, index, destination.Name);
            Account(check, index, destination);
            Labels(check, index, destination);
            Source(check, index, destination);
            mappings.Run(index, destination);
        }
    }

    private static void Account(WorkspaceCheck check, int index, DestinationDefinition destination)
    {
        if (check.Account(destination.Account) is not null
            || !check.IsComplete(WorkspaceSection.Accounts))
        {
            return;
        }

        var names = check.Definition.Accounts.Select(account => account.Name);
        var hint = NearestWord.Hint(destination.Account, names);
        check.Error(
            Section,
            index,
            "account",
            $"{Say.Start(Say.It(destination))} sends to account {Say.Quote(destination.Account)}, "
            + "which is not defined"
            + (hint.Length > 0 ? hint : "; add it to accounts or correct the name."));
    }

    private static void Labels(WorkspaceCheck check, int index, DestinationDefinition destination)
    {
        if (!check.IsBroken(destination) && !destination.ExportLabels.HasFlag(ExportLabels.Pii))
        {
            check.Error(
                Section,
                index,
                "exportLabels",
                $"{Say.Start(Say.It(destination))} is people-based, so the label \"pii\" cannot be "
                + "taken off; add \"pii\".");
        }
    }

    private static void Source(WorkspaceCheck check, int index, DestinationDefinition destination)
    {
        const string member = "dataSource";
        if (check.Source(destination.DataSource) is not { } source)
        {
            check.UnknownSource(
                Section,
                index,
                member,
                $"{Say.Start(Say.It(destination))} sends ids of data source "
                + $"{destination.DataSource}");
        }
        else if (check.IsBroken(source))
        {
            return;
        }
        else if (source.IdType is not IdType.CrossDevice)
        {
            check.Error(
                Section,
                index,
                member,
                $"{Say.Start(Say.It(destination))} sends ids of {Say.It(source)}, which holds "
                + $"{Say.Quote(FileWords.IdTypes.Write(source.IdType))}; only \"crossDevice\" ids "
                + "can be sent.");
        }
        else if (source.ShareAs is not HashLabel.EmailsSha256Lowercased)
        {
            check.Error(
                Section,
                index,
                member,
                $"{Say.Start(Say.It(destination))} sends ids of {Say.It(source)}, which does not "
                + "carry the label \"Emails(SHA256, lowercased)\"; if it holds such hashes set "
                + "shareInPeopleBasedDestinations to the label, else name the data source that "
                + "does.");
        }
        else
        {
            Cautions(check, index, destination, source);
        }
    }

    private static void Cautions(
        WorkspaceCheck check, int index, DestinationDefinition destination, DataSource source)
    {
        if (!source.Outbound)
        {
            check.Warn(
                Section,
                index,
                "dataSource",
                $"{Say.Start(Say.It(source))} is not outbound, yet {Say.It(destination)} sends its "
                + "ids; set outbound.");
        }

        if (source.ExportControls.HasFlag(ExportControls.Pii))
        {
            check.Warn(
                Section,
                index,
                "dataSource",
                $"{Say.Start(Say.It(source))} says \"{ExportPair.All[0].ControlText}\", yet "
                + $"{Say.It(destination)} sends its hashed e-mails; take the control off.");
        }
    }
}

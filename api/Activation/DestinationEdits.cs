using System.Collections.Frozen;
using Krewe.Api.Governance;
using Krewe.Api.Graph;
using Krewe.Api.Traits;
using Krewe.Api.Workspaces;
using Krewe.Domain.Activation;
using Krewe.Domain.Governance;
using Krewe.Domain.Workspaces;
using ExportLabel = Krewe.Api.Governance.ExportLabel;

namespace Krewe.Api.Activation;

/// <summary>What changes of destinations make of the definitions.</summary>
internal static class DestinationEdits
{
    public const string Section = "destinations";

    private const string Account = "account";

    private static readonly FrozenDictionary<string, string> Fields =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = "destinationId",
            [Account] = "accountId",
            [Owners.Member] = "identifierDataSourceId",
        }.ToFrozenDictionary(StringComparer.Ordinal);

    public static DefinitionEdit<DestinationId> Create(
        Definitions known, CreateDestinationInput input)
    {
        var mistakes = new Mistakes();
        var number = Numbers.Of(
            "destination",
            ("id", "destinationId"),
            input.DestinationId,
            known.Definition.Destinations.Select(one => one.Id.Value),
            mistakes);
        if (input.MarketingActions.Count > 0)
        {
            mistakes.Add("marketingActions", new InvalidInputError(
                "marketingActions",
                "There are no marketing actions yet: say with exportLabels what the platform may "
                + "do with the data."));
        }

        var destination = new DestinationDefinition
        {
            Id = new DestinationId(number),
            Name = input.Name,
            Description = input.Description,
            Account = AccountOf(known, input.AccountId, mistakes),
            DataSource = Owners.Find(known, input.IdentifierDataSourceId, mistakes),
            ExportLabels = Labels(input.ExportLabels),
        };
        Identifiers(known, destination, input.IdentityMappings, mistakes);
        return Put(known, destination, mistakes);
    }

    public static DefinitionEdit<DestinationId> Update(
        Definitions known, UpdateDestinationInput input)
    {
        var found = Find(known, input.Id);
        Versions.Expect($"Destination {found.Key}", input.IfVersion, found.Version);
        var mistakes = new Mistakes();
        var before = found.Definition;
        var destination = before with
        {
            Name = input.Name ?? before.Name,
            Description = input.Description.Or(before.Description),
            Account = input.AccountId is { } account
                ? AccountOf(known, account, mistakes)
                : before.Account,
            DataSource = input.IdentifierDataSourceId is { } source
                ? Owners.Find(known, source, mistakes)
                : before.DataSource,
            ExportLabels = input.ExportLabels is { } labels ? Labels(labels) : before.ExportLabels,
        };
        return Put(known, destination, mistakes);
    }

    public static DefinitionEdit<DestinationId> Delete(
        Definitions known, DeleteDestinationInput input)
    {
        var found = Find(known, input.Id);
        Versions.Expect($"Destination {found.Key}", input.IfVersion, found.Version);
        var next = known.Definition with
        {
            Destinations = known.Definition.Destinations.Remove(found.Definition),
        };
        return new(found.Key, next, new FaultReader(Section, -1));
    }

    public static DestinationView Find(Definitions known, string id) =>
        known.FindDestination(id) ?? throw Missing.Of("destination", "Destination", id);

    /// <summary>Definitions with a destination in its place.</summary>
    public static DefinitionEdit<DestinationId> Put(
        Definitions known, DestinationDefinition destination, Mistakes mistakes)
    {
        Names.Expect(
            "destination",
            destination.Name,
            known.FindDestination(destination.Id)?.Name,
            known.Definition.Destinations
                .Where(other => other.Id != destination.Id)
                .Select(other => other.Name),
            mistakes);
        var destinations = known.Definition.Destinations.With(destination, one => one.Id);
        return new(
            destination.Id,
            known.Definition with { Destinations = destinations },
            new FaultReader(Section, destinations.PlaceOf(one => one.Id == destination.Id))
            {
                Fields = Fields,
                Special = (member, faults) => member == Owners.Member
                    ? NotAccepted(known, destination, faults)
                    : null,
            })
        {
            Mistakes = mistakes,
        };
    }

    private static string AccountOf(Definitions known, string id, Mistakes mistakes)
    {
        if (known.FindAccount(id) is null)
        {
            mistakes.Add(Account, Missing.Error("account", "IntegratedAccount", id));
        }

        return id;
    }

    // People-based destinations carry that label whatever else they do.
    private static ExportLabels Labels(IEnumerable<ExportLabel> labels) =>
        ExportWords.Labels(labels) | ExportLabels.Pii;

    private static MistakeException<IdentifierNotAcceptedError> NotAccepted(
        Definitions known,
        DestinationDefinition destination,
        IReadOnlyList<DefinitionFault> faults) => new(new IdentifierNotAcceptedError(
            Accepted(known, destination),
            string.Join(' ', faults.Select(fault => fault.Message))));

    private static void Identifiers(
        Definitions known,
        DestinationDefinition destination,
        IReadOnlyList<IdentityMappingInput> mappings,
        Mistakes mistakes)
    {
        var accepted = Accepted(known, destination);
        foreach (var mapping in mappings)
        {
            if (!accepted.Contains(mapping.Identifier, StringComparer.Ordinal))
            {
                mistakes.Add("identityMappings", new IdentifierNotAcceptedError(
                    accepted,
                    $"The platform does not take `{mapping.Identifier}`; it takes "
                    + $"{string.Join(", ", accepted)}."));
            }
            else if (mapping.Hash
                || known.FindNamespace(mapping.Source)?.Key != destination.DataSource)
            {
                mistakes.Add("identityMappings", new InvalidInputError(
                    "identityMappings",
                    "Only the hashed IDs of the identifier data source are sent, as they are: "
                    + "give its namespace for source, and false for hash."));
            }
        }

        if (mappings.Count > 1)
        {
            mistakes.Add("identityMappings", new InvalidInputError(
                "identityMappings", "One kind of identifier is sent to a destination: give one."));
        }
    }

    private static IReadOnlyList<string> Accepted(
        Definitions known, DestinationDefinition destination) =>
        known.FindAccount(destination.Account)?.Platform.AcceptedIdentifiers
            ?? [.. Domain.Accounts.AdPlatform.All.SelectMany(platform => platform.Identifiers)];
}

using System.Text;
using Krewe.Domain.Workspaces;

namespace Krewe.Domain.Tests.Workspaces;

/// <summary>The workspace of the offline-only workflow: CRM ids, hashed e-mails, six onboarded
/// traits, one audience sent to Meta.</summary>
internal static class OfflineWorkspace
{
    public const string Text = """
        {
          // Comments and trailing commas are allowed.
          "partnerId": 123, "addOns": ["peopleBasedDestinations"],
          "dataSources": [
            { "id": 999999, "name": "CRM",
              "integrationCode": "crm", "idType": "crossDevice", "inbound": true },
            { "id": 987654,
              "name": "Hashed e-mails", "idType": "crossDevice", "inbound": true, "outbound": true,
              "integrationCode": "emails",
              "shareInPeopleBasedDestinations": "Emails(SHA256, lowercased)" },
          ],
          "traits": [
            { "id": 12345, "name": "Bought", "dataSource": 999999, "type": "onboarded" },
            { "id": 23456, "name": "Loyal", "dataSource": 999999, "rule": "ic == \"77\"",
              "ttlDays": 30, "folder": "/CRM" },
            { "id": 45678, "name": "Store visitor", "dataSource": 999999 },
            { "id": 11223, "name": "Newsletter", "dataSource": 999999 },
            { "id": 93342, "name": "Returned", "dataSource": 999999 },
            { "id": 27341, "name": "Coupon", "dataSource": 999999 },
          ],
          "mergeRules": [
            { "name": "All CRM profiles",
              "crossDevice": "allCrossDeviceProfiles", "dataSources": [999999], "default": true },
          ],
          "segments": [
            { "id": 1, "name": "Buyers", "dataSource": 999999,
              "mergeRule": "All CRM profiles", "rule": "12345T AND 23456T" },
            { "id": 2, "name": "Visitors", "dataSource": 999999, "rule": "45678T OR 11223T",
              "status": "paused" },
          ],
          "accounts": [
            { "name": "Meta main", "platform": "meta", "adAccountId": "1",
              "token": "env:META_TOKEN", "contacts": ["ads@shop.example"] },
          ],
          "destinations": [
            { "id": 1, "name": "Meta", "account": "Meta main", "dataSource": 987654,
              "mappings": [ { "segment": 1, "start": "2026-01-01", "end": null } ] },
          ],
        }
        """;

    /// <summary>Loads the workspace after changes to its text; each must change
    /// something.</summary>
    public static WorkspaceParse Load(params (string From, string To)[] changes)
    {
        var text = Text;
        foreach (var (from, to) in changes)
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        return WorkspaceFile.Load(Encoding.UTF8.GetBytes(text), WorkspaceRules.Default);
    }

    public static WorkspaceDefinition Definition(params (string From, string To)[] changes) =>
        Load(changes) is { Definition: { } definition }
            ? definition
            : throw new InvalidOperationException(string.Join('\n', Load(changes).Faults));
}

using System.Text;
using Krewe.Domain.Access;
using Krewe.Domain.Workspaces;

namespace Krewe.Api.Tests.Graph;

/// <summary>
/// Goal: what a workspace file can say, mutations can say.
/// Method: make, by mutations alone, what a file that uses every member defines, and compare.
/// </summary>
public sealed class WorkspaceFileTests
{
    private const string File =
        """
        {
          "partnerId": 7,
          "addOns": ["peopleBasedDestinations"],
          "dataSources": [
            {"id": 4, "name": "Vendor", "idType": "cookie", "party": "third"},
            {"id": 5, "name": "CRM", "description": "Who buys", "integrationCode": "crm",
             "namespace": "CRM_main", "idType": "crossDevice", "idDefinition": "household",
             "inbound": true, "outbound": true,
             "shareInPeopleBasedDestinations": "Emails(SHA256, lowercased)",
             "exportControls": ["offSiteAdTargeting"], "retentionDays": 60,
             "uniqueTraitIntegrationCodes": true, "uniqueSegmentIntegrationCodes": true,
             "errorSampling": true, "errorSamplingUntil": "2028-03-05",
             "reportRecipients": ["ops@example.com"]}
          ],
          "traits": [
            {"id": 6, "name": "Shoes", "description": "Looked", "dataSource": 5,
             "type": "ruleBased", "rule": "page == \"shoes\"", "ttlDays": 9,
             "integrationCode": "t", "folder": "/A/B"}
          ],
          "mergeRules": [
            {"name": "Everybody", "description": "All", "crossDevice": "allCrossDeviceProfiles",
             "device": "noDeviceProfile", "dataSources": [5],
             "exportControls": ["onSiteAdTargeting"], "default": true}
          ],
          "segments": [
            {"id": 8, "name": "Lookers", "description": "Look", "dataSource": 5,
             "mergeRule": "Everybody", "rule": "6T", "status": "paused",
             "integrationCode": "s", "folder": "/A"}
          ],
          "accounts": [
            {"name": "acme", "platform": "meta", "adAccountId": "1", "token": "env:T",
             "contacts": ["ops@example.com"]}
          ],
          "destinations": [
            {"id": 9, "name": "Meta", "description": "Ads", "account": "acme", "dataSource": 5,
             "exportLabels": ["pii", "onSitePersonalization"],
             "mappings": [{"segment": 8, "start": "2028-03-01", "end": "2028-03-09"}]}
          ]
        }
        """;

    private static readonly string Vendor = GraphCaller.Id("DataSource", 4);
    private static readonly string Crm = GraphCaller.Id("DataSource", 5);
    private static readonly string Lookers = GraphCaller.Id("Segment", 8);
    private static readonly string Everybody = GraphCaller.Id("MergeRule", "Everybody");
    private static readonly string Acme = GraphCaller.Id("IntegratedAccount", "acme");
    private static readonly string Meta = GraphCaller.Id("Destination", 9);

    private static readonly string Mapping =
        $"segmentId: \"{Lookers}\", destinationId: \"{Meta}\", "
        + "startsOn: \"2028-03-01T00:00:00Z\", endsOn: \"2028-03-09T12:00:00Z\"";

    private static readonly (string Name, string Input)[] Created =
    [
        ("updateWorkspace", "partnerId: 7, addOns: [PEOPLE_BASED_DESTINATIONS]"),
        ("createDataSource", "dataSourceId: 4, name: \"Vendor\", idType: COOKIE, party: THIRD, "
            + "inbound: false"),
        ("createDataSource", "dataSourceId: 5, name: \"CRM\", description: \"Who buys\", "
            + "integrationCode: \"crm\", namespace: \"CRM_main\", idType: CROSS_DEVICE, "
            + "idDefinition: HOUSEHOLD, inbound: true, outbound: true, "
            + "shareCrossDeviceIdsInPeopleBasedDestinations: true, "
            + "hashLabel: EMAILS_SHA256_LOWERCASED, "
            + "exportControls: [CANNOT_BE_USED_FOR_OFF_SITE_AD_TARGETING], retentionDays: 60, "
            + "uniqueTraitIntegrationCodes: true, uniqueSegmentIntegrationCodes: true, "
            + "errorSampling: true, errorSamplingUntil: \"2028-03-05T08:00:00Z\", "
            + "reportRecipients: [\"ops@example.com\"]"),
        ("createTrait", "sid: 6, name: \"Shoes\", description: \"Looked\", kind: RULE_BASED, "
            + $"dataSourceId: \"{Crm}\", rule: \"page == \\\"shoes\\\"\", ttlDays: 9, "
            + "integrationCode: \"t\", folder: \"/A/B\""),
        ("createMergeRule", "name: \"Everybody\", description: \"All\", "
            + "crossDeviceOption: ALL_CROSS_DEVICE_PROFILES, deviceOption: NO_DEVICE_PROFILE, "
            + $"dataSourceIds: [\"{Crm}\"], isDefault: true, "
            + "exportControls: [CANNOT_BE_USED_FOR_ON_SITE_AD_TARGETING]"),
        ("createSegment", "sid: 8, name: \"Lookers\", description: \"Look\", status: PAUSED, "
            + $"dataSourceId: \"{Crm}\", mergeRuleId: \"{Everybody}\", expression: \"6T\", "
            + "integrationCode: \"s\", folder: \"/A\""),
        ("createAccount", "name: \"acme\", platform: \"meta\", adAccountId: \"1\", "
            + "token: \"env:T\", contactEmails: [\"ops@example.com\"]"),
        ("createDestination", "destinationId: 9, name: \"Meta\", description: \"Ads\", "
            + $"accountId: \"{Acme}\", identifierDataSourceId: \"{Crm}\", "
            + "exportLabels: [MAY_BE_USED_FOR_ON_SITE_PERSONALIZATION]"),
        ("mapSegment", Mapping),
    ];

    // What all of these begin with has another value of every member that can change.
    private static readonly (string Name, string Input)[] Changed =
    [
        ("updateWorkspace", "partnerId: 1, addOns: [PEOPLE_BASED_DESTINATIONS]"),
        ("createDataSource", "dataSourceId: 4, name: \"x\", idType: COOKIE"),
        ("createDataSource", "dataSourceId: 5, name: \"y\", integrationCode: \"z\", "
            + "namespace: \"CRM_main\", idType: CROSS_DEVICE, inbound: false"),
        ("createTrait", $"sid: 6, name: \"x\", kind: ONBOARDED, dataSourceId: \"{Vendor}\""),
        ("createMergeRule", "name: \"x\", crossDeviceOption: NO_CROSS_DEVICE_PROFILE, "
            + "deviceOption: DEVICE_PROFILE"),
        ("createSegment", "sid: 8, name: \"x\", expression: \"NOT 6T OR 6T\", "
            + $"dataSourceId: \"{Vendor}\", "
            + $"mergeRuleId: \"{GraphCaller.Id("MergeRule", "x")}\""),
        ("createAccount",
            "name: \"x\", platform: \"meta\", adAccountId: \"9\", token: \"file:/x\""),
        ("createAccount",
            "name: \"spare\", platform: \"meta\", adAccountId: \"9\", token: \"file:/x\""),
        ("updateWorkspace", "partnerId: 7"),
        ("updateDataSource", $"id: \"{Vendor}\", name: \"Vendor\", "
            + "party: THIRD, inbound: false"),
        ("updateDataSource", $"id: \"{Crm}\", name: \"CRM\", description: \"Who buys\", "
            + "integrationCode: \"crm\", idDefinition: HOUSEHOLD, inbound: true, outbound: true, "
            + "shareCrossDeviceIdsInPeopleBasedDestinations: true, "
            + "hashLabel: EMAILS_SHA256_LOWERCASED, "
            + "exportControls: [CANNOT_BE_USED_FOR_OFF_SITE_AD_TARGETING], retentionDays: 60, "
            + "uniqueTraitIntegrationCodes: true, uniqueSegmentIntegrationCodes: true, "
            + "errorSampling: true, errorSamplingUntil: \"2028-03-05T08:00:00Z\", "
            + "reportRecipients: [\"ops@example.com\"]"),
        ("updateTrait", $"id: \"{GraphCaller.Id("Trait", 6)}\", name: \"Shoes\", "
            + "description: \"Looked\", kind: RULE_BASED, rule: \"page == \\\"shoes\\\"\", "
            + $"dataSourceId: \"{Crm}\", ttlDays: 9, integrationCode: \"t\", folder: \"/A/B\""),
        ("updateMergeRule", $"id: \"{GraphCaller.Id("MergeRule", "x")}\", name: \"Everybody\", "
            + "description: \"All\", crossDeviceOption: ALL_CROSS_DEVICE_PROFILES, "
            + $"deviceOption: NO_DEVICE_PROFILE, dataSourceIds: [\"{Crm}\"], isDefault: true, "
            + "exportControls: [CANNOT_BE_USED_FOR_ON_SITE_AD_TARGETING]"),
        ("updateSegment", $"id: \"{Lookers}\", name: \"Lookers\", description: \"Look\", "
            + $"status: PAUSED, dataSourceId: \"{Crm}\", expression: \"6T\", "
            + "integrationCode: \"s\", folder: \"/A\""),
        ("updateAccount", $"id: \"{GraphCaller.Id("IntegratedAccount", "x")}\", name: \"acme\", "
            + "adAccountId: \"1\", token: \"env:T\", contactEmails: [\"ops@example.com\"]"),
        ("createDestination", "destinationId: 9, name: \"x\", "
            + $"accountId: \"{GraphCaller.Id("IntegratedAccount", "spare")}\", "
            + $"identifierDataSourceId: \"{Crm}\""),
        ("updateDestination", $"id: \"{Meta}\", name: \"Meta\", description: \"Ads\", "
            + $"accountId: \"{Acme}\", exportLabels: [MAY_BE_USED_FOR_ON_SITE_PERSONALIZATION]"),
        ("deleteAccount", $"id: \"{GraphCaller.Id("IntegratedAccount", "spare")}\""),
        ("mapSegment", $"segmentId: \"{Lookers}\", destinationId: \"{Meta}\""),
        ("mapSegment", Mapping),
    ];

    [Fact]
    public Task What_a_file_can_say_can_be_made() => SaysTheSameAsync(Created);

    [Fact]
    public Task What_a_file_can_say_can_be_changed_to() => SaysTheSameAsync(Changed);

    private static async Task SaysTheSameAsync((string Name, string Input)[] mutations)
    {
        await using var caller = await GraphCaller.StartAsync(Role.Steward, "{}");
        foreach (var (name, input) in mutations)
        {
            await caller.MutateAsync(name, input, "");
        }

        Assert.Equal(
            Text(WorkspaceFile.Parse(Encoding.UTF8.GetBytes(File)).Definition!),
            Text(Plain(caller.Workspace.Definition)));
    }

    // The symbol that is made of a name is not in the file.
    private static WorkspaceDefinition Plain(WorkspaceDefinition definition) => definition with
    {
        DataSources =
        [
            .. definition.DataSources.Select(source => source.Id.Value == 4
                ? source with { Namespace = null }
                : source),
        ],
    };

    private static string Text(WorkspaceDefinition definition) =>
        Encoding.UTF8.GetString(WorkspaceFile.Write(definition));
}
